# SPDX-License-Identifier: Apache-2.0
"""State_dicts of modules as people write them, by PyTorch, and the logits that each of them gives.

    python3 torch-modules.py        writes torch-modules-*.safetensors beside this file

A file torch-modules-NAME.safetensors is what safetensors.torch.save_file(module.state_dict()) writes;
torch-modules-expected.safetensors has NAME.ids (time, batch) and NAME.logits (time, batch, vocabulary),
computed in float64 with the numbers that the file has. Made with PyTorch 1.13.1.
"""

import json
import pathlib

import torch
from torch import nn

VOCABULARY = 5
BATCH, TIME = 2, 6
DTYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64"}


class Body(nn.Module):
    """An embedding, recurrent layers with the batch first, an output layer."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(VOCABULARY, 3)
        self.lstm = nn.LSTM(3, 4, num_layers=2, batch_first=True, dropout=0.1)
        self.drop = nn.Dropout(0.1)
        self.fc = nn.Linear(4, VOCABULARY)

    def forward(self, ids):
        return self.fc(self.drop(self.lstm(self.embed(ids.T))[0])).transpose(0, 1)


class Nested(nn.Module):
    """As training code wraps a model: with a loss that has weights of its own."""

    def __init__(self):
        super().__init__()
        self.model = Body()
        self.criterion = nn.CrossEntropyLoss(weight=torch.ones(VOCABULARY))

    def forward(self, ids):
        return self.model(ids)


class OneHot(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(VOCABULARY, 4)
        self.head = nn.Linear(4, VOCABULARY)

    def forward(self, ids):
        x = nn.functional.one_hot(ids, VOCABULARY).to(self.head.weight.dtype)
        return self.head(self.gru(x)[0])


class Square(nn.Module):
    """Embedding and output layer have one shape, and the output layer comes first."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, VOCABULARY)
        self.recurrent = nn.RNN(4, 4, num_layers=2)
        self.emb = nn.Embedding(VOCABULARY, 4)

    def forward(self, ids):
        return self.linear(self.recurrent(self.emb(ids))[0])


class Cells(nn.Module):
    """Cells in a list, each of which reads what the one before gives."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, 3)
        self.cells = nn.ModuleList([nn.LSTMCell(3, 4), nn.LSTMCell(4, 4)])
        self.output = nn.Linear(4, VOCABULARY)

    def forward(self, ids):
        states = [None] * len(self.cells)
        logits = []
        for x in self.embedding(ids):
            for k, cell in enumerate(self.cells):
                states[k] = cell(x, states[k])
                x = states[k][0]
            logits.append(self.output(x))
        return torch.stack(logits)


class Residual(nn.Module):
    """Layers in a list; what a layer above the first reads is added to its output."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.ModuleList([nn.LSTM(VOCABULARY, 4), nn.LSTM(4, 4), nn.LSTM(4, 4)])
        self.decoder = nn.Linear(4, VOCABULARY)

    def forward(self, ids):
        x = nn.functional.one_hot(ids, VOCABULARY).to(self.decoder.weight.dtype)
        for k, layer in enumerate(self.rnn):
            x = layer(x)[0] + (x if k > 0 else 0)
        return self.decoder(x)


def save(name, tensors):
    """What safetensors.torch.save_file writes, but for the order of the tensors."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in tensors.items():
        numbers = tensor.detach().contiguous()
        plain = numbers.view(torch.int16) if numbers.element_size() == 2 else numbers
        content = plain.numpy().tobytes()
        header[key] = {
            "dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path = pathlib.Path(__file__).with_name(f"torch-modules-{name}.safetensors")
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    torch.manual_seed(20)
    cases = {
        "nested": Nested().float(),
        "parallel": nn.DataParallel(OneHot()).bfloat16(),
        "square": Square().half(),
        "cells": Cells().float(),
        "residual": Residual().float(),
    }
    expected = {}
    for name, module in cases.items():
        save(name, module.state_dict())
        module.double().eval()
        ids = torch.randint(0, VOCABULARY, (TIME, BATCH))
        expected[name + ".ids"] = ids
        expected[name + ".logits"] = (module.module if name == "parallel" else module)(ids)
    save("expected", expected)


main()
