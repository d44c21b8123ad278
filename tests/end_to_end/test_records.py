"""Single records and a search for hyperparameters through boto3."""
import json
import time

import pytest
from botocore.exceptions import ClientError

from conftest import Group, rows_of

NEW_CATEGORY = "made-up-category"


@pytest.fixture
def group(server, shop):
    group = Group(server, "records")
    for kind, name in {"Interactions": "interactions", "Items": "items"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
        group.import_data(kind, f"file://{shop}/{name}.csv")
    return group


def properties_of(row, **changes):
    """A row of the CSV as PutItems takes it: camelCase keys."""
    words = {name: name.lower().split("_") for name in row if name != "ITEM_ID"}
    camel = {first + "".join(word.title() for word in rest): row[name] for name, (first, *rest) in words.items()}
    return json.dumps({**camel, **changes})


def test_a_put_item_is_found_by_filters_and_survives_a_kill(group, server, shop):
    campaign = group.deploy(group.train("aws-popularity-count"), "popular")
    arn = group.add_filter("category", "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)")
    row = rows_of(shop / "items.csv")[7]

    def found():
        answer = server.runtime.get_recommendations(campaignArn=campaign, userId="1", filterArn=arn,
                                                    filterValues={"CATEGORY": f'"{NEW_CATEGORY}"'})
        return [item["itemId"] for item in answer["itemList"]]

    assert found() == []
    server.events.put_items(datasetArn=group.datasets["Items"], items=[
        {"itemId": row["ITEM_ID"], "properties": properties_of(row, categoryL1=NEW_CATEGORY)}])
    deadline = time.time() + 30
    while not found() and time.time() < deadline:
        time.sleep(0.1)
    assert found() == [row["ITEM_ID"]]
    server.kill()
    server.start()
    assert found() == [row["ITEM_ID"]]


def test_a_wrong_record_stores_nothing(group, server):
    with pytest.raises(ClientError) as refused:
        server.events.put_items(datasetArn=group.datasets["Items"], items=[{"itemId": "x", "properties": "{}"}])
    assert refused.value.response["Error"]["Code"] == "InvalidInputException"
    with pytest.raises(ClientError) as unknown:
        server.events.put_users(datasetArn=group.datasets["Items"].replace("ITEMS", "USERS"),
                                users=[{"userId": "x", "properties": "{}"}])
    assert unknown.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_perform_hpo_shows_what_it_found(group):
    version = group.describe_version(group.train("aws-sims", performHPO=True, solutionConfig={
        "hpoConfig": {"hpoResourceConfig": {"maxNumberOfTrainingJobs": "3", "maxParallelTrainingJobs": "1"}}}))
    assert version["performHPO"] is True
    tuned = version["tunedHPOParams"]["algorithmHyperParameters"]
    assert {"popularity_discount_factor", "min_cointeraction_count"} <= tuned.keys()
