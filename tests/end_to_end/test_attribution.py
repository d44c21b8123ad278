"""Metric attributions through boto3."""
import csv
import io

import pytest

from conftest import ROLE, Group, rows_of, wait_until_active, wait_until_gone


@pytest.fixture
def group(server, shop):
    group = Group(server, "attribution")
    for kind, name in {"Interactions": "interactions", "Items": "items"}.items():
        group.add_dataset(kind, (shop / f"{name}.schema.json").read_text())
    return group


METRICS = [{"eventType": "purchase", "metricName": "sales", "expression": "SUM(Interactions.UNIT_PRICE)"},
           {"eventType": "view", "metricName": "countViews", "expression": "SAMPLECOUNT()"}]


def create(group, **options):
    arn = group.personalize.create_metric_attribution(**{
        "name": "m", "datasetGroupArn": group.arn, "metrics": METRICS,
        "metricsOutputConfig": {"roleArn": ROLE, "s3DataDestination": {"path": "s3://attribution/reports/"}},
        **options})["metricAttributionArn"]
    wait_until_active(lambda: group.personalize.describe_metric_attribution(
        metricAttributionArn=arn)["metricAttribution"])
    return arn


def test_it_lives_changes_and_goes(group):
    client = group.personalize
    arn = create(group)
    pages = client.get_paginator("list_metric_attribution_metrics").paginate(
        metricAttributionArn=arn, PaginationConfig={"PageSize": 1})
    assert [metric for page in pages for metric in page["metrics"]] == METRICS
    assert [each["name"] for each in client.list_metric_attributions(
        datasetGroupArn=group.arn)["metricAttributions"]] == ["m"]
    new = {"eventType": "purchase", "metricName": "value", "expression": "sum(items.PRICE)"}
    client.update_metric_attribution(metricAttributionArn=arn, addMetrics=[new], removeMetrics=["sales"])
    wait_until_active(lambda: client.describe_metric_attribution(metricAttributionArn=arn)["metricAttribution"])
    names = [metric["metricName"] for metric in client.list_metric_attribution_metrics(
        metricAttributionArn=arn)["metrics"]]
    assert names == ["countViews", "value"]
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        client.update_metric_attribution(metricAttributionArn=arn, addMetrics=[new])
    client.delete_metric_attribution(metricAttributionArn=arn)
    wait_until_gone(client, lambda: client.describe_metric_attribution(metricAttributionArn=arn))


def test_refusals(group):
    client = group.personalize
    for expression in ("SUM(Items.TITLE)", "SUM(Items.NO_SUCH)", "AVG(Items.PRICE)", "SUM(Users.AGE)"):
        with pytest.raises(client.exceptions.InvalidInputException):
            create(group, metrics=[{"eventType": "view", "metricName": "x", "expression": expression}])
    with pytest.raises(client.exceptions.InvalidInputException):
        create(group, metrics=[])
    create(group)
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        create(group, name="second")


def test_an_import_publishes_its_report(group, shop, s3):
    s3.client.create_bucket(Bucket="attribution", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client = group.personalize
    with pytest.raises(client.exceptions.InvalidInputException):
        group.start_import("Interactions", f"file://{shop}/interactions.csv", publishAttributionMetricsToS3=True)
    create(group)
    group.import_data("Interactions", f"file://{shop}/interactions.csv", publishAttributionMetricsToS3=True)
    key, = [entry["Key"] for entry in s3.client.list_objects_v2(Bucket="attribution")["Contents"]]
    assert key.startswith("reports/AggregatedAttributionMetrics - FULL - ") and key.endswith(".csv")
    text = s3.client.get_object(Bucket="attribution", Key=key)["Body"].read().decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    rows = rows_of(shop / "interactions.csv")
    assert sum(float(line["VALUE"]) for line in lines if line["METRIC_NAME"] == "COUNTVIEWS") == sum(
        row["EVENT_TYPE"] == "view" for row in rows)
    assert {(line["MATH_FUNCTION"], line["EVENT_ATTRIBUTION_SOURCE"]) for line in lines} == {
        ("sum", "SOURCE_NAME_UNDEFINED"), ("samplecount", "SOURCE_NAME_UNDEFINED")}
    sales = sum(float(row["UNIT_PRICE"] or 0) for row in rows if row["EVENT_TYPE"] == "purchase")
    assert abs(sum(float(line["VALUE"]) for line in lines if line["METRIC_NAME"] == "SALES") - sales) < 0.01 * sales
