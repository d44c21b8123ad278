#!/usr/bin/env python3
"""The whole loop of a recommendation engine through the Amazon Personalize protocol, against a server of its own.

Generates a shop (or takes --data FOLDER with interactions.csv and, if there, items.csv and users.csv), imports it, trains
user personalization, ranking and similar items, and prints what they answer, with item titles.
"""
import argparse
import collections
import csv
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
import botocore.config

REGION = "eu-west-1"
DATASETS = {"Interactions": "interactions.csv", "Items": "items.csv", "Users": "users.csv"}
RECIPES = {
    "for-you": "aws-user-personalization",
    "ranking": "aws-personalized-ranking",
    "similar": "aws-sims",
}
BOLD, DIM, END = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


def heading(text):
    print(f"\n{BOLD}{text}{END}", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Shop:
    """The CSV folder, as far as a person wants to see it."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {kind: folder / name for kind, name in DATASETS.items() if (folder / name).exists()}
        self.titles, self.items = {}, {}
        if "Items" in self.files:
            with open(self.files["Items"], newline="", encoding="utf-8-sig") as file:
                for row in csv.DictReader(file):
                    self.items[row["ITEM_ID"]] = row
                    title = row.get("TITLE") or row.get("NAME") or row.get("DESCRIPTION") or row["ITEM_ID"]
                    self.titles[row["ITEM_ID"]] = title
        self.history = collections.defaultdict(list)
        with open(self.files["Interactions"], newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                self.history[row["USER_ID"]].append(
                    (int(float(row["TIMESTAMP"])), row["ITEM_ID"], row.get("EVENT_TYPE") or "event"))
        for events in self.history.values():
            events.sort(key=lambda event: event[0])
        self.newest = max(events[-1][0] for events in self.history.values())

    def line(self, item):
        row = self.items.get(item, {})
        detail = next((row[name] for name in ("CATEGORY_L2", "GENRES", "CATEGORY_L1") if row.get(name)), "")
        return f"{self.titles.get(item, item)[:40]:<40} {DIM}{detail[:20]:<20}{END}"

    def category_column(self):
        first = next(iter(self.items.values()), {})
        return next((name for name in ("CATEGORY_L1", "GENRES") if name in first), None)

    def a_user(self):
        """Somebody with a history of middling length."""
        by_length = sorted(self.history, key=lambda user: (abs(len(self.history[user]) - 30), user))
        return by_length[0]


class Demo:
    def __init__(self, arguments, folder):
        self.attune = arguments.attune
        self.folder = folder
        self.port = arguments.port or free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        config = botocore.config.Config(region_name=REGION, retries={"max_attempts": 2})
        make = lambda service: boto3.client(
            service, endpoint_url=self.endpoint, aws_access_key_id="demo", aws_secret_access_key="demo", config=config)
        self.personalize = make("personalize")
        self.runtime = make("personalize-runtime")
        self.events = make("personalize-events")

    def start_server(self, data_dir, shop_folder):
        self.log_path = self.folder / "server.log"
        self.log = open(self.log_path, "w")
        self.server = subprocess.Popen(
            [self.attune, "serve", "--data-dir", str(data_dir), "--listen", f"127.0.0.1:{self.port}",
             "--file-root", str(shop_folder)], stderr=self.log, stdout=self.log, start_new_session=True)
        deadline = time.time() + 30
        while time.time() < deadline:
            if self.server.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"the server did not start; its log is {self.log_path}")

    def wait(self, describe, key, what, **arn):
        """Polls as clients of Amazon Personalize do, until ACTIVE or a failure."""
        started = time.time()
        while True:
            resource = describe(**arn)[key]
            if resource["status"] == "ACTIVE":
                return resource
            if "FAILED" in resource["status"]:
                sys.exit(f"{what}: {resource['status']}: {resource.get('failureReason')}")
            if sys.stderr.isatty():
                print(f"\r  {what}: {resource['status']} {time.time() - started:4.0f} s ", end="", file=sys.stderr)
            time.sleep(0.2)

    def schema_of(self, kind, file):
        avro = file.with_name(file.name.replace(".csv", ".schema.json"))
        if avro.exists():
            return avro.read_text()
        return subprocess.run([self.attune, "schema", str(file), "--type", kind], check=True, capture_output=True,
                              text=True).stdout

    def import_data(self, shop):
        p = self.personalize
        group = p.create_dataset_group(name="demo")["datasetGroupArn"]
        self.wait(p.describe_dataset_group, "datasetGroup", "dataset group", datasetGroupArn=group)
        for kind, file in shop.files.items():
            schema = p.create_schema(name=f"demo-{kind}", schema=self.schema_of(kind, file))["schemaArn"]
            dataset = p.create_dataset(name=f"demo-{kind}", schemaArn=schema, datasetGroupArn=group,
                                       datasetType=kind)["datasetArn"]
            self.wait(p.describe_dataset, "dataset", "dataset", datasetArn=dataset)
            started = time.time()
            job = p.create_dataset_import_job(
                jobName=f"demo-{kind}", datasetArn=dataset, dataSource={"dataLocation": f"file://{file.resolve()}"},
                roleArn="arn:aws:iam::000000000000:role/demo")["datasetImportJobArn"]
            self.wait(p.describe_dataset_import_job, "datasetImportJob", f"import of {kind}", datasetImportJobArn=job)
            print(f"  {kind:<13} imported in {time.time() - started:.1f} s")
        return group

    def train(self, group):
        p, versions = self.personalize, {}
        for name, recipe in RECIPES.items():
            solution = p.create_solution(name=name, datasetGroupArn=group,
                                         recipeArn=f"arn:aws:personalize:::recipe/{recipe}")["solutionArn"]
            self.wait(p.describe_solution, "solution", "solution", solutionArn=solution)
            started = time.time()
            versions[name] = p.create_solution_version(solutionArn=solution)["solutionVersionArn"]
            self.wait(p.describe_solution_version, "solutionVersion", f"training {recipe}",
                      solutionVersionArn=versions[name])
            print(f"  {recipe:<26} trained and measured in {time.time() - started:.1f} s")
        return versions

    def serve(self, versions):
        p, campaigns = self.personalize, {}
        for name, version in versions.items():
            campaigns[name] = p.create_campaign(name=name, solutionVersionArn=version)["campaignArn"]
        for name, arn in campaigns.items():
            self.wait(p.describe_campaign, "campaign", f"campaign {name}", campaignArn=arn)
        return campaigns

    def metrics(self, version):
        answer = self.personalize.get_solution_metrics(solutionVersionArn=version)["metrics"]
        name = version.rsplit("solution/", 1)[1]
        url = f"{self.endpoint}/attune/v1/solution-versions/{name}/report?region={REGION}"
        with urllib.request.urlopen(url, timeout=10) as report:
            return answer, json.load(report)["baselines"]

    def recommend(self, campaign, **arguments):
        return self.runtime.get_recommendations(campaignArn=campaign, **arguments)["itemList"]


def print_side_by_side(left_title, left, right_title, right):
    print(f"  {left_title:<78}{right_title}")
    for index in range(max(len(left), len(right))):
        one = left[index] if index < len(left) else ""
        two = right[index] if index < len(right) else ""
        pad = 78 + (len(DIM) + len(END) if one else 0)
        print(f"  {one:<{pad}}{two}")


def print_metrics(title, answer, baselines):
    heading(title)
    names = ["this model"] + list(baselines)
    print(f"  {'metric':<48}" + "".join(f"{name:>14}" for name in names))
    for key in sorted(answer):
        row = [answer[key]] + [baselines[name].get(key) for name in baselines]
        print(f"  {key:<48}" + "".join(f"{value:>14.4f}" if value is not None else f"{'-':>14}" for value in row))


def show_filter(demo, group, shop, campaign, user):
    column = shop.category_column()
    if column is None:
        return
    bought = [shop.items[item][column] for _, item, _ in shop.history[user] if item in shop.items]
    category = collections.Counter(bought).most_common(1)[0][0].split("|")[0]
    expression = f"INCLUDE ItemID WHERE Items.{column} IN ($CATEGORY)"
    arn = demo.personalize.create_filter(name="one-category", datasetGroupArn=group,
                                         filterExpression=expression)["filterArn"]
    demo.wait(demo.personalize.describe_filter, "filter", "filter", filterArn=arn)
    heading(f'Filtered: {expression}, CATEGORY = "{category}"')
    for item in demo.recommend(campaign, userId=user, numResults=8, filterArn=arn,
                               filterValues={"CATEGORY": f'"{category}"'}):
        print(f"  {item.get('score', 0):.5f}  {shop.line(item['itemId'])}")


def show_events(demo, group, shop, campaign, user):
    """Two events on an item that was far down the list move it up."""
    tracker = demo.personalize.create_event_tracker(name="demo", datasetGroupArn=group)
    demo.wait(demo.personalize.describe_event_tracker, "eventTracker", "event tracker",
              eventTrackerArn=tracker["eventTrackerArn"])
    before = demo.recommend(campaign, userId=user, numResults=100)
    watched = [before[60]["itemId"], before[80]["itemId"]]
    kind = shop.history[user][-1][2]
    for step, item in enumerate(watched):
        demo.events.put_events(trackingId=tracker["trackingId"], userId=user, sessionId="demo-session", eventList=[
            {"eventType": kind, "itemId": item, "sentAt": shop.newest + 60 + step, "eventId": f"demo-{step}"}])
    after = demo.recommend(campaign, userId=user, numResults=100)
    heading("Two events later: " + " and ".join(shop.titles.get(item, item) for item in watched))
    rank = {item["itemId"]: place + 1 for place, item in enumerate(before)}
    lines = []
    for place, item in enumerate(after[:10]):
        old = rank.get(item["itemId"])
        lines.append(f"{'was ' + str(old) if old else 'new':>8}  {shop.line(item['itemId'])}")
    print_side_by_side("before", [shop.line(item["itemId"]) for item in before[:10]], "after", lines)


def show_ranking(demo, shop, campaign, user):
    popular = collections.Counter(item for events in shop.history.values() for _, item, _ in events)
    basket = [item for item, _ in popular.most_common(10)]
    answer = demo.runtime.get_personalized_ranking(campaignArn=campaign, userId=user, inputList=basket)
    heading("The ten most popular items, in this user's order")
    print_side_by_side("by popularity", [shop.line(item) for item in basket], "re-ranked",
                       [f"{item.get('score', 0):.4f}  {shop.line(item['itemId'])}"
                        for item in answer["personalizedRanking"]])
    return basket[0]


def show(demo, group, shop, versions, campaigns):
    user = shop.a_user()
    history = [f"{kind:<12} {shop.line(item)}" for _, item, kind in shop.history[user][-10:]]
    answer = demo.recommend(campaigns["for-you"], userId=user, numResults=10)
    heading(f"User {user}: what they did last, and what they are shown")
    print_side_by_side("history", history, "recommended",
                       [f"{item.get('score', 0):.5f}  {shop.line(item['itemId'])}" for item in answer])
    show_filter(demo, group, shop, campaigns["for-you"], user)
    popular = show_ranking(demo, shop, campaigns["ranking"], user)
    heading(f"Items that go with: {shop.titles.get(popular, popular)}")
    for item in demo.recommend(campaigns["similar"], itemId=popular, numResults=8):
        print(f"  {shop.line(item['itemId'])}")
    show_events(demo, group, shop, campaigns["for-you"], user)
    for name in ("for-you", "similar"):
        print_metrics(f"Metrics of {RECIPES[name]} beside its baselines (users held out of training)",
                      *demo.metrics(versions[name]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attune", required=True, help="the attune program")
    parser.add_argument("--data", type=pathlib.Path, help="folder with interactions.csv, items.csv, users.csv")
    parser.add_argument("--port", type=int, help="port of the server (default: a free one)")
    parser.add_argument("--keep", action="store_true", help="leave the server running")
    arguments = parser.parse_args()
    started = time.time()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-demo-"))
    shop_folder = arguments.data or folder / "shop"
    heading("Data")
    if arguments.data is None:
        subprocess.run([arguments.attune, "generate", "--out", str(shop_folder), "--users", "2000", "--items", "1500",
                        "--interactions", "120000", "--seed", "7"], check=True)
    shop = Shop(shop_folder)
    print(f"  {sum(map(len, shop.history.values())):,} interactions, {len(shop.history):,} users, "
          f"{len(shop.titles):,} items in {shop_folder}")
    demo = Demo(arguments, folder)
    demo.start_server(folder / "data", shop_folder)
    try:
        heading(f"Import, through {demo.endpoint}")
        group = demo.import_data(shop)
        heading("Training")
        versions = demo.train(group)
        campaigns = demo.serve(versions)
        show(demo, group, shop, versions, campaigns)
        print(f"\nThe whole loop took {time.time() - started:.0f} s.")
    finally:
        if arguments.keep and demo.server.poll() is None:
            print(f"The server runs on: AWS_ENDPOINT_URL={demo.endpoint}, process {demo.server.pid}, files in {folder}")
        else:
            os.killpg(demo.server.pid, signal.SIGTERM)
            demo.server.wait(timeout=30)
            print(f"The server has stopped; its files are in {folder}")


if __name__ == "__main__":
    main()
