#!/usr/bin/env bash
# Runs every suite; the first failure ends it. Called by `make test` after setup.
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
step() { echo "== $1 ($(date +%H:%M:%S))"; }

step "layers"
python3 tools/check_layers.py
step "build: release"
cmake --preset release >/dev/null
cmake --build --preset release --target attune benches | tail -3
step "build: unit suites with address and undefined-behaviour sanitizers"
cmake --preset asan >/dev/null
cmake --build --preset asan | tail -3
step "unit suites"
ATTUNE_TEST_MOTO=$PWD/build/venv/bin/moto_server ctest --preset asan
step "fuzz targets: corpus replay"
tools/fuzz.sh 0
step "end to end, conformance and crash"
build/venv/bin/pytest -q tests/end_to_end tests/conformance tests/crash
