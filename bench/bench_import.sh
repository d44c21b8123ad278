#!/usr/bin/env bash
# Import beside `wc -l` and pandas. CSV=file; by default ROWS (10,000,000) generated interactions.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin
csv=${CSV:-}
if [ -z "$csv" ]; then
  rows=${ROWS:-10000000}
  folder=build/bench/data/shop-$rows
  [ -f "$folder/interactions.csv" ] \
    || "$bin/attune" generate --out "$folder" --users $((rows / 100)) --items 20000 --interactions "$rows" --seed 1
  csv=$folder/interactions.csv
fi
build/venv/bin/python -c "import pandas" 2>/dev/null || build/venv/bin/pip install --quiet pandas
exec build/venv/bin/python bench/bench_import.py "$bin/import_bench" build/bench/import.json "$csv"
