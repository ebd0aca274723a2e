"""The stack is created, updated, taken back and deleted by the code that deploys to AWS, and what holds complaints outlives all of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import releases, site_files, stacks
from infra.deploy import deploy, roll_back
from infra.place import Refused
from tests.infra.deployment import Deployed, architecture, deployed, order
from tests.infra.samples import COMPLAINT

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")


@pytest.fixture(scope="module")
def own(archive: Path) -> Iterator[Deployed]:
    """A stack that the drill may spoil."""
    with deployed(archive) as created:
        yield created


@pytest.fixture
def changed(archive: Path, tmp_path: Path) -> Path:
    """A bundle beside a template in which one function has more memory."""
    template = json.loads(archive.with_name("sam.json").read_text())
    template["Resources"]["Tick"]["Properties"]["MemorySize"] = 640
    for name in ("deployment.zip", "inspection.zip"):
        (tmp_path / name).symlink_to(archive.with_name(name))
    (tmp_path / "sam.json").write_text(json.dumps(template))
    return tmp_path / "deployment.zip"


def memory(stack: Deployed) -> int:
    return int(stack.client("lambda").get_function_configuration(FunctionName=stack.names["Tick"])["MemorySize"])


def release_of_the_site(stack: Deployed) -> str:
    found = stack.client("s3").get_object(Bucket=stack.names["SiteBucket"], Key="release.json")["Body"].read()
    return str(json.loads(found)["release"])


def test_the_same_again_changes_nothing(own: Deployed, archive: Path) -> None:
    release = releases.made(archive, own.place)
    assert release.id == own.outputs["Release"]
    assert site_files.put(release, own.names["SiteBucket"], own.names["Front"], own.place) == 0
    assert deploy(order(), release, own.place)["Release"] == release.id


def test_an_update_keeps_what_is_there_and_can_be_rolled_back(own: Deployed, changed: Path) -> None:
    assert own.call("GET", "/health")[0] == 200
    tables = own.names["CasesTable"], own.names["IdentitiesTable"]
    after = deploy(order(), releases.made(changed, own.place), own.place)
    assert (memory(own), release_of_the_site(own)) == (640, after["Release"])
    assert (own.resources()["CasesTable"], own.resources()["IdentitiesTable"]) == tables

    back = roll_back(order(), None, own.place)
    assert (memory(own), back["Release"], release_of_the_site(own)) == (512, own.outputs["Release"], own.outputs["Release"])
    assert [line["release"] for line in releases.history("dev", own.place)][-2:] == [after["Release"], back["Release"]]


def test_what_does_not_stand_the_look_from_outside_is_taken_back(own: Deployed, changed: Path) -> None:
    def broken(_: str, release: str) -> list[str]:
        return [] if release == own.outputs["Release"] else ["GET /health gives 502"]

    with pytest.raises(Refused, match=f"GET /health gives 502(.|\n)*{own.outputs['Release']} again"):
        deploy(order(smoke=broken), releases.made(changed, own.place), own.place)
    assert (memory(own), release_of_the_site(own)) == (512, own.outputs["Release"])


def test_a_template_that_cannot_be_created_is_taken_back_with_its_reason(own: Deployed, changed: Path) -> None:
    template = json.loads(changed.with_name("sam.json").read_text())
    template["Resources"]["Broken"] = {"Type": "AWS::CloudFront::Function", "Properties": {"Name": "broken"}}
    changed.with_name("sam.json").write_text(json.dumps(template))
    with pytest.raises(Refused, match=r"Broken|does not take"):
        deploy(order(), releases.made(changed, own.place), own.place)
    assert memory(own) == 512


def test_a_parameter_that_is_none_is_refused_with_those_that_are(own: Deployed, archive: Path) -> None:
    with pytest.raises(Refused, match=r"Nonsense.*AlarmMail"):
        deploy(order(Nonsense="1"), releases.made(archive, own.place), own.place)


def test_a_deleted_stack_leaves_the_tables_and_their_keys(own: Deployed) -> None:
    own.run("-m", "tests.infra.prepare", "tanggap-dev")
    assert own.call("POST", "/v1/complaints", COMPLAINT)[0] == 201
    for page in own.client("s3").get_paginator("list_objects_v2").paginate(Bucket=own.names["SiteBucket"]):
        for one in page.get("Contents", ()):
            own.client("s3").delete_object(Bucket=own.names["SiteBucket"], Key=one["Key"])
    stacks.delete("tanggap-dev", own.place)

    assert stacks.described("tanggap-dev", own.place) is None
    assert own.client("dynamodb").scan(TableName=own.names["CasesTable"], Limit=1)["Count"] == 1
    assert own.client("kms").describe_key(KeyId=own.names["IdentitiesKey"])["KeyMetadata"]["KeyState"] == "Enabled"
