#!/usr/bin/env bash
# Training beside PyTorch on the same CPU, network and batches. PYTHON=an interpreter that has torch; by default
# Debian's (apt-get install python3-torch), for PyPI's needs the libraries of a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-/usr/bin/python3}
"$python" -c "import torch" 2>/dev/null || { echo "bench-train needs torch: apt-get install python3-torch, or PYTHON=..." >&2; exit 1; }
exec "$python" bench/bench_train.py build/release/bin/train_bench build/bench/train.json
