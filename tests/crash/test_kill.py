"""kill -9 at a bad moment, a restart, and nothing acknowledged is lost."""
import threading
import time

from conftest import FAST_MODEL, INTERACTIONS_SCHEMA, Group, wait_until_done


def big_csv(path, rows):
    with open(path, "w") as file:
        file.write("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n")
        for n in range(rows):
            file.write(f"u{n % 5000},i{(n * 7919) % 3000},{1_600_000_000 + n},click,1.5\n")
    return path


def group_with_dataset(server, name="crash"):
    group = Group(server, name)
    group.add_dataset("Interactions", INTERACTIONS_SCHEMA)
    return group


def test_an_import_that_was_killed_ends_after_the_restart(server, tmp_path):
    group = group_with_dataset(server)
    job = group.start_import("Interactions", f"file://{big_csv(tmp_path / 'big.csv', 1_500_000)}")
    time.sleep(0.15)
    server.kill()
    server.start()
    assert wait_until_done(lambda: group.describe_import(job))["status"] == "ACTIVE"


def test_a_training_that_was_killed_ends_after_the_restart(server, shop):
    group = group_with_dataset(server)
    group.import_data("Interactions", f"file://{shop}/interactions.csv")
    version = group.start_training("aws-hrnn", **FAST_MODEL)
    deadline = time.time() + 60
    while group.describe_version(version)["status"] == "CREATE PENDING" and time.time() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    server.kill()
    server.start()
    assert wait_until_done(lambda: group.describe_version(version))["status"] == "ACTIVE"


def test_a_training_can_be_stopped(server, shop):
    group = group_with_dataset(server)
    group.import_data("Interactions", f"file://{shop}/interactions.csv")
    version = group.start_training("aws-hrnn", solutionConfig={"algorithmHyperParameters": {"epochs": "200"}})
    deadline = time.time() + 60
    while group.describe_version(version)["status"] != "CREATE IN_PROGRESS" and time.time() < deadline:
        time.sleep(0.01)
    group.personalize.stop_solution_version_creation(solutionVersionArn=version)
    assert wait_until_done(lambda: group.describe_version(version), 60)["status"] == "CREATE STOPPED"


def test_every_acknowledged_event_is_found_after_a_kill(server):
    group = group_with_dataset(server)
    tracking = group.add_tracker()
    acknowledged, lock, stop = set(), threading.Lock(), threading.Event()

    def send(worker):
        client, number = server.events, 0
        while not stop.is_set() and number < 125:
            names = [f"{worker}-{number}-{n}" for n in range(10)]
            try:
                client.put_events(trackingId=tracking, userId=f"u{worker}", sessionId="s", eventList=[
                    {"eventType": "click", "itemId": "i", "sentAt": 1_760_000_000, "eventId": name} for name in names])
            except Exception:
                return
            with lock:
                acknowledged.update(names)
            number += 1

    threads = [threading.Thread(target=send, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 5000:
        time.sleep(0.01)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    server.start()
    import sqlite3
    with sqlite3.connect(f"file:{server.data_dir}/attune.db?mode=ro", uri=True) as database:
        found = [row[0] for row in database.execute("SELECT event_id FROM events")]
    print(f"events acknowledged {len(acknowledged)} of 10000 when killed, found {len(found)}, "
          f"lost {len(acknowledged - set(found))}")
    assert len(found) == len(set(found))
    assert acknowledged <= set(found)


def test_resources_that_were_acknowledged_are_there_after_a_kill(server):
    names = [f"group-{n}" for n in range(4)]
    for name in names:
        server.personalize.create_dataset_group(name=name)
    server.kill()
    server.start()
    listed = server.personalize.list_dataset_groups()["datasetGroups"]
    assert {group["name"] for group in listed} == set(names)
    for group in listed:
        describe = lambda: server.personalize.describe_dataset_group(
            datasetGroupArn=group["datasetGroupArn"])["datasetGroup"]
        assert wait_until_done(describe, 30)["status"] == "ACTIVE"
