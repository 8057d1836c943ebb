#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures training beside processes that keep processors busy, which it starts itself: with one
# thread, with several, and as many programs of one thread each at a time, by turns, and prints a
# Markdown table of the medians. What those programs do together is what the system leaves to be had.
#
#   benchmarks/busy.sh [OPTION OF rnn bench]...      such as --model lstm --layers 2 --hidden 512
#
#   BUSY      numbers of busy processes; "0 1 2 4" by default
#   THREADS   the threads that are compared with one; as many as there are processors by default
#   ROUNDS    times that each is measured; 3 by default
#   RNN       the program; ../rnn by default
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
read -ra rnn <<<"${RNN:-$here/../rnn}"
threads=${THREADS:-$(nproc)}
rounds=${ROUNDS:-3}
options=("$@")
[ ${#options[@]} -gt 0 ] || options=(--model lstm --layers 2 --hidden 128 --seconds 1)

busy=()
quiet() {
  [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true
  busy=()
}
trap quiet EXIT

# load COUNT: so many endless loops
load() {
  local i
  for ((i = 0; i < $1; i++)); do
    bash -c 'while :; do :; done' &
    busy+=($!)
  done
}

# speed THREADS: characters a second
speed() {
  "${rnn[@]}" bench "${options[@]}" --threads "$1" --json 2>/dev/null |
    grep -o '"median": *[-0-9.Ee]*' | head -n 1 | sed 's/.*: *//'
}

# together COUNT: characters a second of so many programs with one thread each, in all
together() {
  local i
  for ((i = 0; i < $1; i++)); do
    speed 1 &
  done | awk '{ sum += $1 } END { print sum }'
}

# median: of the numbers on standard input, one a line
median() {
  sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# ratio A B: what part A is of B
ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'
}

echo "| busy processes | characters/s, 1 thread | $threads threads | ratio | $threads programs | ratio |"
echo "|---:|---:|---:|---:|---:|---:|"
for count in ${BUSY:-0 1 2 4}; do
  load "$count"
  ones=() mores=() ratios=() alls=() most=()
  for ((round = 0; round < rounds; round++)); do
    one=$(speed 1)
    more=$(speed "$threads")
    all=$(together "$threads")
    ones+=("$one")
    mores+=("$more")
    ratios+=("$(ratio "$more" "$one")")
    alls+=("$all")
    most+=("$(ratio "$all" "$one")")
  done
  quiet
  awk -v count="$count" -v one="$(printf '%s\n' "${ones[@]}" | median)" \
    -v more="$(printf '%s\n' "${mores[@]}" | median)" \
    -v ratio="$(printf '%s\n' "${ratios[@]}" | median)" \
    -v all="$(printf '%s\n' "${alls[@]}" | median)" \
    -v most="$(printf '%s\n' "${most[@]}" | median)" \
    'BEGIN { printf "| %d | %.0f | %.0f | %.2f | %.0f | %.2f |\n", count, one, more, ratio, all, most }'
done
