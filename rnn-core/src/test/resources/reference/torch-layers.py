# SPDX-License-Identifier: Apache-2.0
"""What torch.nn's recurrent layers cannot do, written out a step at a time and differentiated by PyTorch.

    /usr/bin/python3 torch-layers.py        writes torch-layers-*.safetensors beside this file

Cases: "residual", layers with residual connections between them; "norm", layer normalization (Ba, Kiros and Hinton, 2016)
of both products of a step and of an LSTM's cell state, by torch.nn.functional.layer_norm; "both". A file has the weights under the names of a state_dict, ids
(time, batch), h0 and c0 (layers, batch, hidden), and what PyTorch makes of them in float64: logits of all steps but
the last, the mean loss, h_n, c_n, and grad.NAME of each weight and of h0 and c0. Made with PyTorch 1.13.1.
"""

import json
import math
import pathlib

import torch

VOCABULARY, HIDDEN, STEPS, BATCH = 5, 7, 6, 3
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
DTYPES = {torch.float64: "F64", torch.int64: "I64"}


def start(cell, layers, norm):
    """Weights and a start state, uniform within 1/sqrt(hidden) and 0.9."""
    rows = GATES[cell] * HIDDEN
    shapes = {}
    for k in range(layers):
        shapes[f"rnn.weight_ih_l{k}"] = (rows, HIDDEN if k else VOCABULARY)
        shapes[f"rnn.weight_hh_l{k}"] = (rows, HIDDEN)
        shapes[f"rnn.bias_ih_l{k}"] = (rows,)
        shapes[f"rnn.bias_hh_l{k}"] = (rows,)
    shapes["decoder.weight"] = (VOCABULARY, HIDDEN)
    shapes["decoder.bias"] = (VOCABULARY,)
    bound = 1 / math.sqrt(HIDDEN)
    w = {name: (torch.rand(shape, dtype=torch.float64) * 2 - 1) * bound for name, shape in shapes.items()}
    for k in range(layers if norm else 0):
        shapes = {f"rnn.gain_ih_l{k}": rows, f"rnn.gain_hh_l{k}": rows}
        if cell == "lstm":
            shapes.update({f"rnn.gain_c_l{k}": HIDDEN, f"rnn.bias_c_l{k}": HIDDEN})
        for name, size in shapes.items():
            w[name] = torch.rand(size, dtype=torch.float64) + (0.5 if "gain" in name else -0.5)
    for part in ("h0", "c0") if cell == "lstm" else ("h0",):
        w[part] = (torch.rand(layers, BATCH, HIDDEN, dtype=torch.float64) * 2 - 1) * 0.9
    return w


def normalized(a, gain, bias, groups=1):
    """gain * (a - mean) / sqrt(variance + 1e-5) + bias, of each group of columns by itself."""
    parts = [
        torch.nn.functional.layer_norm(part, part.shape[1:], part_gain, part_bias, eps=1e-5)
        for part, part_gain, part_bias in zip(a.chunk(groups, 1), gain.chunk(groups), bias.chunk(groups))]
    return torch.cat(parts, 1)


def step(cell, w, k, x, h, c, norm):
    """One step of layer k: h and c after it."""
    a = x @ w[f"rnn.weight_ih_l{k}"].T
    b = h @ w[f"rnn.weight_hh_l{k}"].T
    if norm:
        groups = 3 if cell == "gru" else 1
        a = normalized(a, w[f"rnn.gain_ih_l{k}"], w[f"rnn.bias_ih_l{k}"], groups)
        b = normalized(b, w[f"rnn.gain_hh_l{k}"], w[f"rnn.bias_hh_l{k}"], groups)
    else:
        a = a + w[f"rnn.bias_ih_l{k}"]
        b = b + w[f"rnn.bias_hh_l{k}"]
    if cell == "rnn":
        return torch.tanh(a + b), c
    if cell == "gru":
        ar, az, an = a.chunk(3, 1)
        br, bz, bn = b.chunk(3, 1)
        r, z = torch.sigmoid(ar + br), torch.sigmoid(az + bz)
        n = torch.tanh(an + r * bn)
        return (1 - z) * n + z * h, c
    i, f, g, o = (a + b).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    out = normalized(c, w[f"rnn.gain_c_l{k}"], w[f"rnn.bias_c_l{k}"]) if norm else c
    return torch.sigmoid(o) * torch.tanh(out), c


def run(cell, layers, residual, norm):
    """A case: weights, inputs, and what comes out."""
    w = start(cell, layers, norm)
    ids = torch.randint(0, VOCABULARY, (STEPS + 1, BATCH))
    for tensor in w.values():
        tensor.requires_grad_(True)
    h = list(w["h0"])
    c = list(w["c0"]) if cell == "lstm" else [None] * layers
    logits = []
    for t in range(STEPS):
        x = torch.nn.functional.one_hot(ids[t], VOCABULARY).double()
        for k in range(layers):
            h[k], c[k] = step(cell, w, k, x, h[k], c[k], norm)
            x = h[k] + x if residual and k else h[k]
        logits.append(x @ w["decoder.weight"].T + w["decoder.bias"])
    out = torch.stack(logits)
    loss = torch.nn.functional.cross_entropy(out.reshape(-1, VOCABULARY), ids[1:].reshape(-1))
    loss.backward()
    tensors = dict(w)
    tensors.update({"grad." + name: tensor.grad for name, tensor in w.items()})
    tensors.update({"ids": ids, "logits": out, "loss": loss.reshape(1), "h_n": torch.stack(h)})
    if cell == "lstm":
        tensors["c_n"] = torch.stack(c)
    return tensors


def save(name, tensors):
    """What safetensors.torch.save_file writes, but for the order of the tensors."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in tensors.items():
        content = tensor.detach().contiguous().numpy().tobytes()
        header[key] = {
            "dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path = pathlib.Path(__file__).with_name(f"torch-layers-{name}.safetensors")
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    for cell in GATES:
        torch.manual_seed(26)
        save(f"residual-{cell}", run(cell, 3, residual=True, norm=False))
        save(f"norm-{cell}", run(cell, 2, residual=False, norm=True))
        save(f"both-{cell}", run(cell, 3, residual=True, norm=True))


main()
