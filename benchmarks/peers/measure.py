# SPDX-License-Identifier: Apache-2.0
"""What every peer shares: its options, its threads, the clock. Import it before NumPy or PyTorch."""

import argparse
import json
import os
import statistics
import time

SYMBOLS = 65
RATE = 0.001
CLIP = 5.0


def options(models, optimizers, layers=None):
    """Reads the command line, whose options are those of 'rnn bench', and sets the threads."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=models, default=models[0])
    parser.add_argument("--layers", type=int, default=1, choices=layers)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--seq-length", type=int, default=50)
    parser.add_argument("--batch-size", type=int, default=50)
    parser.add_argument("--optimizer", choices=optimizers, default=optimizers[0])
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--omp-threads", type=int, default=None,
                        help="threads of OpenMP, where they are not to be those of BLAS")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--windows", type=int, default=5)
    given = parser.parse_args()
    # Settings that were made for another processor halve OpenBLAS's speed.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    if "PEER_OPENBLAS_CORETYPE" in os.environ:  # compare.sh asks for lanes of 8
        os.environ["OPENBLAS_CORETYPE"] = os.environ["PEER_OPENBLAS_CORETYPE"]
    omp = given.omp_threads or given.threads
    os.environ["OPENBLAS_NUM_THREADS"] = str(given.threads)
    os.environ["MKL_NUM_THREADS"] = str(given.threads)
    os.environ["OMP_NUM_THREADS"] = str(omp)
    given.omp_threads = omp
    return given


def age():
    """Seconds since this process was started."""
    with open("/proc/self/stat") as file:
        start = int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    with open("/proc/uptime") as file:
        return float(file.read().split()[0]) - start


def peak_memory():
    """The most bytes that were resident."""
    with open("/proc/self/status") as file:
        return next(1024 * int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


def window(step, characters, seconds):
    """Characters per second; a step does so many characters."""
    start = time.perf_counter()
    steps = 0
    while True:
        step()
        steps += 1
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return steps * characters / elapsed


def measure(name, given, step, characters):
    """Warms up and measures as 'rnn bench' does, and prints one line of JSON."""
    step()
    first = age()
    rates = []
    for _ in range(30):
        rates.append(window(step, characters, min(0.5, given.seconds)))
        if len(rates) >= 10 and max(rates[-3:]) <= 1.03 * min(rates[-3:]):
            break
    rates = [window(step, characters, given.seconds) for _ in range(given.windows)]
    print(json.dumps({
        "peer": name,
        "work": "sampling" if given.sample else "training",
        "threads": given.threads,
        "characters_per_second": {
            "median": statistics.median(rates), "min": min(rates), "max": max(rates)},
        "peak_memory_bytes": peak_memory(),
        "first_step_seconds": first,
    }))
