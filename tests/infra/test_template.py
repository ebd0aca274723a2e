"""The template says what the code relies on."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from pynamodb.models import Model
from samtranslator.translator.transform import transform

from chalicelib.api.problems import PROBLEMS
from chalicelib.files import ORPHAN
from chalicelib.inspection import apart
from chalicelib.settings import Settings
from chalicelib.store.keys import SHARDS
from chalicelib.store.rows import IdentityRow, Row
from infra import template
from infra.package import ROOT

# ruff: noqa: SLF001 - PynamoDB has no other way to ask for a schema

RESOURCES = template.whole()
POLICIES = sorted((ROOT / ".chalice").glob("*[!config].json"))


@pytest.fixture(scope="module")
def template(archive: Path) -> Path:
    return archive.with_name("sam.json")


def properties(resource: str) -> dict[str, Any]:
    """Of a resource of ours."""
    found: dict[str, Any] = RESOURCES["Resources"][resource]["Properties"]
    return found


def keys(schema: list[Any]) -> list[str]:
    """The attributes of a key, the partition's first."""
    return [part["AttributeName"] for part in sorted(schema, key=lambda part: str(part["KeyType"]))]


def types(definitions: list[Any]) -> dict[str, str]:
    """The type of each attribute in a key."""
    return {definition["AttributeName"]: definition["AttributeType"] for definition in definitions}


def test_cfn_lint_finds_nothing_in_the_packaged_template(template: Path) -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([linter, "--region", "ap-southeast-3", "--", template], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("table", "row"), [("CasesTable", Row), ("IdentitiesTable", IdentityRow)])
def test_the_tables_have_the_keys_of_the_rows(table: str, row: type[Model]) -> None:
    schema = row._get_schema()
    assert keys(properties(table)["KeySchema"]) == keys(schema["key_schema"])
    assert types(properties(table)["AttributeDefinitions"]) == types(schema["attribute_definitions"])


@pytest.mark.parametrize(("table", "row"), [("CasesTable", Row), ("IdentitiesTable", IdentityRow)])
def test_the_indexes_are_those_of_the_rows(table: str, row: type[Model]) -> None:
    deployed = {index["IndexName"]: (keys(index["KeySchema"]), index["Projection"]) for index in properties(table)["GlobalSecondaryIndexes"]}
    used = {index["index_name"]: (keys(index["key_schema"]), index["projection"]) for index in row._get_schema()["global_secondary_indexes"]}
    assert deployed == used


