"""What imports accept and refuse, from folders, from S3 and from files."""
import pytest

from conftest import INTERACTIONS_SCHEMA, Group, wait_until_done


@pytest.fixture
def group(server):
    group = Group(server, "imports")
    group.add_dataset("Interactions", INTERACTIONS_SCHEMA)
    return group


def write_rows(path, count, header="USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE", extra=()):
    rows = [f"u{n % 40},i{n % 90},{1_700_000_000 + n},click,1.0" for n in range(count)]
    path.write_text("\n".join([header, *rows, *extra]) + "\n")
    return path


def outcome(group, location, **options):
    arn = group.start_import("Interactions", location, **options)
    return wait_until_done(lambda: group.describe_import(arn))


def test_a_folder_in_s3_is_read_without_its_subfolders(group, s3, tmp_path):
    file = write_rows(tmp_path / "a.csv", 1200)
    s3.upload("folder", "in/a.csv", file)
    s3.upload("folder", "in/b.csv", file)
    s3.upload("folder", "in/deeper/broken.csv", write_rows(tmp_path / "c.csv", 3, header="X,Y,Z,A,B"))
    assert outcome(group, "s3://folder/in/")["status"] == "ACTIVE"


def test_missing_columns_fail_the_job_and_are_named(group, tmp_path):
    file = tmp_path / "missing.csv"
    file.write_text("USER_ID,ITEM_ID\nu,i\n")
    job = outcome(group, f"file://{file}")
    assert job["status"] == "CREATE FAILED"
    assert "Input CSV is missing the following columns" in job["failureReason"] and "TIMESTAMP" in job["failureReason"]


def test_an_absent_bucket_and_a_file_outside_the_roots_fail_with_a_reason(group):
    absent = outcome(group, "s3://no-such-bucket/x.csv", name="absent")
    outside = outcome(group, "file:///etc/passwd", name="outside")
    for job in (absent, outside):
        assert job["status"] == "CREATE FAILED" and job["failureReason"]


def test_incremental_needs_a_full_import_first(group, tmp_path):
    file = write_rows(tmp_path / "a.csv", 1200)
    with pytest.raises(group.personalize.exceptions.ClientError) as refused:
        group.start_import("Interactions", f"file://{file}", name="first", importMode="INCREMENTAL")
    assert refused.value.response["Error"]["Code"] == "InvalidInputException"
    assert outcome(group, f"file://{file}", name="full")["status"] == "ACTIVE"
    assert outcome(group, f"file://{file}", name="more", importMode="INCREMENTAL")["status"] == "ACTIVE"


def test_bad_rows_are_left_out_and_reported(group, tmp_path):
    file = write_rows(tmp_path / "bad.csv", 1500, extra=["u1,i1,yesterday,click,1.0", "u2,,1700000000,click,1.0"])
    job = outcome(group, f"file://{file}")
    assert job["status"] == "ACTIVE"
    status, text = group.server.get(f"/attune/v1/dataset-import-jobs/{job['jobName']}/report?region=eu-west-1")
    assert status == 200
    assert "yesterday" in text and "TIMESTAMP" in text


def test_too_little_data_fails_the_training_with_the_reason(group, tmp_path):
    file = write_rows(tmp_path / "few.csv", 100)
    outcome(group, f"file://{file}")
    arn = group.start_training("aws-popularity-count")
    version = wait_until_done(lambda: group.describe_version(arn))
    assert version["status"] == "CREATE FAILED" and "1000" in version["failureReason"]
