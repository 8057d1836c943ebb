#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures rnn4j and its peers on the same work, by turns, and prints a Markdown table.
#
#   benchmarks/compare.sh [OPTION OF rnn bench]...      such as --seconds 1
#
#   ONLY          measure only the rows whose name has this in it, such as C3
#   THREADS       "1 2" by default
#   AVX2          1: everything computes in lanes of 8, where it lets itself be told (ONNX Runtime does not)
#   RNN           the program; ../rnn by default
#   PYTHON        the one that has NumPy and PyTorch; /usr/bin/python3 by default
#   OMP_THREADS   OpenMP threads of Python's PyTorch; 1 by default: Debian's is slowest with two
#
# libtorch and ONNX Runtime come from Maven Central (170 MB, once): benchmarks/peers/java is built when a
# row wants it. A row says which of its peers are not there, and that its best one is not.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
read -ra rnn <<<"${RNN:-$here/../rnn}"
python=${PYTHON:-/usr/bin/python3}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
built=$here/peers/java/target
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

options=("$@")
timing=()
for ((i = 0; i < $#; i++)); do
  case ${options[i]} in
    --seconds | --windows) timing+=("${options[i]}" "${options[i + 1]:-}") ;;
  esac
done
if [[ -n ${AVX2:-} ]]; then
  export RNN_JAVA_OPTS="-XX:UseAVX=2 ${RNN_JAVA_OPTS:-}"
  export ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2
  export MKL_ENABLE_INSTRUCTIONS=AVX2 PEER_OPENBLAS_CORETYPE=Haswell
fi

# number FIELD: of the JSON on standard input, the first of that name.
number() {
  grep -o "\"$1\": *[-0-9.Ee]*" | head -n 1 | sed 's/.*: *//'
}

# Builds the peers in Java, unless they are.
build() {
  [[ -e $built/done && -z $(find "$here/peers/java/pom.xml" "$here/peers/java/src" -newer "$built/done") ]] &&
    return
  mvn -q -B -f "$here/peers/java/pom.xml" process-classes >&2 && touch "$built/done"
}

# model OPTIONS...: an ONNX file of 65 tokens with such a network.
model() {
  local file=$folder/model.onnx given network=()
  for given in "$@"; do
    [[ $given == --sample ]] || network+=("$given")
  done
  "${rnn[@]}" train --text "$(printf '%s' {A..Z} {a..z} {0..9} + - =)+" --steps 1 --seq-length 10 \
    --batch-size 1 --out "$folder/model.safetensors" "${network[@]}" >&2 &&
    "${rnn[@]}" export "$folder/model.safetensors" --to onnx --out "$file" --force >&2 && echo "$file"
}

# measure PEER THREADS OPTIONS...: one line of JSON; nothing if the peer is not there.
measure() {
  local peer=$1 threads=$2 onnx
  shift 2
  {
    case $peer in
      libtorch)
        build && DJL_CACHE_DIR=$built/cache ENGINE_CACHE_DIR=$built/cache OMP_NUM_THREADS=$threads \
          MKL_NUM_THREADS=$threads "$java" -cp "$built/classes:$built/lib/*" peers.LibtorchPeer \
          "$@" ${timing[@]+"${timing[@]}"} --threads "$threads"
        ;;
      onnxruntime)
        build && onnx=$(model "$@") &&
          "$java" -cp "$built/classes:$built/lib/*" peers.OnnxPeer "$@" ${timing[@]+"${timing[@]}"} \
            --threads "$threads" --onnx "$onnx"
        ;;
      *)
        "$python" "$here/peers/$peer.py" "$@" ${timing[@]+"${timing[@]}"} --threads "$threads" \
          --omp-threads "${OMP_THREADS:-1}"
        ;;
    esac
  } 2>"$folder/$peer.log" || true
}

