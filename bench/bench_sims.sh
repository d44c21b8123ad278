#!/usr/bin/env bash
# Similar items by counting, beside implicit's item-item kNN in the same run, both on two threads; accuracy of counting models; and
# a generated case of ten million events. DATA=file: a sequence file ("user item" a line), by default MovieLens 1M if it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/bench/data
data=${DATA:-}
archive=${ATTUNE_TEST_DATA:-../shared/data}/ml-1m.tar.zst
if [ -z "$data" ] && [ -f "$archive" ]; then
  [ -d build/bench/data/ml-1m ] || tar -I zstd -C build/bench/data -xf "$archive"
  data=build/bench/data/ml-1m/sasrec_ml-1m.txt
fi
build/venv/bin/python -c 'import implicit' 2>/dev/null || build/venv/bin/pip install --quiet implicit
OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 exec build/venv/bin/python bench/bench_sims.py build/release/bin build/bench/sims.json "$data"
