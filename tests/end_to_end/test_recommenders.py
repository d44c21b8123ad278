"""Recommenders of a domain dataset group through boto3."""
import time

import pytest

from conftest import ROLE, Server, rows_of, wait_until_active, wait_until_done, wait_until_gone

RECIPE = "arn:aws:personalize:::recipe/"


@pytest.fixture(scope="module")
def world(tmp_path_factory, s3, shop):
    server = Server(tmp_path_factory.mktemp("domain"), s3, file_roots=[shop]).start()
    client = server.personalize
    group = client.create_dataset_group(name="shop", domain="ECOMMERCE")
    assert group["domain"] == "ECOMMERCE"
    group = group["datasetGroupArn"]
    wait_until_active(lambda: client.describe_dataset_group(datasetGroupArn=group)["datasetGroup"])
    for kind in ("Interactions", "Items"):
        schema = client.create_schema(name=kind, domain="ECOMMERCE", schema=(
            shop / f"{kind.lower()}.schema.json").read_text())["schemaArn"]
        dataset = client.create_dataset(name=kind, schemaArn=schema, datasetGroupArn=group,
                                        datasetType=kind)["datasetArn"]
        wait_until_active(lambda: client.describe_dataset(datasetArn=dataset)["dataset"])
        job = client.create_dataset_import_job(jobName=kind, datasetArn=dataset, roleArn=ROLE, dataSource={
            "dataLocation": f"file://{shop}/{kind.lower()}.csv"})["datasetImportJobArn"]
        wait_until_active(lambda: client.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"])
    bought = {}
    for row in rows_of(shop / "interactions.csv"):
        if row["EVENT_TYPE"].lower() == "purchase":
            bought.setdefault(row["USER_ID"], set()).add(row["ITEM_ID"])
    yield type("World", (), dict(server=server, client=client, group=group, bought=bought))
    server.stop()


def create(world, name, use_case, **options):
    arn = world.client.create_recommender(name=name, datasetGroupArn=world.group, recipeArn=RECIPE + use_case,
                                          **options)["recommenderArn"]
    wait_until_active(lambda: describe(world, arn), 300)
    return arn


def describe(world, arn):
    return world.client.describe_recommender(recommenderArn=arn)["recommender"]


def items_of(world, arn, **request):
    answer = world.server.runtime.get_recommendations(recommenderArn=arn, **request)
    assert all("score" not in item for item in answer["itemList"])
    assert answer["recommendationId"].startswith("RID-")
    return [item["itemId"] for item in answer["itemList"]]


def test_use_cases_are_listed_by_domain(world):
    names = [recipe["name"] for recipe in world.client.list_recipes(domain="ECOMMERCE")["recipes"]]
    assert len(names) == 5 and all(name.startswith("aws-ecomm-") for name in names)
    everything = [recipe for page in world.client.get_paginator("list_recipes").paginate(
        PaginationConfig={"PageSize": 4}) for recipe in page["recipes"]]
    assert {"aws-vod-top-picks", "aws-sims"} <= {recipe["name"] for recipe in everything}
    recipe = world.client.describe_recipe(recipeArn=RECIPE + "aws-vod-top-picks")["recipe"]
    assert recipe["name"] == "aws-vod-top-picks" and recipe["status"] == "ACTIVE"


def test_bought_items_are_left_out_without_any_filter(world):
    arn = create(world, "also-viewed", "aws-ecomm-customers-who-viewed-x-also-viewed")
    shown = describe(world, arn)
    assert shown["recommenderConfig"] == {} and 0 < len(shown["modelMetrics"])
    user, bought = max(world.bought.items(), key=lambda each: len(each[1]))
    seed = sorted(bought)[0]
    mine = items_of(world, arn, userId=user, itemId=seed, numResults=500)
    other = items_of(world, arn, userId="nobody", itemId=seed, numResults=500)
    assert mine and not bought & set(mine)
    assert bought & set(other)
    for missing in ({"userId": user}, {"itemId": seed}):
        with pytest.raises(world.server.runtime.exceptions.InvalidInputException):
            items_of(world, arn, **missing)
    category = world.client.create_filter(name="category", datasetGroupArn=world.group, filterExpression=
                                          "INCLUDE ItemID WHERE Items.PRICE > 10")["filterArn"]
    wait_until_active(lambda: world.client.describe_filter(filterArn=category)["filter"])
    narrowed = items_of(world, arn, userId=user, itemId=seed, numResults=500, filterArn=category)
    assert set(narrowed) < set(mine)
    now_bought = [item for item in mine if item not in bought][0]
    tracker = world.client.create_event_tracker(name="shop", datasetGroupArn=world.group)
    wait_until_active(lambda: world.client.describe_event_tracker(
        eventTrackerArn=tracker["eventTrackerArn"])["eventTracker"])
    world.server.events.put_events(trackingId=tracker["trackingId"], userId=user, sessionId="till", eventList=[
        {"eventType": "purchase", "itemId": now_bought, "sentAt": time.time()}])
    assert items_of(world, arn, userId=user, itemId=seed, numResults=500) == [
        item for item in mine if item != now_bought]


def test_counts_of_one_event_type(world):
    arn = create(world, "best-sellers", "aws-ecomm-popular-items-by-purchases")
    buyers = {}
    for user, items in world.bought.items():
        for item in items:
            buyers.setdefault(item, set()).add(user)
    best = items_of(world, arn, userId="1", numResults=5)
    assert [len(buyers[item]) for item in best] == sorted((len(users) for users in buyers.values()), reverse=True)[:5]


def test_it_stops_starts_updates_survives_a_restart_and_goes(world):
    client = world.client
    arn = create(world, "together", "aws-ecomm-frequently-bought-together")
    item = items_of(world, create(world, "views", "aws-ecomm-popular-items-by-views"), userId="1")[0]
    before = items_of(world, arn, itemId=item)
    assert before
    client.stop_recommender(recommenderArn=arn)
    assert wait_until_done(lambda: describe(world, arn))["status"] == "INACTIVE"
    with pytest.raises(world.server.runtime.exceptions.ResourceNotFoundException):
        items_of(world, arn, itemId=item)
    with pytest.raises(client.exceptions.InvalidInputException):
        client.stop_recommender(recommenderArn=arn)
    client.start_recommender(recommenderArn=arn)
    wait_until_active(lambda: describe(world, arn))
    assert items_of(world, arn, itemId=item) == before
    assert "latestRecommenderUpdate" not in describe(world, arn)
    client.update_recommender(recommenderArn=arn, recommenderConfig={"enableMetadataWithRecommendations": True})
    wait_until_active(lambda: describe(world, arn)["latestRecommenderUpdate"])
    assert describe(world, arn)["recommenderConfig"] == {"enableMetadataWithRecommendations": True}
    answer = world.server.runtime.get_recommendations(recommenderArn=arn, itemId=item,
                                                      metadataColumns={"ITEMS": ["BRAND"]})
    assert all(entry["metadata"]["BRAND"] for entry in answer["itemList"])
    world.server.kill()
    world.server.start()
    assert items_of(world, arn, itemId=item) == before
    with pytest.raises(client.exceptions.ResourceInUseException):
        client.delete_dataset_group(datasetGroupArn=world.group)
    client.delete_recommender(recommenderArn=arn)
    wait_until_gone(client, lambda: describe(world, arn))
    assert "together" not in [each["name"] for each in client.list_recommenders(
        datasetGroupArn=world.group)["recommenders"]]


def test_refusals(world):
    client = world.client
    custom = client.create_dataset_group(name="custom")["datasetGroupArn"]
    wait_until_active(lambda: client.describe_dataset_group(datasetGroupArn=custom)["datasetGroup"])
    for group, recipe, config in ((custom, "aws-ecomm-recommended-for-you", {}), (world.group, "aws-vod-top-picks", {}),
                                  (world.group, "aws-sims", {}),
                                  (world.group, "aws-ecomm-popular-items-by-views",
                                   {"itemExplorationConfig": {"explorationWeight": "0.1"}})):
        with pytest.raises(client.exceptions.InvalidInputException):
            client.create_recommender(name="refused", datasetGroupArn=group, recipeArn=RECIPE + recipe,
                                      recommenderConfig=config)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.create_recommender(name="refused", datasetGroupArn=world.group, recipeArn=RECIPE + "aws-no-such")
