#!/usr/bin/env bash
# About 10 s. New items found by exploration, and its cost, by weight: a table, build/bench/exploration.json and .svg.
set -euo pipefail
cd "$(dirname "$0")/.."
build/release/bin/exploration build/bench
