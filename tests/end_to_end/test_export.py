"""Dataset export jobs through boto3: bulk, put and all, to S3 and to a directory."""
import csv
import io
import json

import pytest
from botocore.exceptions import ClientError

from conftest import ROLE, Group, rows_of, wait_until_active, wait_until_done


@pytest.fixture
def group(server, shop):
    group = Group(server, "export")
    for kind, name in {"Interactions": "interactions", "Items": "items"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
        group.import_data(kind, f"file://{shop}/{name}.csv")
    return group


def export(group, kind, name, path, **options):
    arn = group.personalize.create_dataset_export_job(
        jobName=name, datasetArn=group.datasets[kind], roleArn=ROLE,
        jobOutput={"s3DataDestination": {"path": path}}, **options)["datasetExportJobArn"]
    return wait_until_active(
        lambda: group.personalize.describe_dataset_export_job(datasetExportJobArn=arn)["datasetExportJob"])


def as_set(rows):
    return {tuple(sorted(row.items())) for row in rows}


def numbers_alike(rows):
    """3.50 and 3.5 are the same number."""
    return [{name: str(float(text)) if text.replace(".", "", 1).isdigit() else text for name, text in row.items()}
            for row in rows]


def test_bulk_data_comes_back_as_it_was_imported(group, server, shop, s3):
    s3.client.create_bucket(Bucket="exports", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    job = export(group, "Items", "bulk", "s3://exports/items/", ingestionMode="BULK")
    assert job["ingestionMode"] == "BULK" and job["jobOutput"]["s3DataDestination"]["path"] == "s3://exports/items/"
    keys = [entry["Key"] for entry in s3.client.list_objects_v2(Bucket="exports")["Contents"]]
    text = s3.client.get_object(Bucket="exports", Key=keys[0])["Body"].read().decode()
    exported = list(csv.DictReader(io.StringIO(text)))
    assert as_set(numbers_alike(exported)) == as_set(numbers_alike(rows_of(shop / "items.csv")))
    listed = group.personalize.list_dataset_export_jobs(datasetArn=group.datasets["Items"])["datasetExportJobs"]
    assert [entry["jobName"] for entry in listed] == ["bulk"]


def test_what_was_put_comes_alone_or_over_what_was_imported(group, server, shop, tmp_path):
    first = rows_of(shop / "items.csv")[0]
    server.events.put_items(datasetArn=group.datasets["Items"], items=[
        {"itemId": first["ITEM_ID"], "properties": json.dumps(
            {"title": 'say "hi", all', "categoryL1": "c", "categoryL2": "d", "brand": "b", "price": 1.5,
             "creationTimestamp": 7})}])
    assert export(group, "Items", "put", f"file://{tmp_path}/put")["ingestionMode"] == "PUT"
    put = rows_of(tmp_path / "put/put.csv")
    assert [(row["ITEM_ID"], row["TITLE"], row["PRICE"]) for row in put] == [
        (first["ITEM_ID"], 'say "hi", all', "1.5")]
    export(group, "Items", "all", f"file://{tmp_path}/all/", ingestionMode="ALL")
    rows = {row["ITEM_ID"]: row for row in rows_of(tmp_path / "all/all.csv")}
    assert len(rows) == len(rows_of(shop / "items.csv"))
    assert rows[first["ITEM_ID"]]["BRAND"] == "b"


def test_streamed_events_come_with_their_columns(group, server, tmp_path):
    tracking = group.add_tracker()
    server.events.put_events(trackingId=tracking, userId="new", sessionId="s", eventList=[
        {"eventType": "view", "itemId": "i,1", "sentAt": 1760000000, "eventValue": 2.5,
         "properties": json.dumps({"device": "tv", "quantity": 3})}])
    export(group, "Interactions", "events", f"file://{tmp_path}/events", ingestionMode="PUT")
    rows = rows_of(tmp_path / "events/events.csv")
    assert [{name: row[name] for name in ("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_VALUE", "DEVICE", "QUANTITY")}
            for row in rows] == [{"USER_ID": "new", "ITEM_ID": "i,1", "TIMESTAMP": "1760000000",
                                  "EVENT_VALUE": "2.5", "DEVICE": "tv", "QUANTITY": "3"}]


def test_refusals(group, server):
    client = group.personalize
    output = {"s3DataDestination": {"path": "s3://exports/x/"}}
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.create_dataset_export_job(jobName="x", datasetArn=group.datasets["Items"].replace("ITEMS", "USERS"),
                                         roleArn=ROLE, jobOutput=output)
    with pytest.raises(ClientError) as refused:
        client.create_dataset_export_job(jobName="x", datasetArn=group.datasets["Items"], roleArn=ROLE,
                                         jobOutput=output, ingestionMode="SOME")
    assert refused.value.response["Error"]["Code"] == "InvalidInputException"
    failed = client.create_dataset_export_job(
        jobName="outside", datasetArn=group.datasets["Items"], roleArn=ROLE,
        jobOutput={"s3DataDestination": {"path": "file:///etc/attune/"}})["datasetExportJobArn"]
    job = wait_until_done(lambda: client.describe_dataset_export_job(datasetExportJobArn=failed)["datasetExportJob"])
    assert job["status"] == "CREATE FAILED" and "/etc/attune" in job["failureReason"]
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        client.create_dataset_export_job(jobName="outside", datasetArn=group.datasets["Items"], roleArn=ROLE,
                                         jobOutput=output)
