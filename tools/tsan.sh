#!/usr/bin/env bash
# Builds and runs the suites of the rooms that own threads under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
suites=(foundation_concurrency foundation_database domain_events service_sessions service_campaigns service_jobs)
cmake --preset tsan >/dev/null
cmake --build --preset tsan --target "${suites[@]/%/_test}"
for suite in "${suites[@]}"; do "build/tsan/bin/${suite}_test" --gtest_brief=1; done
