"""UpdateDataset and UpdateSolution through boto3; actions that are put one by one."""
import json

import pytest

from conftest import ROLE, Group, avro, rows_of, wait_until_active

ITEMS = ({"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "float"})
NEW = {"name": "COLOUR", "type": ["null", "string"], "categorical": True}


def schema(group, name, *fields):
    return group.personalize.create_schema(name=name, schema=avro("Items", *fields))["schemaArn"]


def test_a_dataset_takes_a_schema_with_more_columns(server, tmp_path):
    group = Group(server, "update")
    client = group.personalize
    dataset = group.add_dataset("Items", avro("Items", *ITEMS))
    (tmp_path / "old.csv").write_text("ITEM_ID,PRICE\na,1\nb,2\n")
    group.import_data("Items", f"file://{tmp_path}/old.csv", name="old")
    for name, fields in {"changed": ({"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "int"}),
                         "missing": (ITEMS[0], NEW), "not-nullable": (*ITEMS, {"name": "SIZE", "type": "int"})}.items():
        with pytest.raises(client.exceptions.InvalidInputException):
            client.update_dataset(datasetArn=dataset, schemaArn=schema(group, name, *fields))
    wider = schema(group, "wider", *ITEMS, NEW)
    assert client.update_dataset(datasetArn=dataset, schemaArn=wider)["datasetArn"] == dataset
    shown = wait_until_active(lambda: client.describe_dataset(datasetArn=dataset)["dataset"])
    assert shown["schemaArn"] == wider and shown["latestDatasetUpdate"]["status"] == "ACTIVE"
    assert shown["latestDatasetUpdate"]["schemaArn"] == wider
    group.add_filter("by-colour", 'INCLUDE ItemID WHERE Items.COLOUR IN ("red")')
    (tmp_path / "new.csv").write_text("ITEM_ID,PRICE,COLOUR\nb,3,red\nc,4,\n")
    group.import_data("Items", f"file://{tmp_path}/new.csv", name="new", importMode="INCREMENTAL")
    export = client.create_dataset_export_job(
        jobName="all", datasetArn=dataset, roleArn=ROLE, ingestionMode="ALL",
        jobOutput={"s3DataDestination": {"path": f"file://{tmp_path}/out"}})["datasetExportJobArn"]
    wait_until_active(lambda: client.describe_dataset_export_job(datasetExportJobArn=export)["datasetExportJob"])
    rows = {row["ITEM_ID"]: (row["PRICE"], row["COLOUR"]) for row in rows_of(tmp_path / "out/all.csv")}
    assert rows == {"a": ("1", ""), "b": ("3", "red"), "c": ("4", "")}


def test_a_solution_takes_another_schedule(server, shop):
    group = Group(server, "update")
    client = group.personalize
    interactions = group.add_dataset("Interactions", (shop / "interactions.schema.json").read_text())
    with pytest.raises(client.exceptions.InvalidInputException):
        client.update_dataset(datasetArn=interactions, schemaArn=client.describe_dataset(
            datasetArn=interactions)["dataset"]["schemaArn"])
    arn = client.create_solution(name="s", datasetGroupArn=group.arn,
                                 recipeArn="arn:aws:personalize:::recipe/aws-sims")["solutionArn"]
    wait_until_active(lambda: client.describe_solution(solutionArn=arn)["solution"])
    with pytest.raises(client.exceptions.InvalidInputException):
        client.update_solution(solutionArn=arn, solutionUpdateConfig={"eventsConfig": {"eventParametersList": [
            {"eventType": "view", "weight": 0.5}]}})
    with pytest.raises(client.exceptions.InvalidInputException):
        client.update_solution(solutionArn=arn, performIncrementalUpdate=True)
    update = {"autoTrainingConfig": {"schedulingExpression": "rate(3 days)"}}
    client.update_solution(solutionArn=arn, solutionUpdateConfig=update)
    shown = client.describe_solution(solutionArn=arn)["solution"]
    assert shown["status"] == "ACTIVE"
    wait_until_active(lambda: client.describe_solution(solutionArn=arn)["solution"]["latestSolutionUpdate"])
    shown = client.describe_solution(solutionArn=arn)["solution"]
    assert shown["solutionConfig"]["autoTrainingConfig"] == update["autoTrainingConfig"]
    client.update_solution(solutionArn=arn, performAutoTraining=False)
    wait_until_active(lambda: client.describe_solution(solutionArn=arn)["solution"]["latestSolutionUpdate"])
    assert client.describe_solution(solutionArn=arn)["solution"]["performAutoTraining"] is False


def test_actions_and_what_users_did_with_them_are_stored(server, tmp_path):
    group = Group(server, "actions")
    client = group.personalize
    actions = group.add_dataset("Actions", avro("Actions", {"name": "ACTION_ID", "type": "string"},
                                                {"name": "VALUE", "type": ["null", "long"]},
                                                {"name": "MEMBERSHIP", "type": "string", "categorical": True}))
    done = group.add_dataset("Action_Interactions", avro(
        "ActionInteractions", {"name": "USER_ID", "type": "string"}, {"name": "ACTION_ID", "type": "string"},
        {"name": "EVENT_TYPE", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}))
    tracking = client.describe_dataset(datasetArn=done)["dataset"]["trackingId"]
    server.events.put_actions(datasetArn=actions, actions=[
        {"actionId": "join", "properties": json.dumps({"value": 7, "membership": "gold"})}])
    server.events.put_action_interactions(trackingId=tracking, actionInteractions=[
        {"actionId": "join", "userId": "u", "sessionId": "s", "timestamp": 1760000000, "eventType": "Taken"}])
    for name, dataset in {"actions": actions, "done": done}.items():
        export = client.create_dataset_export_job(
            jobName=name, datasetArn=dataset, roleArn=ROLE,
            jobOutput={"s3DataDestination": {"path": f"file://{tmp_path}/out"}})["datasetExportJobArn"]
        wait_until_active(lambda: client.describe_dataset_export_job(datasetExportJobArn=export)["datasetExportJob"])
    assert rows_of(tmp_path / "out/actions.csv") == [{"ACTION_ID": "join", "VALUE": "7", "MEMBERSHIP": "gold"}]
    assert rows_of(tmp_path / "out/done.csv") == [
        {"USER_ID": "u", "ACTION_ID": "join", "EVENT_TYPE": "Taken", "TIMESTAMP": "1760000000"}]
    with pytest.raises(server.events.exceptions.ResourceNotFoundException):
        server.events.put_action_interactions(trackingId="no-such", actionInteractions=[
            {"actionId": "join", "sessionId": "s", "timestamp": 1760000000, "eventType": "Taken"}])