def test_sam_translates_it_without_a_word(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-3")
    text = template.read_text().replace("./deployment.zip", "s3://bucket/d.zip").replace("./inspection.zip", "s3://bucket/i.zip")
    made = transform(json.loads(text), {}, Mock(load=dict))["Resources"]

    assert {each["Type"] for each in made.values() if each["Type"].startswith("AWS::Serverless")} == set()
    assert len(made) < 400, "CloudFormation takes 500 resources"
    assert all({"api_key": []} in method["security"] for path in made["RestAPI"]["Properties"]["Body"]["paths"].values() for method in path.values())


@pytest.mark.parametrize(("divided", "run"), [("off", {"TickEvent"}), ("on", {f"TickOfShard{number}" for number in range(SHARDS)})])
def test_the_tick_runs_once_for_all_shards_or_once_for_each(divided: str, run: set[str]) -> None:
    events = properties("Tick")["Events"]
    states = {name: told["Properties"]["State"]["Fn::If"] for name, told in events.items()}

    assert RESOURCES["Conditions"]["TicksPerShard"] == {"Fn::Equals": [{"Ref": "TickPerShard"}, "on"]}
    assert {name for name, (_, when_on, when_off) in states.items() if (when_on if divided == "on" else when_off) == "ENABLED"} == run
    assert [json.loads(told["Properties"]["Input"])["detail"] for name, told in events.items() if name != "TickEvent"] == [
        {"shards": [number]} for number in range(SHARDS)
    ]


def test_a_shard_whose_ticks_never_come_to_the_end_does_not_hide_behind_the_others() -> None:
    """Of the ticks that see to all shards one that comes to the end will do; where each shard has its own, one that is behind rings."""
    assert properties("TickBehindAlarm")["Statistic"] == {"Fn::If": ["TicksPerShard", "Maximum", "Minimum"]}


def test_expired_rows_are_removed_by_the_attribute_that_the_rows_set() -> None:
    assert properties("CasesTable")["TimeToLiveSpecification"] == {"AttributeName": Row.ttl.attr_name, "Enabled": True}


NAMED_BY_HAND = re.compile(r"(Table|Bucket|Queue|Function|Role|Topic|Alarm|LogGroup|ConfigurationSet|Rule|Secret)?Name|Alias")


def test_both_stages_fit_into_one_account_since_nothing_of_a_stack_has_a_name_that_another_would_have(template: Path) -> None:
    resources = json.loads(template.read_text())["Resources"]
    named = [
        (name, value)
        for name, told in resources.items()
        for key, value in told.get("Properties", {}).items()
        if NAMED_BY_HAND.fullmatch(key)
        and "AWS::StackName" not in json.dumps(value)
        and "Ref" not in json.dumps(value)
        and "Fn::" not in json.dumps(value)
    ]
    assert named == []


def test_every_setting_is_given_to_the_functions_and_no_other() -> None:
    given = RESOURCES["Globals"]["Function"]["Environment"]["Variables"]
    assert set(given) == {name.upper() for name in Settings._fields}


def test_every_function_keeps_its_logs_for_a_limited_time(template: Path) -> None:
    resources = json.loads(template.read_text())["Resources"]
    functions = [name for name, resource in resources.items() if resource["Type"] == "AWS::Serverless::Function"]
    groups = {json.dumps(each["Properties"]["LogGroupName"]) for each in resources.values() if each["Type"] == "AWS::Logs::LogGroup"}
    assert groups == {json.dumps({"Fn::Sub": f"/aws/lambda/${{{name}}}"}) for name in functions}


def test_stages_differ_only_in_how_long_logs_are_kept() -> None:
    stages = json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]
    assert {name: set(told) for name, told in stages.items()} == {"dev": {"log_retention_in_days"}, "prod": {"log_retention_in_days"}}


def test_every_function_has_a_role_with_a_policy_of_its_own(template: Path) -> None:
    resources = json.loads(template.read_text())["Resources"]
    policies = [json.dumps(each["Properties"]["Policies"]) for each in resources.values() if each["Type"] == "AWS::IAM::Role"]
    assert len(policies) == len(set(policies)) == 7


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.stem)
def test_no_policy_allows_all_actions_and_all_resources_only_where_the_sender_is_fixed(file: Path) -> None:
    for statement in json.loads(file.read_text())["Statement"]:
        assert all(re.fullmatch(r"[a-z0-9]+:[A-Za-z]+", action) for action in statement["Action"])
        assert statement["Resource"] != "*" or "ses:FromAddress" in json.dumps(statement["Condition"])


def test_the_attachments_are_never_public() -> None:
    assert all(properties("AttachmentsBucket")["PublicAccessBlockConfiguration"].values())


def test_what_fails_for_good_is_kept() -> None:
    assert "DeadLetters" in json.dumps([properties(function) for function in ("Tick", "Score", "SendWebhooks", "React")])
    assert "DeadLetters" in json.dumps(properties("MailReports"))
    for function in ("Tick", "Score", "SendWebhooks"):
        assert "DeadLetters" in json.dumps(properties(function)["EventInvokeConfig"])
        assert [name for name, told in properties(function)["Events"].items() if "DeadLetters" not in json.dumps(told)] == []


def test_what_the_gateway_refuses_has_a_page_that_explains_it() -> None:
    responses = properties("RestAPI")["GatewayResponses"].values()
    documents = [json.loads(response["ResponseTemplates"]["application/json"]) for response in responses]

    assert {document["type"].removeprefix("/problems.html#") for document in documents} - {"about:blank"} <= set(PROBLEMS)


def test_what_was_published_of_a_frozen_month_is_never_removed() -> None:
    rules = properties("AttachmentsBucket")["LifecycleConfiguration"]["Rules"]

    assert [rule["Id"] for rule in rules if "ExpirationInDays" in rule and "periods/".startswith(rule.get("Prefix", ""))] == []


