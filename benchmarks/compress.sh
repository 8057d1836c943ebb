#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# compress.sh TEXT [RECORDS]: rnn compress beside gzip, xz, zstd and PPMd.
#
# The last tenth of TEXT is compressed, the rest known before: rnn learns it; "after it" is what
# the tenth adds to the compressed rest. Of RECORDS, a file of lines, every tenth is compressed by itself;
# rnn learns the others, and zstd makes a dictionary of them.
# Needs gzip, xz, zstd and 7z (Debian: xz-utils zstd p7zip-full).
#
#   TRAIN        options of rnn train (default: --epochs 3)
#   RNN          the program (default: that of this clone)
#   JAVA_HOME, RNN_JAVA_OPTS   as for it

set -euo pipefail
(($# == 1 || $# == 2)) || { sed -n '3,11s/^# \{0,1\}//p' "$0"; exit 2; }
rnn=${RNN:-$(cd -- "$(dirname -- "$0")/.." && pwd -P)/rnn}
read -ra train <<<"${TRAIN:---epochs 3}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'
known=$folder/known part=$folder/part both=$folder/both packed=$folder/packed back=$folder/back

size() { stat -c %s -- "$1"; }

# row NAME BYTES OF SECONDS SECONDS AFTER: a line of the table; seconds are of a processor, user and system.
row() {
  awk -v name="$1" -v bytes="$2" -v of="$3" -v compressing="$4" -v back="$5" -v after="$6" 'BEGIN {
    split(compressing, a, " ")
    split(back, b, " ")
    c = a[1] + a[2] + 0.0005 # of what takes less than the clock can tell
    d = b[1] + b[2] + 0.0005
    printf "| %s | %d | %.3f |", name, bytes, 8 * bytes / of
    if (after != "") printf " %.3f |", 8 * after / of; else printf " |"
    printf " %.0f | %.0f |\n", of / c / 1000, of / d / 1000
  }'
}

# against NAME COMPRESS DECOMPRESS: both are filters.
against() {
  local name=$1 c d
  c=$({ time eval "$2" <"$part" >"$packed"; } 2>&1)
  d=$({ time eval "$3" <"$packed" >"$back"; } 2>&1)
  cmp -s "$part" "$back" || { echo "$name gave something else back" >&2; exit 1; }
  row "$name" "$(size "$packed")" "$(size "$part")" "$c" "$d" \
    "$(($(eval "$2" <"$both" | wc -c) - $(eval "$2" <"$known" | wc -c)))"
}

# 7z writes its own format to files only, and takes less memory where it sees that a file is small.
ppmd() {
  rm -f "$folder/ppmd.7z"
  cat | 7z a -bd -si -m0=PPMd:o=16:mem=256m "$folder/ppmd.7z" >/dev/null
  cat "$folder/ppmd.7z"
}

unppmd() {
  cat >"$folder/ppmd.7z"
  7z e -so "$folder/ppmd.7z" 2>/dev/null
}

# learned NAME MODEL OPTION...: rnn with a model.
learned() {
  local name=$1 model=$2 c d
  c=$({ time "$rnn" compress "$model" "$part" --force --out "$packed" "${@:3}" 2>>"$folder/log"; } 2>&1 | tail -1)
  d=$({ time "$rnn" decompress "$model" "$packed" --force --out "$back" 2>>"$folder/log"; } 2>&1 | tail -1)
  cmp -s "$part" "$back" || { echo "$name gave something else back" >&2; exit 1; }
  row "$name" "$(size "$packed")" "$(size "$part")" "$c" "$d" "$(size "$packed")"
}

all=$(size "$1")
head -c $((all * 9 / 10)) -- "$1" >"$known"
tail -c +$((all * 9 / 10 + 1)) -- "$1" >"$part"
cat "$known" "$part" >"$both"
"$rnn" train "$known" "${train[@]}" --out "$folder/model" >/dev/null 2>"$folder/log"
"$rnn" train "$known" "${train[@]}" --unit byte --out "$folder/bytes" >/dev/null 2>>"$folder/log"

echo "the last $(size "$part") bytes of $all"
echo
echo "| | bytes | bits a byte | after it | kB/s | back |"
echo "|---|---:|---:|---:|---:|---:|"
against 'gzip -9' 'gzip -9 -n -c' 'gzip -dc'
against 'xz -9e' 'xz -9e -c' 'xz -dc'
against 'zstd --ultra -22' 'zstd -q --ultra -22 --long=27 -c' 'zstd -q -d --long=27 -c'
against 'PPMd, order 16' ppmd unppmd
learned 'rnn, characters' "$folder/model"
learned 'rnn, characters, --dynamic' "$folder/model" --dynamic
learned 'rnn, characters, the model inside, bf16' "$folder/model" --with-model --weights bf16
learned 'rnn, bytes' "$folder/bytes"

(($# == 2)) || exit 0
awk 'NR % 10 != 0' "$2" >"$known"
awk 'NR % 10 == 0' "$2" >"$part"
bytes=$(size "$part")
records=$(wc -l <"$part")
"$rnn" train "$known" "${train[@]}" --records lines --out "$folder/lines" >/dev/null 2>>"$folder/log"
mkdir "$folder/each"
split -l 1 -a 6 "$part" "$folder/each/"
split -l 1 -a 6 "$known" "$folder/learn" && zstd -q --train --maxdict=112640 "$folder"/learn* -o "$folder/dictionary" -f

# each COMMAND: the bytes of all records, each compressed by itself.
each() {
  local file
  for file in "$folder"/each/*; do eval "$1" <"$file"; done | wc -c
}

with_dictionary() {
  zstd -q -19 --no-check --no-dictID -D "$folder/dictionary" -c
}

echo
echo "$records of the records, $bytes bytes, each by itself"
echo
echo "| | bytes a record | bits a byte |"
echo "|---|---:|---:|"
of_records() {
  awk -v name="$1" -v bytes="$2" -v records="$records" -v of="$bytes" \
    'BEGIN { printf "| %s | %.1f | %.3f |\n", name, bytes / records, 8 * bytes / of }'
}
of_records 'as they stand' "$bytes"
of_records 'gzip -9' "$(each 'gzip -9 -n -c')"
of_records 'zstd -19' "$(each 'zstd -q -19 --no-check -c')"
of_records 'zstd -19, with a dictionary' "$(each with_dictionary)"
"$rnn" compress "$folder/lines" "$part" --by-record --force --out "$packed" 2>>"$folder/log"
"$rnn" decompress "$folder/lines" "$packed" --force --out "$back" 2>>"$folder/log"
cmp -s "$part" "$back" || { echo "rnn gave something else back" >&2; exit 1; }
of_records 'rnn, with their lengths and the head of the file' "$(size "$packed")"
