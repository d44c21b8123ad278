"""The main job through boto3: data from S3 in, models out, answers that follow filters and events, a restart."""
import pytest

from conftest import FAST_MODEL, INTERACTIONS_SCHEMA, Group, Server, avro, rows_of, wait_until_active, wait_until_gone

EIGHT_KEYS = {"coverage", "mean_reciprocal_rank_at_25", "precision_at_5", "precision_at_10", "precision_at_25",
              "normalized_discounted_cumulative_gain_at_5", "normalized_discounted_cumulative_gain_at_10",
              "normalized_discounted_cumulative_gain_at_25"}


@pytest.fixture(scope="module")
def world(tmp_path_factory, s3, shop):
    """A shop that went through import, training and deployment once, shared by this module's tests."""
    folder = tmp_path_factory.mktemp("loop")
    server = Server(folder, s3).start()
    group = Group(server, "shop")
    for kind, name in {"Interactions": "interactions", "Items": "items", "Users": "users"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
        group.import_data(kind, s3.upload("shop", f"in/{name}.csv", shop / f"{name}.csv"))
    versions = {"hrnn": group.train("aws-user-personalization", **FAST_MODEL), "ranking": group.train(
        "aws-personalized-ranking", **FAST_MODEL), "sims": group.train("aws-sims"), "popular": group.train(
        "aws-popularity-count")}
    calm = {"hrnn": {"campaignConfig": {"itemExplorationConfig": {"explorationWeight": "0"}}}}
    campaigns = {name: group.deploy(version, name, **calm.get(name, {})) for name, version in versions.items()}
    items = {row["ITEM_ID"]: row for row in rows_of(shop / "items.csv")}
    history = {}
    for row in rows_of(shop / "interactions.csv"):
        history.setdefault(row["USER_ID"], []).append(row)
    yield type("World", (), dict(server=server, group=group, versions=versions, campaigns=campaigns, items=items,
                                 history=history))
    server.stop()


def ids(answer, key="itemList"):
    return [item["itemId"] for item in answer[key]]


def test_metrics_have_the_eight_keys_and_the_network_beats_popularity(world):
    metrics = {name: world.group.personalize.get_solution_metrics(solutionVersionArn=version)["metrics"]
               for name, version in world.versions.items()}
    for answer in metrics.values():
        assert set(answer) == EIGHT_KEYS
        assert all(0 <= value <= 1 for value in answer.values())
    key = "normalized_discounted_cumulative_gain_at_25"
    assert metrics["hrnn"][key] > metrics["popular"][key]


def test_recommendations_are_scored_distinct_known_items(world):
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["hrnn"], userId="u352")
    assert len(answer["itemList"]) == 25
    assert len(set(ids(answer))) == 25 and set(ids(answer)) <= set(world.items)
    scores = [item["score"] for item in answer["itemList"]]
    assert scores == sorted(scores, reverse=True) and 0 < sum(scores) <= 1
    assert answer["recommendationId"].startswith("RID-") and len(answer["recommendationId"]) == 40


def test_different_users_get_different_items_and_an_unknown_one_gets_popular_items(world):
    runtime, campaign = world.server.runtime, world.campaigns["hrnn"]
    lists = [tuple(ids(runtime.get_recommendations(campaignArn=campaign, userId=user))) for user in list(world.history)[:20]]
    assert len(set(lists)) > 15
    unknown = ids(runtime.get_recommendations(campaignArn=campaign, userId="nobody-knows-me"))
    popular = ids(runtime.get_recommendations(campaignArn=world.campaigns["popular"], userId="nobody-knows-me"))
    assert unknown == popular


def test_a_filter_is_applied_before_the_list_is_cut(world):
    arn = world.group.add_filter("category", "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)")
    category = next(iter(world.items.values()))["CATEGORY_L1"].split("|")[0]
    matching = {item for item, row in world.items.items() if category in row["CATEGORY_L1"].split("|")}
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["hrnn"], userId="u352", numResults=500,
                                                      filterArn=arn, filterValues={"CATEGORY": f'"{category}"'})
    assert set(ids(answer)) == matching


def test_a_filter_on_the_users_history_leaves_it_out(world):
    arn = world.group.add_filter("bought", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("purchase")')
    user = next(user for user, rows in world.history.items() if any(row["EVENT_TYPE"] == "purchase" for row in rows))
    bought = {row["ITEM_ID"] for row in world.history[user] if row["EVENT_TYPE"] == "purchase"}
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["hrnn"], userId=user, numResults=500,
                                                      filterArn=arn)
    assert bought and not bought & set(ids(answer))
    assert len(ids(answer)) == len(world.items) - len(bought)


def test_a_ranking_orders_the_given_list_and_puts_unknown_items_last_without_a_score(world):
    given = list(world.items)[:10] + ["no-such-item"]
    answer = world.server.runtime.get_personalized_ranking(campaignArn=world.campaigns["ranking"], userId="u352",
                                                           inputList=given)["personalizedRanking"]
    assert sorted(item["itemId"] for item in answer) == sorted(given)
    assert answer[-1]["itemId"] == "no-such-item" and "score" not in answer[-1]
    assert sum(item["score"] for item in answer[:-1]) == pytest.approx(1, abs=1e-5)


