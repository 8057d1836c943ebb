# SPDX-License-Identifier: Apache-2.0
"""RNN, LSTM and GRU in PyTorch, float32: training and sampling.

    python3 torch_peer.py --model lstm --layers 2 --hidden 128 --threads 2 --omp-threads 1

A step is forward, backward, clip by norm, update, on random tokens. PyTorch has no one-hot input
that picks columns: the vectors are made once, and multiplied in each step. Sampling runs cell after
cell, which PyTorch does faster than a sequence of one.
"""

import measure

given = measure.options(
    models=["rnn", "lstm", "gru"], optimizers=["rmsprop", "adam", "adagrad", "sgd"])

import torch  # noqa: E402  (the threads are set before)

torch.manual_seed(1)
torch.set_num_threads(given.omp_threads)
H, L, T, B, V = given.hidden, given.layers, given.seq_length, given.batch_size, measure.SYMBOLS
OPTIMIZERS = {
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adagrad": torch.optim.Adagrad,
    "sgd": torch.optim.SGD,
}


def trainer():
    rnn = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[given.model](V, H, L)
    decoder = torch.nn.Linear(H, V)
    parameters = [*rnn.parameters(), *decoder.parameters()]
    optimizer = OPTIMIZERS[given.optimizer](parameters, lr=measure.RATE)
    tokens = torch.randint(0, V, (T + 1, B))
    x = torch.nn.functional.one_hot(tokens[:-1], V).float()
    y = tokens[1:].flatten()
    state = None

    def step():
        nonlocal state
        optimizer.zero_grad(set_to_none=True)
        out, state = rnn(x, state)
        loss = torch.nn.functional.cross_entropy(decoder(out).view(T * B, V), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, measure.CLIP)
        optimizer.step()
        state = tuple(s.detach() for s in state) if given.model == "lstm" else state.detach()

    return step


def sampler():
    cell = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
    cells = [cell[given.model](V if k == 0 else H, H) for k in range(L)]
    decoder = torch.nn.Linear(H, V)
    rows = torch.eye(V).split(1)
    states = [None] * L
    last = 0

    def step():
        nonlocal last
        with torch.inference_mode():
            x = rows[last]
            for k in range(L):
                states[k] = cells[k](x, states[k])
                x = states[k][0] if given.model == "lstm" else states[k]
            last = int(torch.multinomial(torch.softmax(decoder(x)[0], 0), 1))

    return step


if __name__ == "__main__":
    name = "torch " + torch.__version__
    measure.measure(name, given, *((sampler(), 1) if given.sample else (trainer(), T * B)))
