"""Promotions, exploration, impressions by recommendation id, explanations, what-if and stage times, against the real program."""
import json
import sqlite3
import urllib.error
import urllib.request

import pytest

from conftest import FAST_MODEL, Group, Server, rows_of, wait_until_active


@pytest.fixture(scope="module")
def world(tmp_path_factory, s3, shop):
    """A shop with a personal and a similar-items campaign, shared by this module's tests."""
    folder = tmp_path_factory.mktemp("live")
    server = Server(folder, s3).start()
    group = Group(server, "live")
    for kind, name in {"Interactions": "interactions", "Items": "items", "Users": "users"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
        group.import_data(kind, s3.upload("live", f"in/{name}.csv", shop / f"{name}.csv"))
    versions = {"personal": group.train("aws-user-personalization", **FAST_MODEL), "sims": group.train("aws-sims")}
    campaigns = {}
    for name, version in versions.items():
        config = {"enableMetadataWithRecommendations": True}
        if name == "personal":
            config["itemExplorationConfig"] = {"explorationWeight": "0"}
        campaigns[name] = group.personalize.create_campaign(name=name, solutionVersionArn=version,
                                                            campaignConfig=config)["campaignArn"]
        wait_until_active(lambda: group.personalize.describe_campaign(campaignArn=campaigns[name])["campaign"], 60)
    items = {row["ITEM_ID"]: row for row in rows_of(shop / "items.csv")}
    category = next(iter(items.values()))["CATEGORY_L1"].split("|")[0]
    arn = group.add_filter("category", "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)")
    seen = group.add_filter("seen", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    yield type("World", (), dict(server=server, group=group, campaigns=campaigns, items=items, category=category,
                                 filter=arn, seen=seen, versions=versions, tracking=group.add_tracker()))
    server.stop()


def promotion(world, percent, name="sale"):
    return [{"name": name, "percentPromotedItems": percent, "filterArn": world.filter,
             "filterValues": {"CATEGORY": f'"{world.category}"'}}]


def in_category(world, item):
    return world.category in world.items[item]["CATEGORY_L1"].split("|")


def post(world, path, body):
    request = urllib.request.Request(f"{world.server.endpoint}/attune/v1/campaigns/{path}?region=eu-west-1",
                                     json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.parametrize("percent, expected", [(1, 1), (6, 2), (30, 8), (100, 25)])
def test_a_promotion_has_its_share_of_the_list(world, percent, expected):
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["personal"], userId="u352",
                                                      promotions=promotion(world, percent))["itemList"]
    promoted = [item["itemId"] for item in answer if "promotionName" in item]
    available = sum(in_category(world, item) for item in world.items)
    assert len(promoted) == min(expected, available) and len(answer) == 25
    assert all(in_category(world, item) for item in promoted)
    assert {item["promotionName"] for item in answer if "promotionName" in item} == {"sale"}
    assert len({item["itemId"] for item in answer}) == 25


def test_promoted_items_are_the_best_of_their_filter_and_the_others_the_best_of_theirs(world):
    ask = lambda **more: world.server.runtime.get_recommendations(campaignArn=world.campaigns["personal"], userId="u352",
                                                                  **more)["itemList"]
    best = [item["itemId"] for item in ask(numResults=500) if in_category(world, item["itemId"])]
    unseen = [item["itemId"] for item in ask(numResults=500, filterArn=world.seen)]
    answer = ask(numResults=20, promotions=promotion(world, 25), filterArn=world.seen)
    promoted = [item["itemId"] for item in answer if "promotionName" in item]
    assert promoted == best[:5]
    assert [item["itemId"] for item in answer if "promotionName" not in item] == [
        item for item in unseen if item not in promoted][:15]


def test_similar_items_can_be_promoted_too(world):
    answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["sims"], itemId=next(iter(world.items)),
                                                      promotions=promotion(world, 40), numResults=10)["itemList"]
    assert sum("promotionName" in item for item in answer) == 4
    assert all("score" not in item for item in answer)


@pytest.mark.parametrize("change", [{"name": None}, {"percentPromotedItems": None}, {"filterArn": None},
                                    {"filterValues": None}])
def test_an_incomplete_promotion_is_refused(world, change):
    runtime = world.server.runtime
    given = {key: value for key, value in {**promotion(world, 10)[0], **change}.items() if value is not None}
    with pytest.raises(runtime.exceptions.InvalidInputException):
        runtime.get_recommendations(campaignArn=world.campaigns["personal"], userId="u352", promotions=[given])


def test_two_promotions_and_an_unknown_filter_are_refused(world):
    runtime, campaign = world.server.runtime, world.campaigns["personal"]
    with pytest.raises(runtime.exceptions.InvalidInputException):
        runtime.get_recommendations(campaignArn=campaign, userId="u352",
                                    promotions=promotion(world, 10) + promotion(world, 10, "other"))
    unknown = [{**promotion(world, 10)[0], "filterArn": world.filter + "x"}]
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.get_recommendations(campaignArn=campaign, userId="u352", promotions=unknown)


def test_metadata_columns_come_with_promoted_items_as_well(world):
    runtime, campaign = world.server.runtime, world.campaigns["personal"]
    answer = runtime.get_recommendations(campaignArn=campaign, userId="u352", numResults=50, promotions=promotion(world, 20),
                                         metadataColumns={"ITEMS": ["CATEGORY_L1", "PRICE"]})["itemList"]
    assert all(item["metadata"]["CATEGORY_L1"] == world.items[item["itemId"]]["CATEGORY_L1"] for item in answer)
    assert all(float(item["metadata"]["PRICE"]) == pytest.approx(float(world.items[item["itemId"]]["PRICE"]))
               for item in answer)
    with pytest.raises(runtime.exceptions.InvalidInputException):
        runtime.get_recommendations(campaignArn=campaign, userId="u352", numResults=51, metadataColumns={"ITEMS": ["PRICE"]})


def test_a_recommendation_id_brings_the_impression_and_the_source(world):
    campaign = world.campaigns["personal"]
    answer = world.server.runtime.get_recommendations(campaignArn=campaign, userId="2", numResults=5)
    shown = [item["itemId"] for item in answer["itemList"]]
    event = {"eventType": "click", "itemId": shown[0], "sentAt": 1_760_000_000, "eventId": "by-id",
             "recommendationId": answer["recommendationId"]}
    world.server.events.put_events(trackingId=world.tracking, userId="2", sessionId="s2", eventList=[
        event, {**event, "eventId": "explicit", "impression": ["a", "b"], "metricAttribution": {
            "eventAttributionSource": "mail"}}])
    with sqlite3.connect(f"file:{world.server.data_dir}/attune.db?mode=ro", uri=True) as database:
        stored = {row[0]: row[1:] for row in database.execute(
            "SELECT event_id, impression, attribution_source FROM events WHERE event_id IN ('by-id', 'explicit')")}
    assert stored == {"by-id": ("|".join(shown), campaign), "explicit": ("a|b", "mail")}


def test_exploration_changes_lists_but_no_scores_and_weight_0_changes_nothing(world):
    runtime, personalize, campaign = world.server.runtime, world.group.personalize, world.campaigns["personal"]
    ask = lambda user: runtime.get_recommendations(campaignArn=campaign, userId=user, numResults=500)["itemList"]
    users = [str(user) for user in range(1, 11)]
    plain = {user: ask(user) for user in users}
    assert all(plain[user] == ask(user) for user in users)

    def configure(weight):
        personalize.update_campaign(campaignArn=campaign, campaignConfig={
            "enableMetadataWithRecommendations": True,
            "itemExplorationConfig": {"explorationWeight": weight, "explorationItemAgeCutOff": "100000"}})
        wait_until_active(
            lambda: personalize.describe_campaign(campaignArn=campaign)["campaign"]["latestCampaignUpdate"], 60)

    configure("1")
    explored = {user: ask(user) for user in users}
    assert all([item["itemId"] for item in explored[user]] != [item["itemId"] for item in plain[user]] for user in users)
    scores = lambda answer: {item["itemId"]: item["score"] for item in answer}
    assert all(scores(explored[user]) == scores(plain[user]) for user in users)
    configure("0")
    assert all(plain[user] == ask(user) for user in users)


def test_an_explanation_tells_effects_filters_and_promotions(world):
    status, told = post(world, "personal/explanation", {
        "userId": "u352", "explainedItemId": next(iter(world.items)), "filterArn": world.seen,
        "promotions": promotion(world, 20)})
    assert status == 200 and 1 <= told["rank"] <= len(world.items) and 0 < told["score"] < 1
    assert 0 < len(told["history"]) <= 50 and told["historyEvents"] >= len(told["history"])
    effects = [abs(event["effect"]) for event in told["history"]]
    assert effects == sorted(effects, reverse=True) and effects[0] > 0
    assert isinstance(told["passesFilter"], bool) and told["promotable"] is True
    assert post(world, "personal/explanation", {"userId": "u352", "explainedItemId": "nope"})[0] == 404
    assert post(world, "personal/explanation", {"userId": "u352"})[0] == 400
    assert post(world, "nope/explanation", {"userId": "u352", "explainedItemId": "1"})[0] == 404


def test_what_if_answers_a_history_that_nobody_has(world):
    given = list(world.items)[:3]
    status, answer = post(world, "personal/what-if", {"history": [{"itemId": item, "eventType": "click"} for item in given],
                                                      "filterArn": world.seen, "numResults": 500})
    ids = [item["itemId"] for item in answer["itemList"]]
    assert status == 200 and not set(given) & set(ids) and len(ids) == len(world.items) - 3
    other = post(world, "personal/what-if", {"history": [{"itemId": list(world.items)[-1]}]})[1]["itemList"]
    assert [item["itemId"] for item in other] != ids[:25]
    assert post(world, "personal/what-if", {"userId": "u352"})[0] == 400
    assert post(world, "personal/what-if", {"history": [{"itemId": "1"}] * 501})[0] == 400


def test_the_time_of_answers_is_told_by_stage(world):
    world.server.runtime.get_recommendations(campaignArn=world.campaigns["personal"], userId="u352")
    status, text = world.server.get("/attune/v1/campaigns/personal/latency?region=eu-west-1")
    stages = json.loads(text)["stages"]
    assert status == 200 and list(stages) == ["state", "score", "filter", "rank", "answer", "serialise"]
    assert all(stage["count"] > 0 and 0 <= stage["p50Ms"] <= stage["p99Ms"] for stage in stages.values())
    parts = sum(stages[name]["meanMs"] for name in ("state", "score", "filter", "rank"))
    assert parts == pytest.approx(stages["answer"]["meanMs"], rel=1e-3)
    assert 'attune_campaign_stage_seconds_bucket{campaign="' + world.campaigns["personal"] in world.server.get("/metrics")[1]


def test_a_context_changes_the_answer_and_unknown_keys_do_not(world):
    def scores(**more):
        answer = world.server.runtime.get_recommendations(campaignArn=world.campaigns["personal"], numResults=300, **more)
        return {item["itemId"]: item["score"] for item in answer["itemList"] if "score" in item}

    plain = scores(userId="u352")
    mobile, desktop = (scores(userId="u352", context={"DEVICE": device}) for device in ("mobile", "desktop"))
    assert plain != mobile and mobile != desktop
    assert scores(userId="u352", context={"device": "mobile"}) == mobile, "keys are as those of properties"
    assert scores(userId="u352", context={"PLACE": "home"}) == plain
    assert scores(userId="u352") == plain, "a context is of one request"
    assert scores(userId="nobody", context={"DEVICE": "mobile"}) != scores(userId="nobody")
    with pytest.raises(world.server.runtime.exceptions.InvalidInputException):
        scores(userId="u352", context={"QUANTITY": "many"})
    with pytest.raises(world.server.runtime.exceptions.InvalidInputException):
        world.server.runtime.get_recommendations(campaignArn=world.campaigns["sims"], itemId="i1",
                                                 context={"DEVICE": "mobile"})
