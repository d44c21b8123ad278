#!/usr/bin/env bash
# GetRecommendations under wrk beside /healthz. DATA=folder; by default MovieLens 1M if it is there, else a generated shop.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk >/dev/null || { echo "bench-serve needs wrk: apt-get install wrk" >&2; exit 1; }
attune=build/release/bin/attune
data=${DATA:-}
archive=${ATTUNE_TEST_DATA:-../shared/data}/ml-1m.tar.zst
if [ -z "$data" ]; then
  data=build/bench/data
  mkdir -p "$data"
  if [ -f "$archive" ]; then
    [ -d "$data/ml-1m" ] || tar -I zstd -C "$data" -xf "$archive"
    data=$data/ml-1m
  else
    [ -d "$data/shop" ] || "$attune" generate --out "$data/shop" --users 6000 --items 3500 --interactions 1000000 --seed 1
    data=$data/shop
  fi
fi
exec build/venv/bin/python bench/bench_serve.py "$attune" build/bench/serve.json "$data" "${EPOCHS:-3}"
