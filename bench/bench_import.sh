#!/bin/bash
# Measures the import of a CSV of interactions beside `wc -l` and pandas, in one run.
# usage: bench/bench_import.sh interactions.csv   (after building the preset `release`)
set -euo pipefail
csv=${1:?usage: bench/bench_import.sh interactions.csv}
root=$(cd "$(dirname "$0")/.." && pwd)
build=${ATTUNE_BUILD:-$root/build/release}
out=$root/build/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

python3 -m venv "$work/venv" >/dev/null 2>&1 && timeout 60 "$work/venv/bin/pip" install -q pandas >/dev/null 2>&1 || true
ATTUNE_BENCH_CSV=$csv "$build/bin/import_bench" --benchmark_format=json >"$work/attune.json" 2>/dev/null
rm -f "$csv.segment"
python=python3
[ -x "$work/venv/bin/python" ] && python=$work/venv/bin/python
CSV=$csv WORK=$work OUT=$out/import.json "$python" - <<'PY'
import json, os, subprocess, time

csv = os.environ["CSV"]
runs = json.load(open(os.environ["WORK"] + "/attune.json"))["benchmarks"]
rates = {run["name"].split("/")[0]: run["items_per_second"] for run in runs}

begin = time.perf_counter()
rows = int(subprocess.check_output(["wc", "-l", csv]).split()[0]) - 1
baselines = {"wc -l": rows / (time.perf_counter() - begin)}
try:
    import pandas
    begin = time.perf_counter()
    pandas.read_csv(csv)
    baselines["pandas.read_csv"] = rows / (time.perf_counter() - begin)
except ImportError:
    print("pandas is not available: no such baseline")

results = []
for baseline, rate in baselines.items():
    value = rates["import_interactions"]
    results.append({"name": f"import, beside {baseline}", "value": value, "unit": "rows/s",
                    "baseline": rate, "ratio": value / rate, "target": 1e6})
results.append({"name": "load_interactions", "value": rates["load_sequences"], "unit": "rows/s",
                "baseline": None, "ratio": None, "target": 2.5e6})
json.dump(results, open(os.environ["OUT"], "w"), indent=1)
print(f"{rows} rows, {os.path.getsize(csv) / 1e6:.0f} MB")
for r in results:
    beside = "" if r["baseline"] is None else f"  baseline {r['baseline']:>12,.0f}  ratio {r['ratio']:.2f}"
    print(f"{r['name']:32} {r['value']:>12,.0f} {r['unit']}{beside}  target {r['target']:,.0f}")
PY
