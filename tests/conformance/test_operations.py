"""Every operation against the SDK's own description of it; prints a table of operations and checks."""
import collections

import boto3
import botocore.config
import botocore.utils
import pytest
from botocore.exceptions import ClientError

from conformance import model
from conftest import Server

OPERATIONS = model.operations()
NAMES = [name for _, name in OPERATIONS]
CHECKS = ("missing", "bounds", "unknown", "skeleton")
passed = collections.defaultdict(lambda: collections.Counter())
failed = collections.defaultdict(lambda: collections.Counter())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("conformance")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def clients(server):
    config = botocore.config.Config(region_name=model.REGION, retries={"max_attempts": 0}, parameter_validation=False)
    return {service: boto3.client(service, endpoint_url=server.endpoint, config=config, **server.credentials)
            for service in model.SERVICES}


@pytest.fixture(scope="module", autouse=True)
def table(request):
    yield
    report = request.config.pluginmanager.getplugin("terminalreporter")
    report.write_line("")
    report.write_line(f"{'operation':34}" + "".join(f"{check:>12}" for check in CHECKS))
    for name in NAMES:
        cells = []
        for check in CHECKS:
            good, bad = passed[name][check], failed[name][check]
            cells.append(f"{good}/{good + bad}" if good + bad else "-")
        report.write_line(f"{name:34}" + "".join(f"{cell:>12}" for cell in cells))


def call(client, name, request):
    """The error code of the answer, or None; asserts that the SDK understood it."""
    try:
        answer = model.method_of(client, name)(**request)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert status in (400, 404, 409), error
        assert error.response["Error"].get("Message"), f"{name} refuses without a reason"
        return error.response["Error"]["Code"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    return None


def count(name, check, good):
    (passed if good else failed)[name][check] += 1


@pytest.mark.parametrize("service,name", OPERATIONS, ids=NAMES)
def test_what_breaks_a_rule_is_refused(clients, service, name):
    faults = []
    for check, what, request in model.wrong_requests(service, name):
        code = call(clients[service], name, request)
        good = code in ("InvalidInputException", "TooManyTagKeysException", "TooManyTagsException")
        count(name, check, good)
        if not good:
            faults.append(f"{what}: {code}")
    assert not faults, faults


@pytest.mark.parametrize("service,name", OPERATIONS, ids=NAMES)
def test_what_is_unknown_gets_a_modelled_answer(clients, service, name):
    shape = model.operation_model(service, name).input_shape
    code = call(clients[service], name, model.sample(shape) if shape else {})
    good = code is None or code in model.error_codes(service, name)
    if name.startswith(("Describe", "Delete", "Stop", "Start")):
        good = code == "ResourceNotFoundException"
    count(name, "unknown", good)
    assert good, code


@pytest.mark.parametrize("service,name", OPERATIONS, ids=NAMES)
def test_a_skeleton_gets_a_modelled_answer(clients, service, name):
    """What `aws personalize <operation> --generate-cli-skeleton` prints, sent as it is."""
    shape = model.operation_model(service, name).input_shape
    skeleton = botocore.utils.ArgumentGenerator().generate_skeleton(shape) if shape else {}
    code = call(clients[service], name, skeleton)
    good = code is None or code in model.error_codes(service, name)
    count(name, "skeleton", good)
    assert good, code
