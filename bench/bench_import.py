"""Rows a second of the import (CSV to segment) and of the load (segment to sequences) beside `wc -l` and pandas, in one run.

usage: bench_import.py IMPORT_BENCH OUT.json INTERACTIONS_CSV
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

TARGET = 1_000_000  # rows a second

def main():
    program, out, csv = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    begin = time.perf_counter()
    rows = int(subprocess.check_output(["wc", "-l", csv]).split()[0]) - 1
    wc = rows / (time.perf_counter() - begin)
    environment = dict(os.environ, ATTUNE_BENCH_CSV=str(csv.resolve()))
    done = subprocess.Popen([program, "--benchmark_format=json"], stdout=subprocess.PIPE, env=environment)
    runs = json.loads(done.communicate()[0])["benchmarks"]
    rates = {run["name"].split("/")[0]: run["items_per_second"] for run in runs}

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    csv.with_name(csv.name + ".segment").unlink(missing_ok=True)
    import pandas
    begin = time.perf_counter()
    pandas.read_csv(csv)
    pandas_rate = rows / (time.perf_counter() - begin)
    imported, loaded = rates["import_interactions"], rates["load_sequences"]
    results = [
        {"name": "import beside pandas.read_csv", "value": imported, "unit": "rows/s", "baseline": pandas_rate,
         "ratio": imported / pandas_rate, "target": TARGET},
        {"name": "import beside wc -l", "value": imported, "unit": "rows/s", "baseline": wc, "ratio": imported / wc,
         "target": TARGET},
        {"name": "load into sequences", "value": loaded, "unit": "rows/s", "baseline": None, "ratio": None,
         "target": None},
        {"name": "peak memory of import and load", "value": peak, "unit": "MiB", "baseline": None, "ratio": None,
         "target": None},
    ]
    out.write_text(json.dumps(results, indent=1))
    print(f"{rows:,} rows, {csv.stat().st_size / 1e6:.0f} MB")
    print(f"{'name':<34}{'value':>14} {'unit':<8}{'baseline':>14}{'ratio':>8}{'target':>12}")
    for row in results:
        baseline = "-" if row["baseline"] is None else f"{row['baseline']:,.0f}"
        ratio = "-" if row["ratio"] is None else f"{row['ratio']:.2f}"
        target = "-" if row["target"] is None else f"{row['target']:,}"
        print(f"{row['name']:<34}{row['value']:>14,.0f} {row['unit']:<8}{baseline:>14}{ratio:>8}{target:>12}")

if __name__ == "__main__":
    main()
