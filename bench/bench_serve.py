"""Requests per second and latency of GetRecommendations beside the same server's /healthz, in one run with wrk.

usage: bench_serve.py ATTUNE OUT.json DATA_FOLDER [EPOCHS]
DATA_FOLDER has interactions.csv and items.csv (MovieLens 1M where it is there, else a generated shop of that size).
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from conftest import INTERACTIONS_SCHEMA, Group, Server, rows_of  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = os.environ.get("BENCH_SECONDS", "10")


def wrk(script, url, **environment):
    done = subprocess.run(["wrk", "-t2", "-c16", f"-d{SECONDS}s", "-s", str(HERE / script), url], check=True,
                          capture_output=True, text=True, env=dict(os.environ, **environment))
    found = re.search(r"RESULT rps=(\d+) p50_us=(\d+) p99_us=(\d+) errors=(\d+)", done.stdout)
    rps, p50, p99, errors = map(int, found.groups())
    return {"rps": rps, "p50_us": p50, "p99_us": p99, "errors": errors}


def resident_mib(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


def main():
    attune, out, data = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    epochs = sys.argv[4] if len(sys.argv) > 4 else "3"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-bench-"))
    server = Server(folder, file_roots=[data.resolve()]).start()
    try:
        group = Group(server, "bench")
        group.add_dataset("Interactions", INTERACTIONS_SCHEMA)
        group.import_data("Interactions", f"file://{data.resolve()}/interactions.csv")
        schema = subprocess.run([attune, "schema", str(data / "items.csv"), "--type", "Items"], check=True,
                                capture_output=True, text=True).stdout
        group.add_dataset("Items", schema)
        group.import_data("Items", f"file://{data.resolve()}/items.csv")
        version = group.train("aws-user-personalization",
                              solutionConfig={"algorithmHyperParameters": {"epochs": epochs}})
        campaign = group.deploy(version, "bench")
        history = group.add_filter("history", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
        users = folder / "users.txt"
        users.write_text("\n".join(sorted({row["USER_ID"] for row in rows_of(data / "interactions.csv")})))
        environment = {"CAMPAIGN_ARN": campaign, "USERS_FILE": str(users)}
        wrk("recommendations.lua", server.endpoint, **environment)  # warms every user's state
        health = wrk("health.lua", server.endpoint + "/healthz")
        plain = wrk("recommendations.lua", server.endpoint, **environment)
        filtered = wrk("recommendations.lua", server.endpoint, FILTER_ARN=history, **environment)
        rss = resident_mib(server.process.pid)
    finally:
        server.stop()
    rows = [
        {"name": "healthz", "value": health["rps"], "unit": "requests/s", "baseline": None, "ratio": None, "target": None},
        {"name": "GetRecommendations", "value": plain["rps"], "unit": "requests/s", "baseline": health["rps"],
         "ratio": plain["rps"] / health["rps"], "target": 0.6},
        {"name": "GetRecommendations p50", "value": plain["p50_us"], "unit": "us", "baseline": health["p50_us"],
         "ratio": plain["p50_us"] / max(1, health["p50_us"]), "target": None},
        {"name": "GetRecommendations p99", "value": plain["p99_us"], "unit": "us", "baseline": health["p99_us"],
         "ratio": plain["p99_us"] / max(1, health["p99_us"]), "target": None},
        {"name": "GetRecommendations, history filtered", "value": filtered["rps"], "unit": "requests/s",
         "baseline": plain["rps"], "ratio": filtered["rps"] / plain["rps"], "target": 0.85},
        {"name": "errors", "value": health["errors"] + plain["errors"] + filtered["errors"], "unit": "requests",
         "baseline": 0, "ratio": None, "target": 0},
        {"name": "resident memory", "value": round(rss), "unit": "MiB", "baseline": None, "ratio": None, "target": 200},
    ]
    out.write_text(json.dumps(rows, indent=1))
    print(f"{'name':<40}{'value':>12} {'unit':<12}{'baseline':>10}{'ratio':>8}{'target':>8}")
    for row in rows:
        text = lambda value: "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
        print(f"{row['name']:<40}{text(row['value']):>12} {row['unit']:<12}{text(row['baseline']):>10}"
              f"{text(row['ratio']):>8}{text(row['target']):>8}")


if __name__ == "__main__":
    main()