def test_similar_items_have_no_score_and_leave_out_the_item_itself(world):
    popular = world.server.runtime.get_recommendations(campaignArn=world.campaigns["popular"], userId="u352")
    item = ids(popular)[0]
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["sims"], itemId=item)
    assert item not in ids(answer) and len(ids(answer)) > 0
    assert all("score" not in entry for entry in answer["itemList"])


def test_events_change_the_next_answer_and_survive_a_restart(world):
    tracking = world.group.add_tracker()
    campaign, user = world.campaigns["hrnn"], "a-new-visitor"
    ask = lambda: ids(world.server.runtime.get_recommendations(campaignArn=campaign, userId=user))
    before = ask()
    for number, item in enumerate(list(world.items)[-3:]):
        world.server.events.put_events(
            trackingId=tracking, userId=user, sessionId="s1",
            eventList=[{"eventType": "click", "itemId": item, "sentAt": 1_760_000_000 + number}])
    after = ask()
    assert after != before
    world.server.stop()
    world.server.start()
    assert ask() == after


def test_an_event_with_bad_members_is_refused_as_a_whole(world):
    events = world.server.events
    with pytest.raises(events.exceptions.InvalidInputException):
        events.put_events(trackingId="no-such-tracker", sessionId="s", eventList=[
            {"eventType": "click", "itemId": "1", "sentAt": 1_760_000_000}])


def test_errors_are_the_modelled_exceptions(world):
    runtime, personalize = world.server.runtime, world.group.personalize
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.get_recommendations(campaignArn=world.campaigns["hrnn"] + "x", userId="u352")
    with pytest.raises(runtime.exceptions.InvalidInputException):
        runtime.get_recommendations(campaignArn=world.campaigns["hrnn"])
    with pytest.raises(runtime.exceptions.InvalidInputException):
        runtime.get_recommendations(campaignArn=world.campaigns["hrnn"], userId="u352", numResults=501)
    with pytest.raises(personalize.exceptions.ResourceAlreadyExistsException):
        personalize.create_dataset_group(name="shop")
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.delete_dataset_group(datasetGroupArn=world.group.arn)


def test_update_campaign_swaps_the_version_while_it_answers(world):
    personalize, campaign = world.group.personalize, world.campaigns["sims"]
    before = personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert "latestCampaignUpdate" not in before
    solution = world.versions["sims"].rsplit("/", 1)[0]
    version = personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    wait_until_active(lambda: world.group.describe_version(version))
    personalize.update_campaign(campaignArn=campaign, solutionVersionArn=version)
    describe = lambda: personalize.describe_campaign(campaignArn=campaign)["campaign"]
    wait_until_active(lambda: describe()["latestCampaignUpdate"])
    assert describe()["status"] == "ACTIVE" and describe()["solutionVersionArn"] == version


def test_everything_is_deleted_in_the_order_that_clients_use(tmp_path, s3, shop):
    server = Server(tmp_path, s3, file_roots=[shop]).start()
    try:
        group = Group(server, "gone")
        personalize = group.personalize
        dataset = group.add_dataset("Interactions", (shop / "interactions.schema.json").read_text())
        group.import_data("Interactions", f"file://{shop}/interactions.csv")
        version = group.train("aws-popularity-count")
        campaign = group.deploy(version, "gone")
        solution = version.rsplit("/", 1)[0]
        with pytest.raises(personalize.exceptions.ResourceInUseException):
            personalize.delete_solution(solutionArn=solution)
        personalize.delete_campaign(campaignArn=campaign)
        wait_until_gone(personalize, lambda: personalize.describe_campaign(campaignArn=campaign))
        personalize.delete_solution(solutionArn=solution)
        wait_until_gone(personalize, lambda: personalize.describe_solution(solutionArn=solution))
        personalize.delete_dataset(datasetArn=dataset)
        wait_until_gone(personalize, lambda: personalize.describe_dataset(datasetArn=dataset))
        for page in personalize.get_paginator("list_schemas").paginate():
            for schema in page["schemas"]:
                personalize.delete_schema(schemaArn=schema["schemaArn"])
        personalize.delete_dataset_group(datasetGroupArn=group.arn)
        wait_until_gone(personalize, lambda: personalize.describe_dataset_group(datasetGroupArn=group.arn))
    finally:
        server.stop()


def test_real_ratings_train_a_network_that_beats_popularity(tmp_path, s3, ml_100k):
    server = Server(tmp_path, s3).start()
    try:
        group = Group(server, "movies")
        group.add_dataset("Interactions", INTERACTIONS_SCHEMA)
        group.add_dataset("Items", avro("Items", {"name": "ITEM_ID", "type": "string"}, {
            "name": "TITLE", "type": ["null", "string"]}, {"name": "GENRES", "type": ["null", "string"],
                                                           "categorical": True}))
        group.import_data("Interactions", s3.upload("movies", "interactions.csv", ml_100k / "interactions.csv"))
        group.import_data("Items", s3.upload("movies", "items.csv", ml_100k / "items.csv"))
        config = {"solutionConfig": {"algorithmHyperParameters": {"epochs": "8"}}}
        network = group.train("aws-hrnn", **config)
        popular = group.train("aws-popularity-count")
        key = "normalized_discounted_cumulative_gain_at_25"
        measured = {version: group.personalize.get_solution_metrics(solutionVersionArn=version)["metrics"][key]
                    for version in (network, popular)}
        assert measured[network] > 1.2 * measured[popular]
    finally:
        server.stop()
