"""What end-to-end and crash tests share: the real program, a real S3 implementation, real SDKs."""
import csv
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
import botocore.config
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
ATTUNE = os.environ.get("ATTUNE_BIN", str(ROOT / "build/release/bin/attune"))
DATA = pathlib.Path(os.environ.get("ATTUNE_TEST_DATA", ROOT.parent / "shared/data"))
ROLE = "arn:aws:iam::000000000000:role/attune"
REGION = "eu-west-1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=30):
    deadline = time.time() + seconds
    while time.time() < deadline:
        assert process.poll() is None, "the process ended before it listened"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nothing listens on {port}")


class S3Server:
    """moto's S3, in a process of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [str(pathlib.Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=open(folder / "moto.log", "w"), stderr=subprocess.STDOUT)
        wait_for_port(self.port, self.process, 60)
        self.client = boto3.client("s3", endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id="test",
                                   aws_secret_access_key="test")

    def upload(self, bucket, key, path):
        try:
            self.client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        except self.client.exceptions.BucketAlreadyOwnedByYou:
            pass
        self.client.upload_file(str(path), bucket, key)
        return f"s3://{bucket}/{key}"


class Server:
    """`attune serve` over one data directory; may be killed and started again."""

    def __init__(self, folder, s3=None, options=(), file_roots=()):
        self.folder, self.s3, self.options = folder, s3, list(options)
        self.data_dir = folder / "data"
        self.file_roots = list(file_roots) + [folder]
        self.process = None
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}

    def start(self):
        environment = dict(os.environ, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_REGION=REGION)
        if self.s3:
            environment["ATTUNE_S3_ENDPOINT"] = self.s3.endpoint
        roots = [argument for root in self.file_roots for argument in ("--file-root", str(root))]
        self.log = open(self.folder / "server.log", "a")
        self.process = subprocess.Popen(
            [ATTUNE, "serve", "--data-dir", str(self.data_dir), "--listen", f"127.0.0.1:{self.port}", *roots,
             *self.options], stdout=self.log, stderr=self.log, env=environment, start_new_session=True)
        wait_for_port(self.port, self.process)
        deadline = time.time() + 60
        while self.get("/readyz")[0] != 200:
            assert time.time() < deadline, "the server did not become ready"
            time.sleep(0.05)
        return self

    def get(self, path):
        try:
            with urllib.request.urlopen(self.endpoint + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
        return self.process.returncode if self.process else None

    def client(self, service, **overrides):
        config = botocore.config.Config(region_name=REGION, retries={"max_attempts": 1}, read_timeout=60)
        return boto3.client(service, endpoint_url=self.endpoint, config=config, **{**self.credentials, **overrides})

    @property
    def personalize(self):
        return self.client("personalize")

    @property
    def runtime(self):
        return self.client("personalize-runtime")

    @property
    def events(self):
        return self.client("personalize-events")


def wait_until_done(describe, seconds=300):
    """Polls a describe call until the resource is ACTIVE or has failed, and returns it."""
    deadline = time.time() + seconds
    while time.time() < deadline:
        resource = describe()
        if resource["status"] in ("ACTIVE", "CREATE FAILED", "CREATE STOPPED", "INACTIVE"):
            return resource
        time.sleep(0.05)
    raise AssertionError(f"still {resource['status']} after {seconds} s")


def wait_until_active(describe, seconds=300):
    resource = wait_until_done(describe, seconds)
    assert resource["status"] == "ACTIVE", resource
    return resource


def wait_until_gone(client, describe, seconds=60):
    deadline = time.time() + seconds
    while time.time() < deadline:
        try:
            describe()
        except client.exceptions.ResourceNotFoundException:
            return
        time.sleep(0.05)
    raise AssertionError("not deleted")


def avro(name, *fields):
    return json.dumps({"type": "record", "name": name, "namespace": "com.amazonaws.personalize.schema",
                       "version": "1.0", "fields": list(fields)})


FAST_MODEL = {"solutionConfig": {"algorithmHyperParameters": {"epochs": "6", "hidden_dimension": "32"}}}
INTERACTIONS_SCHEMA = avro(
    "Interactions", {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
    {"name": "EVENT_VALUE", "type": ["null", "float"]})


class Group:
    """A dataset group with its data, as a client program builds it."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.personalize = server.personalize
        self.arn = self.personalize.create_dataset_group(name=name)["datasetGroupArn"]
        wait_until_active(
            lambda: self.personalize.describe_dataset_group(datasetGroupArn=self.arn)["datasetGroup"], 30)
        self.datasets = {}

    def add_dataset(self, kind, schema_text):
        schema = self.personalize.create_schema(name=f"{self.name}-{kind}", schema=schema_text)["schemaArn"]
        arn = self.personalize.create_dataset(name=f"{self.name}-{kind}", schemaArn=schema, datasetGroupArn=self.arn,
                                              datasetType=kind)["datasetArn"]
        wait_until_active(lambda: self.personalize.describe_dataset(datasetArn=arn)["dataset"], 30)
        self.datasets[kind] = arn
        return arn

    def start_import(self, kind, location, name=None, **options):
        return self.personalize.create_dataset_import_job(
            jobName=name or f"{self.name}-{kind}", datasetArn=self.datasets[kind],
            dataSource={"dataLocation": location}, roleArn=ROLE, **options)["datasetImportJobArn"]

    def describe_import(self, arn):
        return self.personalize.describe_dataset_import_job(datasetImportJobArn=arn)["datasetImportJob"]

    def import_data(self, kind, location, **options):
        arn = self.start_import(kind, location, **options)
        return wait_until_active(lambda: self.describe_import(arn))

    def start_training(self, recipe, name=None, **options):
        solution = self.personalize.create_solution(
            name=name or f"{self.name}-{recipe}", datasetGroupArn=self.arn,
            recipeArn=f"arn:aws:personalize:::recipe/{recipe}", **options)["solutionArn"]
        wait_until_active(lambda: self.personalize.describe_solution(solutionArn=solution)["solution"], 30)
        return self.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]

    def describe_version(self, arn):
        return self.personalize.describe_solution_version(solutionVersionArn=arn)["solutionVersion"]

    def train(self, recipe, **options):
        arn = self.start_training(recipe, **options)
        wait_until_active(lambda: self.describe_version(arn), 900)
        return arn

    def deploy(self, version, name, **config):
        arn = self.personalize.create_campaign(name=name, solutionVersionArn=version, **config)["campaignArn"]
        wait_until_active(lambda: self.personalize.describe_campaign(campaignArn=arn)["campaign"], 60)
        return arn

    def add_filter(self, name, expression):
        arn = self.personalize.create_filter(name=name, datasetGroupArn=self.arn,
                                             filterExpression=expression)["filterArn"]
        wait_until_active(lambda: self.personalize.describe_filter(filterArn=arn)["filter"], 30)
        return arn

    def add_tracker(self):
        answer = self.personalize.create_event_tracker(name=f"{self.name}-tracker", datasetGroupArn=self.arn)
        wait_until_active(lambda: self.personalize.describe_event_tracker(
            eventTrackerArn=answer["eventTrackerArn"])["eventTracker"], 30)
        return answer["trackingId"]


def rows_of(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def s3(tmp_path_factory):
    server = S3Server(tmp_path_factory.mktemp("s3"))
    yield server
    server.process.kill()


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """A generated shop: interactions.csv, items.csv, users.csv and their schemas."""
    folder = tmp_path_factory.mktemp("shop")
    subprocess.run([ATTUNE, "generate", "--out", str(folder), "--users", "400", "--items", "300", "--interactions",
                    "20000", "--seed", "11"], check=True, capture_output=True)
    return folder


@pytest.fixture
def server(tmp_path, s3, shop):
    server = Server(tmp_path, s3, file_roots=[shop]).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def ml_100k(tmp_path_factory):
    archive = DATA / "ml-100k.tar.zst"
    if not archive.exists():
        pytest.skip(f"no {archive}")
    folder = tmp_path_factory.mktemp("movielens")
    subprocess.run(["tar", "-I", "zstd", "-C", str(folder), "-xf", str(archive)], check=True)
    return folder / "ml-100k"
