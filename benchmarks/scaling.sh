#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures how the cost of training grows, one size at a time from LSTM 1×128, seq 50, batch 50, and
# prints Markdown tables.
#
#   benchmarks/scaling.sh [OPTION OF rnn bench]...      such as --threads 1 --seconds 5
#
#   RNN       the program; ../rnn by default
#   HIDDEN, BATCH, LAYERS, MEGABYTES   the sizes
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
read -ra rnn <<<"${RNN:-$here/../rnn}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# number FIELD: of the JSON on standard input, the first of that name.
number() {
  grep -o "\"$1\": *[-0-9.Ee]*" | head -n 1 | sed 's/.*: *//'
}

# table WHAT OPTION VALUE...
table() {
  local what=$1 option=$2 value result
  shift 2
  echo "| $what | characters/s | µs per character | GFLOP/s | of the FMA peak | MB | first step s |"
  echo "|---:|---:|---:|---:|---:|---:|---:|"
  for value in "$@"; do
    result=$("${rnn[@]}" bench --model lstm --hidden 128 "$option" "$value" --json \
      ${options[@]+"${options[@]}"} 2>/dev/null)
    awk -v value="${value##*/}" -v rate="$(number median <<<"$result")" \
      -v speed="$(number gflop_per_second <<<"$result")" \
      -v peak="$(number fraction_of_peak <<<"$result")" \
      -v memory="$(number peak_memory_bytes <<<"$result")" \
      -v first="$(number first_step_seconds <<<"$result")" 'BEGIN {
        part = peak == "" ? "" : sprintf("%.0f %%", 100 * peak)
        printf "| %s | %.0f | %.2f | %.1f | %s | %.0f | %.2f |\n",
          value, rate, 1e6 / rate, speed, part, memory / 1e6, first
      }'
  done
  echo
}

# text MEGABYTES: the path of a file of so much text
text() {
  local file=$folder/$1-MB
  (cat "$here"/../*.md "$here"/../rnn-*/src/main/java/io/github/rnn4j/*/*.java) | tr -cd '\n -~' >"$folder/seed"
  while cat "$folder/seed"; do :; done 2>/dev/null | head -c "${1}000000" >"$file" || true
  echo "$file"
}

options=("$@")
# shellcheck disable=SC2086  # several sizes
table "hidden" --hidden ${HIDDEN:-64 128 256 512 1024}
# shellcheck disable=SC2086  # several sizes
table "batch" --batch-size ${BATCH:-1 4 16 50 64 128 256}
# shellcheck disable=SC2086  # several sizes
table "layers" --layers ${LAYERS:-1 2 3 4}
files=()
for size in ${MEGABYTES:-1 10 100}; do
  files+=("$(text "$size")")
done
table "text" --text "${files[@]}"
