"""The server as an operator meets it: health, metrics, keys, limits, shutdown."""
import http.client
import subprocess

import botocore.exceptions
import pytest

from conftest import ATTUNE, Server


def test_health_and_metrics_answer_without_a_signature(server):
    assert server.get("/healthz")[0] == 200
    assert server.get("/readyz")[0] == 200
    server.personalize.list_recipes()
    status, text = server.get("/metrics")
    assert status == 200 and "ListRecipes" in text


def test_an_unknown_path_and_an_unknown_operation_are_clean_errors(server):
    assert server.get("/no-such-path")[0] == 404
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("POST", "/", body="{}", headers={"X-Amz-Target": "AmazonPersonalize.MakeCoffee"})
    answer = connection.getresponse()
    assert answer.status == 400 and b"UnknownOperationException" in answer.read()
    connection.request("POST", "/", body="{", headers={"X-Amz-Target": "AmazonPersonalize.ListSchemas"})
    answer = connection.getresponse()
    assert answer.status == 400 and b"SerializationException" in answer.read()


def test_a_body_beyond_the_limit_is_refused(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("POST", "/events")
    connection.putheader("Content-Length", str(1 << 30))
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_an_open_server_refuses_to_listen_beyond_loopback(tmp_path):
    done = subprocess.run([ATTUNE, "serve", "--data-dir", str(tmp_path / "d"), "--listen", "0.0.0.0:0"],
                          capture_output=True, text=True, timeout=20)
    assert done.returncode != 0 and "auth" in done.stderr.lower()


def test_signed_mode_knows_its_keys_and_their_policies(tmp_path):
    server = Server(tmp_path, options=["--auth", "on"])
    make = lambda *arguments: subprocess.run(
        [ATTUNE, "keys", "create", "--data-dir", str(server.data_dir), *arguments], check=True, capture_output=True,
        text=True).stdout
    key = dict(line.split("=", 1) for line in make("--name", "admin").split())
    reader = dict(line.split("=", 1) for line in make("--name", "reader", "--allow", "personalize:List*").split())
    server.start()
    try:
        as_client = lambda pair: server.client("personalize", aws_access_key_id=pair["AWS_ACCESS_KEY_ID"],
                                               aws_secret_access_key=pair["AWS_SECRET_ACCESS_KEY"])
        as_client(key).create_dataset_group(name="signed")
        assert len(as_client(reader).list_dataset_groups()["datasetGroups"]) == 1
        with pytest.raises(botocore.exceptions.ClientError) as refused:
            as_client(reader).create_dataset_group(name="refused")
        assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
        with pytest.raises(botocore.exceptions.ClientError) as forged:
            as_client({**key, "AWS_SECRET_ACCESS_KEY": "wrong"}).list_schemas()
        assert forged.value.response["Error"]["Code"] == "InvalidSignatureException"
        with pytest.raises(botocore.exceptions.ClientError) as unknown:
            server.personalize.list_schemas()
        assert unknown.value.response["Error"]["Code"] == "UnrecognizedClientException"
    finally:
        server.stop()


def test_a_stop_signal_ends_the_server_cleanly(server):
    assert server.stop() == 0