def test_an_export_is_removed_after_a_day() -> None:
    rules = {rule["Id"]: rule for rule in properties("AttachmentsBucket")["LifecycleConfiguration"]["Rules"]}

    rule = rules["exports-are-fetched-at-once"]
    assert (rule["Status"], rule["Prefix"], rule["ExpirationInDays"]) == ("Enabled", "exports/", 1)


def test_an_upload_lies_there_as_long_as_its_message_can_be_tried_again() -> None:
    rules = {rule["Id"]: rule for rule in properties("AttachmentsBucket")["LifecycleConfiguration"]["Rules"]}

    kept = properties("UploadsDeadLetters")["MessageRetentionPeriod"] / 86400
    assert rules["uploads-are-kept-elsewhere"]["ExpirationInDays"] > kept


def test_bounces_and_complaints_come_back_from_the_mail_service_to_the_function_that_hears_them() -> None:
    destination = properties("MailConfigurationReports")["EventDestination"]

    assert destination["MatchingEventTypes"] == ["bounce", "complaint"]
    assert destination["SnsDestination"] == {"TopicARN": {"Ref": "MailTopic"}}
    assert properties("MailSubscription")["Endpoint"] == {"Fn::GetAtt": ["MailReports", "Arn"]}
    assert properties("HearOfMail")["Events"]["HearOfMailSqsEventSource"]["Properties"]["Queue"] == {"Fn::Sub": "${MailReports.Arn}"}


def test_what_nothing_refers_to_is_removed_and_what_was_inspected_stays() -> None:
    rules = [rule for rule in properties("AttachmentsBucket")["LifecycleConfiguration"]["Rules"] if rule.get("Prefix") == "attachments/"]

    assert [(rule["Status"], rule["TagFilters"]) for rule in rules] == [
        ("Enabled", [{"Key": key, "Value": value} for key, value in [ORPHAN.split("=")]])
    ]
    assert rules[0]["ExpirationInDays"] > properties("UploadsDeadLetters")["MessageRetentionPeriod"] / 86400


def test_only_the_function_that_inspects_has_the_libraries_and_writes_what_can_be_fetched(template: Path) -> None:
    resources = json.loads(template.read_text())["Resources"]
    functions = {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"}

    assert [name for name, each in functions.items() if each.get("Layers")] == ["InspectUpload"]
    for file in POLICIES:
        for statement in json.loads(file.read_text())["Statement"]:
            if "/attachments/" in json.dumps(statement["Resource"]) and file.stem != "inspect_upload":
                assert statement["Action"] == (["s3:DeleteObject"] if file.stem == "react" else ["s3:GetObject"])


def test_two_functions_can_touch_identities_and_no_other() -> None:
    """No other may read, write or delete a row, or use the key that they are encrypted with."""
    touching = {file.stem for file in POLICIES if "Identities" in file.read_text()}

    assert touching == {"api_handler", "react"}
    writing = {
        file.stem: [
            action
            for one in json.loads(file.read_text())["Statement"]
            if "IdentitiesTable" in json.dumps(one["Resource"])
            for action in one["Action"]
        ]
        for file in POLICIES
        if file.stem in touching
    }
    assert "dynamodb:PutItem" not in writing["react"], "react reads and deletes"


def test_what_may_be_written_in_bulk_is_bound_to_its_rows() -> None:
    bulk = [one for file in POLICIES for one in json.loads(file.read_text())["Statement"] if "dynamodb:BatchWriteItem" in one["Action"]]

    assert bulk
    assert all("dynamodb:LeadingKeys" in json.dumps(one["Condition"]) for one in bulk)


def test_a_message_is_not_given_to_another_while_its_upload_is_inspected(template: Path) -> None:
    function = json.loads(template.read_text())["Resources"]["InspectUpload"]["Properties"]

    assert properties("UploadsQueue")["VisibilityTimeout"] > function["Timeout"] > apart.WAIT_SECONDS


def test_what_is_downloaded_is_never_taken_for_something_else() -> None:
    headers = properties("FilesHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    behaviour = properties("FilesDistribution")["DistributionConfig"]["DefaultCacheBehavior"]

    assert headers["ContentTypeOptions"] == {"Override": True}
    assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "FilesHeaders"}
