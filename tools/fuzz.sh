#!/usr/bin/env bash
# fuzz.sh SECONDS: builds the fuzz targets, replays each corpus, then fuzzes each target that long.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?usage: fuzz.sh SECONDS}
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target fuzzers | tail -2
for program in build/fuzz/bin/fuzz_*; do
  name=${program##*/fuzz_}
  mkdir -p "build/fuzz/found/$name" "fuzz/corpus/$name"
  echo "fuzz: $name, $(find "fuzz/corpus/$name" -type f | wc -l) corpus files"
  find "fuzz/corpus/$name" -type f -print0 | xargs -0 -r "$program" -artifact_prefix="build/fuzz/found/$name/" >/dev/null 2>"build/fuzz/$name.log" \
    || { tail -30 "build/fuzz/$name.log"; exit 1; }
  [ "$seconds" -eq 0 ] || "$program" -max_total_time="$seconds" -max_len=65536 -timeout=10 -print_final_stats=0 \
    -artifact_prefix="build/fuzz/found/$name/" "build/fuzz/found/$name" "fuzz/corpus/$name" 2>"build/fuzz/$name.log" >/dev/null \
    || { tail -30 "build/fuzz/$name.log"; exit 1; }
done
