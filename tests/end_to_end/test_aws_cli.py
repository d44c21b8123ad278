"""The unmodified AWS CLI drives the main job."""
import json
import os
import subprocess

import pytest

from conftest import REGION, wait_until_active


@pytest.fixture
def aws(server):
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="cli", AWS_SECRET_ACCESS_KEY="cli", AWS_DEFAULT_REGION=REGION,
                       AWS_PAGER="", AWS_EC2_METADATA_DISABLED="true")
    environment.pop("PYTHONPATH", None)

    def run(service, command, *arguments, fails=False):
        done = subprocess.run(["/usr/bin/aws", service, command, "--endpoint-url", server.endpoint, "--output", "json",
                               *arguments], capture_output=True, text=True, env=environment, timeout=60)
        if fails:
            assert done.returncode != 0
            return done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else {}

    return run


def test_the_main_job_runs_from_the_shell(aws, shop, s3):
    location = s3.upload("cli", "interactions.csv", shop / "interactions.csv")
    group = aws("personalize", "create-dataset-group", "--name", "cli")["datasetGroupArn"]
    wait_until_active(lambda: aws("personalize", "describe-dataset-group", "--dataset-group-arn", group)["datasetGroup"])
    schema = aws("personalize", "create-schema", "--name", "cli", "--schema",
                 f"file://{shop}/interactions.schema.json")["schemaArn"]
    dataset = aws("personalize", "create-dataset", "--name", "cli", "--schema-arn", schema, "--dataset-group-arn",
                  group, "--dataset-type", "Interactions")["datasetArn"]
    assert dataset == f"arn:aws:personalize:{REGION}:000000000000:dataset/cli/INTERACTIONS"
    wait_until_active(lambda: aws("personalize", "describe-dataset", "--dataset-arn", dataset)["dataset"])
    job = aws("personalize", "create-dataset-import-job", "--job-name", "cli", "--dataset-arn", dataset,
              "--data-source", f"dataLocation={location}", "--role-arn",
              "arn:aws:iam::000000000000:role/cli")["datasetImportJobArn"]
    wait_until_active(lambda: aws("personalize", "describe-dataset-import-job", "--dataset-import-job-arn",
                                  job)["datasetImportJob"])
    solution = aws("personalize", "create-solution", "--name", "cli", "--dataset-group-arn", group, "--recipe-arn",
                   "arn:aws:personalize:::recipe/aws-hrnn", "--solution-config",
                   "algorithmHyperParameters={epochs=3,hidden_dimension=32}")["solutionArn"]
    version = aws("personalize", "create-solution-version", "--solution-arn", solution)["solutionVersionArn"]
    wait_until_active(lambda: aws("personalize", "describe-solution-version", "--solution-version-arn",
                                  version)["solutionVersion"])
    metrics = aws("personalize", "get-solution-metrics", "--solution-version-arn", version)["metrics"]
    assert len(metrics) == 8
    campaign = aws("personalize", "create-campaign", "--name", "cli", "--solution-version-arn", version)["campaignArn"]
    wait_until_active(lambda: aws("personalize", "describe-campaign", "--campaign-arn", campaign)["campaign"])
    answer = aws("personalize-runtime", "get-recommendations", "--campaign-arn", campaign, "--user-id", "1",
                 "--num-results", "5")
    assert len(answer["itemList"]) == 5
    tracker = aws("personalize", "create-event-tracker", "--name", "cli", "--dataset-group-arn", group)
    wait_until_active(lambda: aws("personalize", "describe-event-tracker", "--event-tracker-arn",
                                  tracker["eventTrackerArn"])["eventTracker"])
    event = json.dumps([{"eventType": "click", "sentAt": 1760000000, "eventId": "one",
                         "properties": json.dumps({"itemId": answer["itemList"][0]["itemId"]})}])
    aws("personalize-events", "put-events", "--tracking-id", tracker["trackingId"], "--user-id", "1", "--session-id",
        "s", "--event-list", event)
    listed = aws("personalize", "list-campaigns")["campaigns"]
    assert [entry["campaignArn"] for entry in listed] == [campaign]


def test_recipes_page_through_the_cli(aws):
    every = aws("personalize", "list-recipes")["recipes"]
    paged = aws("personalize", "list-recipes", "--page-size", "2")["recipes"]
    assert {recipe["name"] for recipe in every} >= {"aws-hrnn", "aws-user-personalization", "aws-sims",
                                                    "aws-personalized-ranking", "aws-popularity-count"}
    assert paged == every


def test_errors_reach_the_shell_with_their_code(aws):
    unknown = f"arn:aws:personalize:{REGION}:000000000000:campaign/none"
    assert "ResourceNotFoundException" in aws("personalize", "describe-campaign", "--campaign-arn", unknown, fails=True)
    assert "ResourceNotFoundException" in aws("personalize-runtime", "get-recommendations", "--campaign-arn", unknown,
                                              "--user-id", "1", fails=True)
    assert "InvalidInputException" in aws("personalize", "create-dataset-group", "--name", "a b", fails=True)
