# SPDX-License-Identifier: Apache-2.0
"""One layer of vanilla RNN in NumPy, float32: training with Adagrad, and sampling.

    python3 numpy_peer.py --hidden 100 --seq-length 25 --batch-size 1

A step is forward, backward, clip by norm, update, on random tokens; as in rnn4j one-hot input picks
columns, and gradients of weights are one product over all steps.
"""

import measure

given = measure.options(models=["rnn"], optimizers=["adagrad"], layers=[1])

import numpy as np  # noqa: E402  (the threads are set before)

H, T, B, V = given.hidden, given.seq_length, given.batch_size, measure.SYMBOLS
random = np.random.default_rng(1)
bound = 1 / np.sqrt(H)


def uniform(*shape):
    return random.uniform(-bound, bound, shape).astype(np.float32)


Wxh, Whh, bh, Why, by = uniform(V, H), uniform(H, H), uniform(H), uniform(H, V), uniform(V)
parameters = [Wxh, Whh, bh, Why, by]
memory = [np.zeros_like(p) for p in parameters]
tokens = random.integers(0, V, (T + 1, B))
h = np.zeros((T + 1, B, H), np.float32)
rows = np.arange(T * B)


def gradients():
    """Of the mean cross-entropy over the window, in the order of the parameters."""
    x, y = tokens[:-1], tokens[1:].ravel()
    h[0] = h[T]
    z = Wxh[x] + bh
    for t in range(T):
        np.tanh(z[t] + h[t] @ Whh, out=h[t + 1])
    top = h[1:].reshape(T * B, H)
    logits = top @ Why + by
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    p[rows, y] -= 1
    p /= T * B
    dh = (p @ Why.T).reshape(T, B, H)
    dz = np.empty_like(dh)
    for t in reversed(range(T)):
        if t < T - 1:
            dh[t] += dz[t + 1] @ Whh.T
        np.multiply(dh[t], 1 - h[t + 1] ** 2, out=dz[t])
    flat = dz.reshape(T * B, H)
    dWxh = np.zeros_like(Wxh)
    np.add.at(dWxh, x.ravel(), flat)
    dWhh = h[:-1].reshape(T * B, H).T @ flat
    return loss, [dWxh, dWhh, flat.sum(0), top.T @ p, p.sum(0)]


def train():
    _, grads = gradients()
    norm = np.sqrt(sum(float(np.vdot(g, g)) for g in grads))
    if norm > measure.CLIP:
        for g in grads:
            g *= measure.CLIP / norm
    for p, g, m in zip(parameters, grads, memory):
        m += g * g
        p -= measure.RATE * g / (np.sqrt(m) + 1e-10)


state = np.zeros(H, np.float32)
last = 0


def sample():
    global state, last
    state = np.tanh(Wxh[last] + bh + state @ Whh)
    logits = state @ Why + by
    p = np.exp(logits - logits.max()).astype(np.float64)
    last = int(np.searchsorted(np.cumsum(p), random.random() * p.sum()))


if __name__ == "__main__":
    name = "numpy " + np.__version__
    measure.measure(name, given, *((sample, 1) if given.sample else (train, T * B)))
