"""A training over several processes is the training of one."""
import os
import random
import shutil
import subprocess

import pytest

from conftest import ATTUNE

MPIRUN = shutil.which("mpirun")
LINKS_MPI = "libmpi" in subprocess.run(["ldd", ATTUNE], capture_output=True, text=True).stdout
PARTS = ["weights.safetensors", "interactions.attune"]


@pytest.fixture(scope="module")
def interactions(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "interactions.csv"
    source = random.Random(5)
    with open(path, "w") as file:
        file.write("USER_ID,ITEM_ID,TIMESTAMP\n")
        for user in range(60):
            item = source.randrange(40)
            for step in range(source.randrange(5, 40)):
                item = (item + source.choice([1, 1, 1, 2, 7])) % 40
                file.write(f"u{user},i{item},{1_600_000_000 + 3600 * step + user}\n")
    return path


def train(interactions, out, recipe, workers, processes=1, parameters=()):
    command = [ATTUNE, "train", "--interactions", interactions, "--recipe", recipe, "--out", out, "--workers", workers,
               "--parameter", "epochs=3", "--allow-small-data", "--final", "holdout", "--progress", "none"]
    for parameter in parameters:
        command += ["--parameter", parameter]
    if processes > 1:
        command = [MPIRUN, "--oversubscribe", "--allow-run-as-root", "-np", processes] + command
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {name: (out / name).read_bytes() for name in PARTS}


@pytest.mark.skipif(not MPIRUN or not LINKS_MPI, reason="no mpirun, or a build without MPI")
@pytest.mark.parametrize("processes,workers", [(2, 1), (3, 2)])
@pytest.mark.parametrize("recipe,parameters", [
    ("aws-hrnn", ["hidden_dimension=32"]),
    ("aws-hrnn", ["hidden_dimension=32", "full_softmax_items=0", "sampled_negatives=16", "precision=fp32"]),
    ("aws-user-personalization-v2", ["hidden_dimension=32"]),
])
def test_processes_make_the_model_of_one_process_bit_for_bit(tmp_path, interactions, recipe, parameters, processes, workers):
    alone = train(interactions, tmp_path / "alone", recipe, processes * workers, parameters=parameters)
    together = train(interactions, tmp_path / "together", recipe, workers, processes, parameters)
    assert alone == together


@pytest.mark.skipif(not MPIRUN or not LINKS_MPI, reason="no mpirun, or a build without MPI")
def test_a_failure_ends_all_processes(tmp_path, interactions):
    out = tmp_path / "taken"
    out.mkdir()
    command = [MPIRUN, "--oversubscribe", "--allow-run-as-root", "-np", "2", ATTUNE, "train", "--interactions",
               str(interactions), "--recipe", "aws-hrnn", "--out", str(out), "--allow-small-data"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "already exists" in done.stderr


def test_a_build_without_mpi_says_so(tmp_path, interactions):
    if LINKS_MPI:
        pytest.skip("a build with MPI")
    done = subprocess.run([ATTUNE, "train", "--interactions", str(interactions), "--recipe", "aws-hrnn", "--out",
                           str(tmp_path / "out")], capture_output=True, text=True,
                          env=dict(os.environ, OMPI_COMM_WORLD_SIZE="2"))
    assert done.returncode == 2
    assert "built without MPI" in done.stderr
