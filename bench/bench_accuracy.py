"""Accuracy of recipes and baselines beside published figures; bench_accuracy.sh says how it is steered.

usage: bench_accuracy.py ATTUNE OUT_FOLDER DATA_FOLDER
"""
import dataclasses
import hashlib
import json
import os
import pathlib
import statistics
import subprocess
import sys

NDCG = "normalized_discounted_cumulative_gain_at_10"
CARD_A = ["--sequence-file", "ml-1m/sasrec_ml-1m.txt", "--protocol", "leave-one-out", "--history-max", "200"]
BEAUTY = ["--data", "amazon-beauty", "--protocol", "leave-one-out", "--history-max", "50"]
# As Gusak et al. 2025: 5-core, no repeats, newest 128 events, users without a past too.
TIME_SPLIT = ["--data", "ml-1m", "--protocol", "time-split", "--quantile", "0.9", "--asked", "last", "--core", "5",
              "--drop-repeats", "--history-max", "128", "--new-users", "include"]
PATHS = {"--sequence-file", "--data"}  # options whose value is inside the data folder


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    protocol: list
    contestant: str  # "recipe:parameter=value:..." or the name of a baseline
    published: float | None
    target: float | None
    is_baseline: bool = False


HRNN = "aws-user-personalization"
TRANSFORMER = "aws-user-personalization-v2"
ALONE = ":short_term_channel=false"
SHORT = ":sequence_length=50"
# Chosen on the validation of card A; its file has no times, so recency says nothing.
WIDE = ":hidden_dimension=192:input_dropout=0.25:output_dropout=0.4:epochs=35:patience=0:recency_mask=false:validation_user_share=0.5"
ROWS = [
    Row("ml-1m-hrnn-alone", CARD_A, HRNN + WIDE + ALONE, .1648, .170),
    Row("ml-1m-hrnn", CARD_A, HRNN + WIDE, .1853, .186),
    Row("ml-1m-transformer-alone", CARD_A, TRANSFORMER + ALONE, .1857, .180),
    Row("ml-1m-transformer", CARD_A, TRANSFORMER, .1893, .190),
    Row("beauty-hrnn", BEAUTY, HRNN + SHORT, .0520, .054),
    Row("beauty-transformer", BEAUTY, TRANSFORMER + SHORT, .0520, .054),
    Row("ml-1m-time-hrnn", TIME_SPLIT, HRNN, .0948, .0948),
    Row("ml-1m-time-transformer", TIME_SPLIT, TRANSFORMER, .0948, .0948),
    Row("ml-1m-time-popularity", TIME_SPLIT, "popularity", None, None, True),
    Row("ml-1m-time-recent-popularity", TIME_SPLIT, "recent-popularity", None, None, True),
    Row("ml-1m-time-transitions", TIME_SPLIT, "transitions", None, None, True),
    Row("ml-1m-sims-cosine", CARD_A, "sims-last", .0795, .0795, True),
    Row("ml-1m-transitions", CARD_A, "transitions", .1599, .158, True),
    Row("ml-1m-item-knn", CARD_A, "item-knn", None, None, True),
    Row("beauty-transitions", BEAUTY, "transitions", None, None, True),
]


def arguments_of(row, seed, data):
    words, protocol = [], list(row.protocol)
    for index, word in enumerate(protocol):
        words.append(str(data / word) if index and protocol[index - 1] in PATHS else word)
    if row.is_baseline:
        return words + ["--baselines", row.contestant]
    epochs = os.environ.get("EPOCHS")
    return words + ["--recipe", row.contestant + (f":epochs={epochs}" if epochs else ""), "--seeds", str(seed)]


def measure(attune, row, seed, folder, data, may_run):
    """The metrics of one run, from its file if it has been done with the same arguments; none without."""
    words = arguments_of(row, seed, data)
    mark = hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]
    path = folder / f"{row.name}.{seed}.{mark}.json"
    if not path.exists():
        if not may_run:
            return None
        print(f"{row.name}, seed {seed}: attune evaluate {' '.join(words)}", flush=True)
        partial = path.with_suffix(".partial")
        done = subprocess.run([attune, "evaluate", *words, "--json", str(partial), "--progress", "bar"],
                              stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return None
        partial.rename(path)
    standing = json.loads(path.read_text())["standings"][0]
    return {"ndcg": standing["metrics"][NDCG]["mean"], "hit": standing["metrics"]["hit_rate_at_10"]["mean"],
            "seconds": standing["fit_seconds"]}


def report(row, runs):
    mean = {key: statistics.fmean(run[key] for run in runs) for key in runs[0]}
    return {"name": row.name, "value": mean["ndcg"], "unit": "NDCG@10", "baseline": row.published,
            "ratio": mean["ndcg"] / row.published if row.published else None, "target": row.target,
            "hit_rate_at_10": mean["hit"], "fit_seconds": mean["seconds"], "seeds": len(runs),
            "deviation": statistics.stdev(run["ndcg"] for run in runs) if len(runs) > 1 else None}


def show(results):
    def text(value):
        return "-" if value is None else f"{value:.4f}"

    print(f"{'row':<30}{'NDCG@10':>9}{'s.d.':>8}{'HR@10':>8}{'seeds':>7}{'fit, s':>9}{'published':>11}{'target':>8}")
    for row in results:
        print(f"{row['name']:<30}{row['value']:>9.4f}{text(row['deviation']):>8}{row['hit_rate_at_10']:>8.4f}"
              f"{row['seeds']:>7}{row['fit_seconds']:>9.1f}{text(row['baseline']):>11}{text(row['target']):>8}")


def main():
    attune, out, data = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    wanted = os.environ.get("ROWS", "").split()
    if wanted == ["list"]:
        return print("\n".join(f"{row.name:<30}{row.contestant}" for row in ROWS))
    if unknown := set(wanted) - {row.name for row in ROWS}:
        sys.exit(f"there is no row {', '.join(sorted(unknown))}; ROWS=list shows them")
    seeds = [int(seed) for seed in os.environ.get("SEEDS", "1 2 3").replace(",", " ").split()]
    folder = out / "accuracy"
    folder.mkdir(parents=True, exist_ok=True)
    results, failed = [], []
    for row in ROWS:
        chosen = not wanted or row.name in wanted
        runs = [measure(attune, row, seed, folder, data, chosen) for seed in ([0] if row.is_baseline else seeds)]
        if chosen and None in runs:
            failed.append(row.name)
        if runs := [run for run in runs if run]:
            results.append(report(row, runs))
    (out / "accuracy.json").write_text(json.dumps(results, indent=1))
    show(results)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
