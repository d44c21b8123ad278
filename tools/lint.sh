#!/usr/bin/env bash
# Formatting, spelling, shell scripts and layers; what a machine can decide before a review.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*.h' '*.cc' | xargs clang-format-19 --dry-run --Werror
python3 tools/check_layers.py
git ls-files '*.sh' '.ci/run' | xargs shellcheck
git ls-files | grep -vE '^(tests/golden|fuzz/corpus|LICENSE)' | xargs codespell --ignore-words tools/codespell.txt
