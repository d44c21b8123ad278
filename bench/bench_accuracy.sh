#!/usr/bin/env bash
# The accuracy of recipes by the protocols of docs/benchmarks.md, through `attune evaluate`. Each (row, seed) is
# kept in build/bench/accuracy and not measured again; the table and build/bench/accuracy.json show all that are kept. ROWS="name ..." (`ROWS=list` shows them), SEEDS="1 2 3",
# EPOCHS=n for every network, ATTUNE_DATA=folder of unpacked data sets (ml-1m, amazon-beauty).
set -euo pipefail
cd "$(dirname "$0")/.."
packed=../shared/data
data=${ATTUNE_DATA:-build/data}
if [ -z "${ATTUNE_DATA:-}" ] && [ -x "$packed/unpack" ]; then
  for name in ml-1m amazon-beauty; do
    [ -d "$data/$name" ] || "$packed/unpack" "$data" "$name"
  done
fi
if [ ! -d "$data" ] && [ "${ROWS:-}" != list ]; then
  echo "bench-accuracy: skipped, there is no data: give ATTUNE_DATA=folder with ml-1m and amazon-beauty"
  exit 0
fi
exec python3 bench/bench_accuracy.py "${ATTUNE:-build/release/bin/attune}" build/bench "$data"
