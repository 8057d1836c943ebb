#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# start.sh [STARTS]: the processor time of short commands, user and system, as the median of some starts.
#
#   JAVA_HOME, RNN_JAVA_OPTS   as for rnn

set -euo pipefail
starts=${1:-15}
rnn=$(cd -- "$(dirname -- "$0")/.." && pwd -P)/rnn
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'

# The text is this script, again and again.
for _ in {1..100}; do cat -- "${BASH_SOURCE[0]}"; done >"$folder/text"
"$rnn" train "$folder/text" --hidden 128 --layers 2 --steps 1 --progress none --out "$folder/model" >/dev/null 2>&1

median() {
  local i
  for ((i = 0; i < starts; i++)); do
    { time "$@" >/dev/null 2>&1; } 2>&1
  done | awk '{ print $1 + $2 }' | sort -n | awk '{ a[NR] = $1 } END { printf "%.2f", a[int((NR + 1) / 2)] }'
}

printf '%-52s %s s\n' 'rnn --version' "$(median "$rnn" --version)"
printf '%-52s %s s\n' 'rnn sample, LSTM 2x128, 100 characters' \
  "$(median "$rnn" sample "$folder/model" --length 100 --seed 1)"
printf '%-52s %s s\n' 'the same, backend ejml' \
  "$(median "$rnn" sample "$folder/model" --length 100 --seed 1 --backend ejml)"
printf '%-52s %s s\n' 'rnn train, LSTM 2x128, one step' \
  "$(median "$rnn" train "$folder/text" --hidden 128 --layers 2 --steps 1 --progress none --out "$folder/m")"
