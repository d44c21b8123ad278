"""Batch inference jobs through boto3: every type of recipe, filters with values per line, lines that are wrong."""
import json

import pytest
from botocore.exceptions import ClientError

from conftest import FAST_MODEL, ROLE, Group, Server, rows_of, wait_until_active, wait_until_done


@pytest.fixture(scope="module")
def world(tmp_path_factory, s3, shop):
    folder = tmp_path_factory.mktemp("batch")
    server = Server(folder, s3, file_roots=[shop]).start()
    group = Group(server, "batch")
    for kind, name in {"Interactions": "interactions", "Items": "items"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
        group.import_data(kind, f"file://{shop}/{name}.csv")
    versions = {"hrnn": group.train("aws-hrnn", **FAST_MODEL), "sims": group.train("aws-sims"),
                "ranking": group.train("aws-personalized-ranking", **FAST_MODEL),
                "popular": group.train("aws-popularity-count")}
    users = sorted({row["USER_ID"] for row in rows_of(shop / "interactions.csv")})
    items = {row["ITEM_ID"]: row for row in rows_of(shop / "items.csv")}
    one = folder / "one.json"
    one.write_text('{"userId": "1"}\n')
    for name in ("a", "b"):
        s3.upload("batches", f"in/users-{name}.json", one)
    yield type("World", (), dict(folder=folder, server=server, group=group, versions=versions, users=users,
                                 items=items, s3=s3))
    server.stop()


def start(world, version, name, source, target, **options):
    return world.group.personalize.create_batch_inference_job(
        jobName=name, solutionVersionArn=world.versions[version], roleArn=ROLE,
        jobInput={"s3DataSource": {"path": source}}, jobOutput={"s3DataDestination": {"path": target}},
        **options)["batchInferenceJobArn"]


def describe(world, arn):
    return world.group.personalize.describe_batch_inference_job(batchInferenceJobArn=arn)["batchInferenceJob"]


def run(world, version, name, lines, **options):
    """The output lines of a job over a directory."""
    (world.folder / "in").mkdir(exist_ok=True)
    path = world.folder / "in" / f"{name}.json"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    arn = start(world, version, name, f"file://{path}", f"file://{world.folder}/out/", **options)
    job = wait_until_active(lambda: describe(world, arn))
    assert job["batchInferenceJobMode"] == "BATCH_INFERENCE"
    return [json.loads(line) for line in (world.folder / "out" / f"{name}.json.out").read_text().splitlines()]


def test_users_get_what_a_campaign_gives_them(world):
    users = world.users[:30] + ["nobody-knows-me"]
    lines = run(world, "hrnn", "users", [{"userId": user} for user in users], numResults=7)
    campaign = world.group.deploy(world.versions["hrnn"], "beside")
    assert [line["input"]["userId"] for line in lines] == users
    for user, line in zip(users, lines):
        assert line["error"] is None and len(line["output"]["recommendedItems"]) == 7
        assert len(line["output"]["scores"]) == 7
        live = world.server.runtime.get_recommendations(campaignArn=campaign, userId=user, numResults=7)
        assert line["output"]["recommendedItems"] == [item["itemId"] for item in live["itemList"]]


def test_related_items_and_popular_items_have_no_scores(world):
    item = next(iter(world.items))
    related = run(world, "sims", "related", [{"itemId": item}])
    assert len(related[0]["output"]["recommendedItems"]) == 25 and "scores" not in related[0]["output"]
    assert item not in related[0]["output"]["recommendedItems"]
    popular = run(world, "popular", "popular", [{"userId": "1"}, {"userId": "2"}])
    assert popular[0]["output"] == popular[1]["output"] and "scores" not in popular[0]["output"]


def test_a_ranking_keeps_its_list(world):
    items = list(world.items)[:10]
    line, = run(world, "ranking", "ranking", [{"userId": world.users[0], "itemList": items}])
    assert sorted(line["output"]["recommendedItems"]) == sorted(items)
    scores = [score for score in line["output"]["scores"] if score is not None]
    assert scores == sorted(scores, reverse=True) and abs(sum(scores) - 1) < 1e-5


def test_a_wrong_line_is_an_error_line_and_the_rest_is_answered(world):
    lines = run(world, "hrnn", "wrong", [{"userId": "1"}, {"itemId": "1"}, "not json", {"userId": 5}, {"userId": "2"}])
    assert [line["error"] is None for line in lines] == [True, False, False, False, True]
    assert lines[1] == {"input": {"itemId": "1"}, "output": {"recommendedItems": []},
                        "error": "User error: Required fields for the provided recipe are userId"}
    assert lines[2]["input"] == "not json"


def test_filter_values_come_line_by_line(world):
    filter_arn = world.group.add_filter("by-category", "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)")
    categories = sorted({row["CATEGORY_L1"] for row in world.items.values()})[:3]
    lines = run(world, "hrnn", "filtered", [
        *({"userId": "1", "filterValues": {"CATEGORY": f'"{category}"'}} for category in categories), {"userId": "1"}],
        filterArn=filter_arn)
    for category, line in zip(categories, lines):
        found = line["output"]["recommendedItems"]
        assert found and {world.items[item]["CATEGORY_L1"] for item in found} == {category}
    assert "CATEGORY" in lines[-1]["error"]


def test_every_object_below_a_prefix_is_answered(world):
    arn = start(world, "popular", "prefix", "s3://batches/in/users", "s3://batches/out")
    wait_until_active(lambda: describe(world, arn))
    keys = [entry["Key"] for entry in world.s3.client.list_objects_v2(Bucket="batches", Prefix="out/")["Contents"]]
    assert keys == ["out/users-a.json.out", "out/users-b.json.out"]
    pages = world.group.personalize.get_paginator("list_batch_inference_jobs").paginate(
        solutionVersionArn=world.versions["popular"], PaginationConfig={"PageSize": 1})
    names = [job["jobName"] for page in pages for job in page["batchInferenceJobs"]]
    assert names[0] == "prefix" and set(names) >= {"prefix"}


def test_refusals(world):
    client = world.group.personalize
    place = "s3://batches/same/"
    for options in ({"batchInferenceJobMode": "THEME_GENERATION"}, {"numResults": 501},
                    {"batchInferenceJobConfig": {"rankingInfluence": {"POPULARITY": 0.5}}}):
        with pytest.raises(client.exceptions.InvalidInputException):
            start(world, "hrnn", "refused", "s3://batches/in/users", place, **options)
    with pytest.raises(client.exceptions.InvalidInputException):
        start(world, "hrnn", "refused", place, place)
    with pytest.raises(client.exceptions.InvalidInputException) as refused:
        client.create_batch_segment_job(
            jobName="refused", solutionVersionArn=world.versions["hrnn"], roleArn=ROLE,
            jobInput={"s3DataSource": {"path": "s3://batches/in/users"}},
            jobOutput={"s3DataDestination": {"path": place}})
    assert "USER_SEGMENTATION" in str(refused.value)
    assert client.list_batch_segment_jobs()["batchSegmentJobs"] == []
    arn = start(world, "hrnn", "nothing", "s3://batches/no-such-prefix", place)
    job = wait_until_done(lambda: describe(world, arn))
    assert job["status"] == "CREATE FAILED" and "Invalid S3 input path" in job["failureReason"]
    with pytest.raises(ClientError) as taken:
        start(world, "hrnn", "nothing", "s3://batches/in/users", place)
    assert taken.value.response["Error"]["Code"] == "ResourceAlreadyExistsException"
