# SPDX-License-Identifier: Apache-2.0
"""Dynamic evaluation of a small LSTM, by PyTorch's autograd in float64.

    /usr/bin/python3 torch-dynamic.py        writes torch-dynamic.safetensors beside this file

Krause et al., Dynamic evaluation of neural sequence models, 2018: segments of SEGMENT tokens, the state carried;
after each, with g the gradient of its mean loss,

    sgd   w = w - SGD_RATE g + DECAY (w0 - w)
    rms   w = w - RMS_RATE g / (sqrt(MS) + 0.001) + min(DECAY R, 1) (w0 - w),  R = sqrt(MS) / mean(sqrt(MS))

where MS is the mean of g^2 over the segments of another text, "statistics", with the weights w0. The file has the
weights, both texts, and static, sgd and rms: what each token but the first costs in nats. Made with PyTorch 1.13.1.
"""

import json
import pathlib

import torch
from torch import nn

VOCABULARY, HIDDEN, LAYERS = 5, 7, 2
SEGMENT, SGD_RATE, RMS_RATE, DECAY = 4, 0.5, 0.05, 0.3
DTYPES = {torch.float64: "F64", torch.int64: "I64"}


class Twin(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(VOCABULARY, HIDDEN, LAYERS)
        self.decoder = nn.Linear(HIDDEN, VOCABULARY)

    def forward(self, ids, state):
        x = nn.functional.one_hot(ids, VOCABULARY).double().unsqueeze(1)
        h, state = self.rnn(x, state)
        return self.decoder(h).squeeze(1), state


def segments(twin, ids, after):
    """The cost of each token but the first; after(each segment) once its gradient is there."""
    costs, state = [], None
    for first in range(0, len(ids) - 1, SEGMENT):
        targets = ids[first + 1:first + 1 + SEGMENT]
        logits, state = twin(ids[first:first + len(targets)], state)
        state = tuple(part.detach() for part in state)
        nats = nn.functional.cross_entropy(logits, targets, reduction="none")
        costs.append(nats.detach())
        twin.zero_grad()
        nats.mean().backward()
        with torch.no_grad():
            after()
    return torch.cat(costs)


def main():
    torch.manual_seed(18)
    twin = Twin().double()
    with torch.no_grad():
        for parameter in twin.parameters():
            parameter *= 2
    start = {name: tensor.detach().clone() for name, tensor in twin.named_parameters()}
    ids = torch.randint(0, VOCABULARY, (23,))
    statistics = torch.randint(0, VOCABULARY, (31,))
    tensors = {**start, "ids": ids, "statistics": statistics}
    tensors["static"] = segments(twin, ids, lambda: None)

    squares = {name: torch.zeros_like(tensor) for name, tensor in start.items()}
    count = [0]

    def gather():
        count[0] += 1
        for name, parameter in twin.named_parameters():
            squares[name] += parameter.grad ** 2

    segments(twin, statistics, gather)
    roots = {name: (square / count[0]).sqrt() for name, square in squares.items()}
    mean = torch.cat([root.reshape(-1) for root in roots.values()]).mean()

    def sgd():
        for name, parameter in twin.named_parameters():
            parameter += DECAY * (start[name] - parameter) - SGD_RATE * parameter.grad

    def rms():
        for name, parameter in twin.named_parameters():
            pull = (DECAY * roots[name] / mean).clamp(max=1)
            parameter += pull * (start[name] - parameter) - RMS_RATE * parameter.grad / (roots[name] + 0.001)

    for name, after in ("sgd", sgd), ("rms", rms):
        twin.load_state_dict(start)
        tensors[name] = segments(twin, ids, after)
    header, data = {}, b""
    for key, tensor in tensors.items():
        content = tensor.detach().contiguous().numpy().tobytes()
        header[key] = {
            "dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path = pathlib.Path(__file__).with_name("torch-dynamic.safetensors")
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


main()