# row NAME WORK "PEER..." OPTIONS... [-- OPTIONS OF OURS ALONE...]: one line of the table for each number
# of threads. The first of the peers is the best where all are there.
row() {
  local name=$1 work=$2 peers=$3 both=()
  shift 3
  [[ $name == *${ONLY:-}* ]] || return 0
  local threads peer found ours theirs others speed
  while (($# > 0)) && [[ $1 != -- ]]; do
    both+=("$1")
    shift
  done
  (($# == 0)) || shift
  for threads in ${THREADS:-1 2}; do
    theirs='' others=''
    for peer in $peers; do
      found=$(measure "$peer" "$threads" "${both[@]}")
      speed=$(number median <<<"$found" || true)
      if [[ -z $speed ]]; then
        [[ $peer != "${peers%% *}" ]] || others+="**its best peer is missing**, "
        others+="no ${peer%_peer}, "
      elif [[ -z $theirs ]] || awk "BEGIN { exit !($speed > $(number median <<<"$theirs")) }"; then
        [[ -z $theirs ]] || others+="$(told "$theirs"), "
        theirs=$found
      else
        others+="$(told "$found"), "
      fi
    done
    ours=$("${rnn[@]}" bench "${both[@]}" "$@" --threads "$threads" --json ${options[@]+"${options[@]}"} 2>/dev/null)
    awk -v name="$name" -v work="$work" -v threads="$threads" -v others="${others%, }" \
      -v peer="$(named "$theirs")" \
      -v theirs="$(number median <<<"$theirs" || true)" -v ours="$(number median <<<"$ours")" \
      -v peak="$(number fraction_of_peak <<<"$ours" || true)" \
      -v memory="$(number peak_memory_bytes <<<"$ours")" \
      -v their_memory="$(number peak_memory_bytes <<<"$theirs" || true)" \
      -v first="$(number first_step_seconds <<<"$ours")" \
      -v their_first="$(number first_step_seconds <<<"$theirs" || true)" 'BEGIN {
        part = peak == "" ? "" : sprintf("%.0f %%", 100 * peak)
        ratio = theirs == "" ? "" : sprintf("%.2f", ours / theirs)
        printf "| %s | %s | %d | %s | %.0f | %.0f | %s | %s | %.0f / %.0f | %.2f / %.2f | %s |\n",
          name, work, threads, peer, theirs, ours, ratio, part,
          their_memory / 1e6, memory / 1e6, their_first, first, others
      }'
  done
}

# named JSON: the peer's name; told JSON: with its speed.
named() {
  sed -n 's/.*"peer": "\([^"]*\)".*/\1/p' <<<"$1"
}

told() {
  printf '%s %.0f' "$(named "$1")" "$(number median <<<"$1")"
}

echo "| | work | threads | best peer | its characters/s | rnn4j's | ratio | of the FMA peak | MB, peer / rnn4j | first step s, peer / rnn4j | others |"
echo "|---|---|---:|---|---:|---:|---:|---:|---:|---:|---|"
row C2 "RNN 1×100, seq 25, batch 1, Adagrad" numpy_peer \
  --model rnn --hidden 100 --seq-length 25 --batch-size 1 --optimizer adagrad
row C3 "LSTM 2×128, seq 50, batch 50, RMSProp" "libtorch torch_peer" \
  --model lstm --layers 2 --hidden 128 --optimizer rmsprop
row C4 "LSTM 2×512, seq 50, batch 64, Adam" "libtorch torch_peer" \
  --model lstm --layers 2 --hidden 512 --batch-size 64 --optimizer adam
row C5-RNN "RNN 2×256, seq 50, batch 50, RMSProp" "libtorch torch_peer" \
  --model rnn --layers 2 --hidden 256 --optimizer rmsprop
row C5-GRU "GRU 2×256, seq 50, batch 50, RMSProp" "libtorch torch_peer" \
  --model gru --layers 2 --hidden 256 --optimizer rmsprop
row C6-128 "sampling, LSTM 2×128" "onnxruntime torch_peer" --model lstm --layers 2 --hidden 128 --sample
row C6-512 "sampling, LSTM 2×512" "onnxruntime torch_peer" --model lstm --layers 2 --hidden 512 --sample
row C6-512-bf16 "the same, our weights in bfloat16" "onnxruntime torch_peer" \
  --model lstm --layers 2 --hidden 512 --sample -- --weights bf16
