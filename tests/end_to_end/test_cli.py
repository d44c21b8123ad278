"""The command line as people use it: the built binary, real files, exit codes."""
import json
import os
import random
import signal
import subprocess
import time

import pytest

from conftest import ATTUNE

KEYS = {"coverage", "mean_reciprocal_rank_at_25"} | {
    f"{metric}_at_{depth}" for metric in ("normalized_discounted_cumulative_gain", "precision") for depth in (5, 10, 25)}


def attune(*arguments, code=0):
    done = subprocess.run([ATTUNE, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode == code, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """120 users who walk round one of four aisles of ten items."""
    directory = tmp_path_factory.mktemp("shop")
    rng = random.Random(5)
    with open(directory / "interactions.csv", "w") as file:
        file.write("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n")
        for user in range(120):
            aisle, at, now = user % 4, rng.randrange(10), 1_600_000_000
            for _ in range(24):
                now += rng.randrange(1, 1000)
                at = (at + rng.choice((1, 1, 1, 2))) % 10
                file.write(f"u{user},i{aisle}{at},{now},{rng.choice(('click', 'buy'))}\n")
    with open(directory / "items.csv", "w") as file:
        file.write("ITEM_ID,GENRES,TITLE\n")
        for aisle in range(4):
            for at in range(10):
                file.write(f"i{aisle}{at},Aisle {aisle}|All,Thing {aisle}-{at}\n")
    return directory


@pytest.fixture(scope="module")
def sims(shop, tmp_path_factory):
    out = tmp_path_factory.mktemp("models") / "sims"
    attune("train", "--data", shop, "--recipe", "aws-sims", "--out", out, "--progress", "none",
           "--parameter", "max_item_interaction_count_percentile=1.0")
    return out


def test_train_prints_the_metrics_beside_the_baselines(shop, tmp_path):
    done = attune("train", "--data", shop, "--recipe", "aws-popularity-count", "--out", tmp_path / "model")
    assert all(key in done.stdout for key in KEYS)
    assert all(name in done.stdout for name in ("popularity", "repeat-last", "item-knn"))
    assert sorted(os.listdir(tmp_path / "model")) == ["interactions.attune", "manifest.json", "weights.safetensors"]


def test_train_tells_programs_in_json_lines(shop, tmp_path):
    done = attune("train", "--data", shop, "--recipe", "aws-sims", "--out", tmp_path / "model", "--progress", "json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1]["stage"] == "done"
    assert set(lines[-1]["manifest"]["metrics"]) == KEYS
    fractions = [line["fraction"] for line in lines[:-1]]
    assert fractions == sorted(fractions)


def test_the_same_seed_gives_the_same_files(shop, tmp_path):
    for name in ("a", "b"):
        attune("train", "--data", shop, "--recipe", "aws-sims", "--out", tmp_path / name, "--seed", 3, "--progress", "none")
    assert (tmp_path / "a/weights.safetensors").read_bytes() == (tmp_path / "b/weights.safetensors").read_bytes()
    first, second = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("a", "b"))
    assert first["metrics"] == second["metrics"] and first["data_fingerprint"] == second["data_fingerprint"]


def test_train_filters_by_event_type(shop, tmp_path):
    attune("train", "--data", shop, "--recipe", "aws-popularity-count", "--out", tmp_path / "all", "--progress", "none")
    attune("train", "--data", shop, "--recipe", "aws-popularity-count", "--out", tmp_path / "buy", "--progress", "none",
           "--event-type", "BUY")
    counts = [int(next(line.split()[-1] for line in attune("inspect", tmp_path / name).stdout.splitlines()
                       if line.startswith("interactions  "))) for name in ("all", "buy")]
    assert counts[0] == 120 * 24 and 0 < counts[1] < counts[0]


def test_recommend_for_a_user_stays_in_the_aisle(shop, tmp_path):
    attune("train", "--data", shop, "--recipe", "aws-hrnn", "--out", tmp_path / "hrnn", "--progress", "none",
           "--parameter", "hidden_dimension=32", "--parameter", "epochs=10", "--final", "holdout")
    done = attune("recommend", "--model", tmp_path / "hrnn", "--user", "u2", "-k", 5, "--items", shop / "items.csv")
    listed = done.stdout[done.stdout.index("score"):].splitlines()[2:]
    assert len(listed) == 5
    assert sum("Thing 2-" in line for line in listed) >= 4


def test_recommend_for_an_item_lists_its_aisle(sims):
    done = attune("recommend", "--model", sims, "--item", "i30", "-k", 9)
    items = done.stdout.split()[2:]
    assert len(items) == 9 and all(item.startswith("i3") for item in items)


def test_recommend_from_a_history(sims):
    assert "i1" in attune("recommend", "--model", sims, "--history", "i10,i11").stdout
    assert "no item" in attune("recommend", "--model", sims, "--history", "nothing", code=2).stderr
    assert "unknown user" in attune("recommend", "--model", sims, "--user", "stranger").stderr


def test_evaluate_writes_what_it_prints(shop, tmp_path):
    done = attune("evaluate", "--data", shop, "--protocol", "leave-one-out", "--seen", "allow", "--recipe", "aws-sims",
                  "--baselines", "popularity,transitions", "--json", tmp_path / "out.json", "--progress", "none")
    result = json.loads((tmp_path / "out.json").read_text())
    assert [standing["name"] for standing in result["standings"]] == ["aws-sims", "popularity", "transitions"]
    for standing in result["standings"]:
        metric = standing["metrics"]["normalized_discounted_cumulative_gain_at_10"]
        assert metric["low"] <= metric["mean"] <= metric["high"]
        assert f"{metric['mean']:.4f}" in done.stdout


def test_evaluate_reads_sequence_files(tmp_path):
    path = tmp_path / "sequences.txt"
    path.write_text("".join(f"u{user} i{(user + step) % 20}\n" for user in range(60) for step in range(6)))
    attune("evaluate", "--sequence-file", path, "--protocol", "leave-one-out", "--baselines", "transitions",
           "--json", tmp_path / "out.json")
    standing = json.loads((tmp_path / "out.json").read_text())["standings"][0]
    assert standing["metrics"]["hit_rate_at_10"]["mean"] == 1.0
    path.write_text("only-one-word\n")
    assert "sequences.txt:1" in attune("evaluate", "--sequence-file", path, "--baselines", "popularity", code=2).stderr


def test_rows_may_count_in_file_order(tmp_path):
    path = tmp_path / "interactions.csv"
    rows = [f"u{user},i{(user + step) % 20},{100 - step}" for user in range(60) for step in range(6)]
    path.write_text("USER_ID,ITEM_ID,TIMESTAMP\n" + "\n".join(rows) + "\n")
    hits = {}
    for order in ("file", "time"):
        attune("evaluate", "--interactions", path, "--order", order, "--protocol", "leave-one-out",
               "--baselines", "transitions", "--json", tmp_path / f"{order}.json")
        standing = json.loads((tmp_path / f"{order}.json").read_text())["standings"][0]
        hits[order] = standing["metrics"]["hit_rate_at_10"]["mean"]
    assert hits == {"file": 1.0, "time": 1.0}


def test_inspect_shows_a_solution_and_its_files(sims):
    shown = attune("inspect", sims).stdout
    assert "aws-sims" in shown and "popularity_discount_factor" in shown and "weights.safetensors" in shown
    assert "neighbours" in attune("inspect", sims / "weights.safetensors").stdout
    assert "fingerprint" in attune("inspect", sims / "interactions.attune").stdout


@pytest.mark.parametrize("arguments, words", [
    (["train", "--recipe", "aws-sims", "--out", "x"], "no data"),
    (["train", "--data", "/nowhere", "--recipe", "aws-sims", "--out", "x"], "/nowhere"),
    (["train", "--data", "DATA", "--recipe", "aws-wonder", "--out", "x"], "aws-hrnn"),
    (["train", "--data", "DATA", "--recipe", "aws-sims", "--out", "DATA"], "already exists"),
    (["train", "--data", "DATA", "--recipe", "aws-sims", "--out", "x", "--parameter", "bptt"], "name=value"),
    (["train", "--data", "DATA", "--recipe", "aws-sims", "--out", "x", "--parameter", "bptt=3"], "bptt"),
    (["train", "--data", "DATA", "--recipe", "aws-sims", "--out", "x", "--parameter",
      "popularity_discount_factor=2"], "[0, 1]"),
    (["train", "--data", "DATA", "--recipe", "aws-sims", "--out", "x", "--event-type", "sneeze"], "sneeze"),
    (["evaluate", "--data", "DATA"], "nothing to measure"),
    (["evaluate", "--data", "DATA", "--baselines", "oracle"], "transitions"),
    (["recommend", "--model", "/nowhere", "--user", "u1"], "/nowhere"),
    (["inspect", "/nowhere"], "/nowhere"),
    (["dance"], ""),
    ([], ""),
])
def test_a_mistake_exits_with_2_and_says_what_to_do(shop, arguments, words):
    done = attune(*[str(shop) if word == "DATA" else word for word in arguments], code=2)
    assert words in done.stderr


def test_a_damaged_solution_is_refused(sims, tmp_path):
    for name in ("manifest.json", "weights.safetensors", "interactions.attune"):
        copy = tmp_path / name.replace(".", "-")
        subprocess.run(["cp", "-r", sims, copy], check=True)
        (copy / name).write_bytes((copy / name).read_bytes()[:-7])
        attune("recommend", "--model", copy, "--user", "u1", code=2)


def test_help_lists_every_parameter():
    shown = attune("train", "--help").stdout
    assert "popularity_discount_factor=0.5" in shown and "hidden_dimension=149" in shown


def test_a_signal_stops_a_training_and_leaves_nothing(shop, tmp_path):
    process = subprocess.Popen([ATTUNE, "train", "--data", shop, "--recipe", "aws-hrnn", "--out", tmp_path / "model",
                                "--progress", "json", "--parameter", "epochs=1000", "--parameter", "patience=0"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert os.listdir(tmp_path) == []
