# SPDX-License-Identifier: Apache-2.0
"""Writes torch-optimizers.safetensors: what torch.optim does to 16 numbers, in float64.

Run in this folder: python3 torch-optimizers.py
"""
import json
import struct

import torch

STEPS = 7
torch.set_default_dtype(torch.float64)
torch.manual_seed(20260101)
start = torch.randn(16)
gradients = torch.randn(STEPS, 16) * torch.logspace(-6, 2, 16)
gradients[:, 3] = 0
gradients[2:5, 5] = 0
rates = torch.tensor([0.1, 0.1, 0.05, 0.2, 0.01, 0.1, 0.003])
out = {"start": start, "gradients": gradients, "rates": rates}

RUNS = {
    "sgd": lambda p: torch.optim.SGD(p, 1),
    "sgd:weight-decay=0.1": lambda p: torch.optim.SGD(p, 1, weight_decay=0.1),
    "momentum": lambda p: torch.optim.SGD(p, 1, momentum=0.9),
    "momentum:momentum=0.7,weight-decay=0.1": lambda p: torch.optim.SGD(
        p, 1, momentum=0.7, weight_decay=0.1
    ),
    "nesterov": lambda p: torch.optim.SGD(p, 1, momentum=0.9, nesterov=True),
    "nesterov:momentum=0.7,weight-decay=0.1": lambda p: torch.optim.SGD(
        p, 1, momentum=0.7, nesterov=True, weight_decay=0.1
    ),
    "adagrad": lambda p: torch.optim.Adagrad(p),
    "adagrad:epsilon=0.01,weight-decay=0.1": lambda p: torch.optim.Adagrad(
        p, eps=0.01, weight_decay=0.1
    ),
    "rmsprop": lambda p: torch.optim.RMSprop(p),
    "rmsprop:alpha=0.9,epsilon=0.01,weight-decay=0.1": lambda p: torch.optim.RMSprop(
        p, alpha=0.9, eps=0.01, weight_decay=0.1
    ),
    "adam": lambda p: torch.optim.Adam(p),
    "adam:beta1=0.8,beta2=0.95,epsilon=0.01,weight-decay=0.1": lambda p: torch.optim.Adam(
        p, betas=(0.8, 0.95), eps=0.01, weight_decay=0.1
    ),
    "adamw": lambda p: torch.optim.AdamW(p),
    "adamw:beta1=0.8,beta2=0.95,epsilon=0.01,weight-decay=0.1": lambda p: torch.optim.AdamW(
        p, betas=(0.8, 0.95), eps=0.01, weight_decay=0.1
    ),
}
for name, create in RUNS.items():
    p = start.clone().requires_grad_()
    optimizer = create([p])
    after = []
    for g, rate in zip(gradients, rates):
        p.grad = g.clone()
        for group in optimizer.param_groups:
            group["lr"] = rate.item()
        optimizer.step()
        after.append(p.detach().clone())
    out["parameters." + name] = torch.stack(after)
    for moment, value in optimizer.state[p].items():
        if torch.is_tensor(value) and value.shape == p.shape:
            out["moment." + moment + "." + name] = value

for limit in (0.5, 1e6):
    for kind in ("norm", "value"):
        clipped = [torch.nn.Parameter(torch.zeros(n)) for n in (4, 4, 2, 4, 2)]
        for p, g in zip(clipped, gradients[0].split([4, 4, 2, 4, 2])):
            p.grad = g.clone()
        if kind == "norm":
            out["norm"] = torch.nn.utils.clip_grad_norm_(clipped, limit).reshape(1)
        else:
            torch.nn.utils.clip_grad_value_(clipped, limit)
        out["clipped.%s:%g" % (kind, limit)] = torch.cat([p.grad for p in clipped])

losses = torch.tensor(
    [3, 2.5, 2.49, 2.48, 2.47, 2.46, 2.2, 2.3, 2.3, float("nan"), 2.3, 2.19, 2.3, 2.1]
    + [2.1] * 9
    + [0.5, 0.4]
    + [0.4] * 12
)
out["losses"] = losses
SCHEDULES = {
    "step:factor=0.3,every=4": lambda o: torch.optim.lr_scheduler.StepLR(o, 4, gamma=0.3),
    "exponential:decay=0.9,after=1": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9),
    "cosine:floor=0.1": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(
        o, len(losses), eta_min=0.2
    ),
    "plateau:factor=0.5,patience=2,threshold=0.01,floor=0.03": lambda o: (
        torch.optim.lr_scheduler.ReduceLROnPlateau(
            o, factor=0.5, patience=2, threshold=0.01, min_lr=0.06
        )
    ),
    "plateau": lambda o: torch.optim.lr_scheduler.ReduceLROnPlateau(o),
}
for name, create in SCHEDULES.items():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 2.0)
    schedule = create(optimizer)
    scheduled = []
    for loss in losses:
        scheduled.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(loss.item()) if name.startswith("plateau") else schedule.step()
    out["rates." + name] = torch.tensor(scheduled)

header = {"__metadata__": {"source": "torch-optimizers.py, PyTorch " + torch.__version__}}
data = b""
for name in sorted(out):
    values = out[name].contiguous()
    block = struct.pack("<%dd" % values.numel(), *values.flatten().tolist())
    header[name] = {
        "dtype": "F64",
        "shape": list(values.shape),
        "data_offsets": [len(data), len(data) + len(block)],
    }
    data += block
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open("torch-optimizers.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
