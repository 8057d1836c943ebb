#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures rnn4j and its peers on the same work, by turns, and prints a Markdown table.
#
#   benchmarks/compare.sh [OPTION OF rnn bench]...      such as --seconds 5
#
#   ONLY          measure only the rows whose name has this in it, such as C3
#   THREADS       "1 2" by default
#   RNN           the program; ../rnn by default
#   PYTHON        the one that has NumPy and PyTorch; /usr/bin/python3 by default
#   OMP_THREADS   OpenMP threads of PyTorch; 1 by default: Debian's is slowest with two
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
read -ra rnn <<<"${RNN:-$here/../rnn}"
python=${PYTHON:-/usr/bin/python3}

# number FIELD: of the JSON on standard input, the first of that name.
number() {
  grep -o "\"$1\": *[-0-9.Ee]*" | head -n 1 | sed 's/.*: *//'
}

# row NAME WORK PEER OPTIONS...: one line of the table for each number of threads
row() {
  local name=$1 work=$2 peer=$3
  shift 3
  [[ $name == *${ONLY:-}* ]] || return 0
  local threads theirs ours name_of_peer
  for threads in ${THREADS:-1 2}; do
    theirs=$("$python" "$here/peers/$peer.py" "$@" --threads "$threads" \
      --omp-threads "${OMP_THREADS:-1}")
    name_of_peer=${theirs#*'"peer": "'}
    name_of_peer=${name_of_peer%%'"'*}
    ours=$("${rnn[@]}" bench "$@" --threads "$threads" --json ${options[@]+"${options[@]}"} 2>/dev/null)
    awk -v name="$name" -v work="$work" -v threads="$threads" \
      -v peer="$name_of_peer" \
      -v theirs="$(number median <<<"$theirs")" -v ours="$(number median <<<"$ours")" \
      -v peak="$(number fraction_of_peak <<<"$ours")" \
      -v memory="$(number peak_memory_bytes <<<"$ours")" \
      -v their_memory="$(number peak_memory_bytes <<<"$theirs")" \
      -v first="$(number first_step_seconds <<<"$ours")" \
      -v their_first="$(number first_step_seconds <<<"$theirs")" 'BEGIN {
        part = peak == "" ? "" : sprintf("%.0f %%", 100 * peak)
        printf "| %s | %s | %d | %s | %.0f | %.0f | %.2f | %s | %.0f / %.0f | %.2f / %.2f |\n",
          name, work, threads, peer, theirs, ours, ours / theirs, part,
          their_memory / 1e6, memory / 1e6, their_first, first
      }'
  done
}

options=("$@")
echo "| | work | threads | peer | its characters/s | rnn4j's | ratio | of the FMA peak | MB, peer / rnn4j | first step s, peer / rnn4j |"
echo "|---|---|---:|---|---:|---:|---:|---:|---:|---:|"
row C2 "RNN 1×100, seq 25, batch 1, Adagrad" numpy_peer \
  --model rnn --hidden 100 --seq-length 25 --batch-size 1 --optimizer adagrad
row C3 "LSTM 2×128, seq 50, batch 50, RMSProp" torch_peer \
  --model lstm --layers 2 --hidden 128 --optimizer rmsprop
row C4 "LSTM 2×512, seq 50, batch 64, Adam" torch_peer \
  --model lstm --layers 2 --hidden 512 --batch-size 64 --optimizer adam
row C5-RNN "RNN 2×256, seq 50, batch 50, RMSProp" torch_peer \
  --model rnn --layers 2 --hidden 256 --optimizer rmsprop
row C5-GRU "GRU 2×256, seq 50, batch 50, RMSProp" torch_peer \
  --model gru --layers 2 --hidden 256 --optimizer rmsprop
row C6-128 "sampling, LSTM 2×128" torch_peer --model lstm --layers 2 --hidden 128 --sample
row C6-512 "sampling, LSTM 2×512" torch_peer --model lstm --layers 2 --hidden 512 --sample
