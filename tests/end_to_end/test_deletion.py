"""Data deletion jobs through boto3: the users' rows are gone from everything that is stored."""
import json
import time

import pytest

from conftest import ROLE, Group, avro, rows_of, wait_until_active

USERS_SCHEMA = avro("Users", {"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int"})


def wait_until_completed(client, arn):
    for _ in range(600):
        job = client.describe_data_deletion_job(dataDeletionJobArn=arn)["dataDeletionJob"]
        if job["status"] in ("COMPLETED", "FAILED"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_users_vanish_from_imports_events_and_records(server, shop, tmp_path):
    group = Group(server, "deletion")
    client = group.personalize
    group.add_dataset("Interactions", (shop / "interactions.schema.json").read_text())
    group.import_data("Interactions", f"file://{shop}/interactions.csv")
    group.add_dataset("Users", USERS_SCHEMA)
    rows = rows_of(shop / "interactions.csv")
    gone, kept = rows[0]["USER_ID"], next(row["USER_ID"] for row in rows if row["USER_ID"] != rows[0]["USER_ID"])
    server.events.put_users(datasetArn=group.datasets["Users"], users=[
        {"userId": user, "properties": json.dumps({"age": 33})} for user in (gone, kept)])
    tracking = group.add_tracker()
    server.events.put_events(trackingId=tracking, userId=gone, sessionId="s", eventList=[
        {"eventType": "view", "itemId": "1", "sentAt": 1760000000}])
    (tmp_path / "users" / "deep").mkdir(parents=True)
    (tmp_path / "users" / "deep" / "one.csv").write_text(f"USER_ID\n{gone}\nnobody-knows-me\n")
    (tmp_path / "users" / "notes.txt").write_text("no users here")
    arn = client.create_data_deletion_job(jobName="forget", datasetGroupArn=group.arn, roleArn=ROLE, dataSource={
        "dataLocation": f"file://{tmp_path}/users/"})["dataDeletionJobArn"]
    job = wait_until_completed(client, arn)
    assert job["status"] == "COMPLETED", job
    assert job["numDeleted"] == sum(row["USER_ID"] == gone for row in rows) + 2
    for kind in ("Interactions", "Users"):
        export = client.create_dataset_export_job(
            jobName=kind, datasetArn=group.datasets[kind], roleArn=ROLE, ingestionMode="ALL",
            jobOutput={"s3DataDestination": {"path": f"file://{tmp_path}/out"}})["datasetExportJobArn"]
        wait_until_active(lambda: client.describe_dataset_export_job(datasetExportJobArn=export)["datasetExportJob"])
        users = {row["USER_ID"] for row in rows_of(tmp_path / f"out/{kind}.csv")}
        assert gone not in users and kept in users
    assert [each["jobName"] for each in client.list_data_deletion_jobs(
        datasetGroupArn=group.arn)["dataDeletionJobs"]] == ["forget"]
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        client.create_data_deletion_job(jobName="forget", datasetGroupArn=group.arn, roleArn=ROLE,
                                        dataSource={"dataLocation": f"file://{tmp_path}/users/"})


def test_a_file_without_its_column_fails_the_job(server, tmp_path):
    group = Group(server, "deletion")
    (tmp_path / "users.csv").write_text("NAME\nx\n")
    arn = group.personalize.create_data_deletion_job(
        jobName="wrong", datasetGroupArn=group.arn, roleArn=ROLE,
        dataSource={"dataLocation": f"file://{tmp_path}/users.csv"})["dataDeletionJobArn"]
    job = wait_until_completed(group.personalize, arn)
    assert job["status"] == "FAILED" and "USER_ID" in job["failureReason"] and "numDeleted" not in job
