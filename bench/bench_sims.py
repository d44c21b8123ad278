"""Seconds of item-item neighbours beside implicit's CosineRecommender, and accuracy of counting models.

usage: bench_sims.py BIN_FOLDER OUT.json SEQUENCE_FILE
Without a sequence file the data is generated at MovieLens 1M's size, and the rows of accuracy are left out.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import time

NEIGHBOURS = 100
REPEATS = 3


def generated(path, users=6040, items=3400, length=165):
    rng = random.Random(1)
    with open(path, "w") as out:
        for user in range(users):
            for _ in range(length):
                out.write(f"{user} {int(items ** rng.random())}\n")
    return path


def implicit_seconds(path):
    import numpy
    import scipy.sparse
    from implicit.nearest_neighbours import CosineRecommender
    pairs = numpy.loadtxt(path, dtype=numpy.int64, usecols=(0, 1))
    matrix = scipy.sparse.csr_matrix((numpy.ones(len(pairs), dtype=numpy.float32), (pairs[:, 0], pairs[:, 1])))
    matrix.data[:] = 1  # each pair once
    best = float("inf")
    for _ in range(REPEATS):
        model = CosineRecommender(K=NEIGHBOURS, num_threads=2)
        start = time.perf_counter()
        model.fit(matrix, show_progress=False)
        best = min(best, time.perf_counter() - start)
    return best


def run(binary, *arguments):
    done = subprocess.run([binary, *arguments], check=True, capture_output=True, text=True)
    named = re.findall(r"([\w@ ]+?) ([0-9.e+-]+)(?: s| MiB)?(?:,|  |\n)", done.stdout)
    return {name.strip(): float(value) for name, value in named}


def main():
    folder, out, path = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    known = bool(path)
    path = path or generated(out.parent / "data" / "sims.txt")
    accuracy = str(folder / "counting_accuracy")
    rows = []

    def row(name, value, unit, baseline=None, target=None, ratio=None):
        rows.append({"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio, "target": target})

    baseline = implicit_seconds(path)
    for name, model in (("cosine neighbours", "item-knn"), ("SIMS", "sims")):
        seconds = run(accuracy, path, model, f"k={NEIGHBOURS}", "workers=2", f"time_only={REPEATS}")["fit"]
        row(f"{name}, best of {REPEATS}, against implicit", seconds, "s", baseline, 3, baseline / seconds)
    if known:
        for name, arguments, target in (
                ("SIMS of the last item", ["sims", "min=0"], 0.0795),
                ("SIMS forward, window 5, discount 0", ["sims", "forward=1", "min=0", "discount=0"], 0.1239),
                ("EASE, whole history", ["ease"], 0.0536), ("EASE, decay 0.8", ["ease", "decay=0.8"], 0.1268),
                ("session-kNN", ["session-knn"], None), ("transitions", ["transitions"], 0.158)):
            row(f"{name}, NDCG@10", run(accuracy, path, *arguments)["NDCG@10"], "", target=target)
    shop = run(accuracy, "generated:10000000:1000000", "sims", "min=1", "time_only=1")
    row("SIMS, 10 M events, 1 M items", shop["fit"], "s")
    row("the same, resident at its peak", shop["peak"], "MiB")
    row("the same, resident with the data alone", shop["data"], "MiB")
    out.write_text(json.dumps(rows, indent=1))
    print(f"{'name':<48}{'value':>12} {'unit':<6}{'baseline':>10}{'ratio':>8}{'target':>8}")
    for line in rows:
        text = lambda value: "-" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
        print(f"{line['name']:<48}{text(line['value']):>12} {line['unit']:<6}{text(line['baseline']):>10}"
              f"{text(line['ratio']):>8}{text(line['target']):>8}")


if __name__ == "__main__":
    main()
