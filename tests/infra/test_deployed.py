"""The deployed stack does its work: with the permissions of each function, through the gateway, the stream, the queue and the schedule."""

import json
import re
import secrets
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import uploads
from tests.infra import permissions
from tests.infra.deployment import Deployed, architecture
from tests.infra.samples import COMPLAINT, UNSEAL
from tests.local.uploading import JPEG, upload

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")


@pytest.fixture(scope="module")
def receipt(stack: Deployed, world: dict[str, str]) -> dict[str, Any]:
    return file(stack)


def file(stack: Deployed, **fields: Any) -> dict[str, Any]:
    """A complaint more, of somebody who has not complained before unless `fields` say who."""
    address = f"warga-{secrets.token_hex(4)}@warga.example"
    status, filed = stack.call("POST", "/v1/complaints", COMPLAINT | {"reporter": {"name": "Wayan", "email": address}} | fields)
    assert status == 201, (filed, stack.errors())
    return dict(filed) | {"email": address}


def act(stack: Deployed, key: str, code: str, version: int, action: str, body: dict[str, str]) -> int:
    """One action of an agency; the version after it."""
    headers = {"Authorization": f"Bearer {key}", "If-Match": f'"{version}"'}
    status, case = stack.call("POST", f"/v1/cases/{code}/{action}", body, headers)
    assert status == 200, (case, stack.errors())
    return int(case["version"])


def mailed(stack: Deployed, to: str, about: str) -> bool:
    """Whether a notice about a complaint went to an address."""
    return any(to in message["To"] and about in message["Subject"] + message["BodyText"] for message in stack.inbox())


def test_a_complaint_is_verified_handed_on_worked_on_and_answered(stack: Deployed, world: dict[str, str], receipt: dict[str, Any]) -> None:
    code = receipt["code"]
    version = act(stack, world["coordinator"], code, 1, "verify", {})
    version = act(stack, world["coordinator"], code, version, "forward", {"agency": "51.71.dishub"})
    version = act(stack, world["officer"], code, version, "start", {})
    act(stack, world["officer"], code, version, "respond", {"outcome": "resolved", "text": "Lampu sudah diganti kemarin sore."})
    status, seen = stack.call("GET", f"/v1/complaints/{code}", headers={"Receipt-Secret": receipt["secret"]})
    assert (status, [event["action"] for event in seen["timeline"]]) == (200, ["submit", "verify", "forward", "start", "respond"])


def test_who_comes_past_the_front_is_refused(stack: Deployed, receipt: dict[str, Any]) -> None:
    status, _ = stack.call("GET", f"/v1/complaints/{receipt['code']}", headers={"x-api-key": "guessed"})
    assert status == 403


def test_the_stream_brings_the_reporter_a_notice(stack: Deployed, receipt: dict[str, Any]) -> None:
    stack.wait(lambda: mailed(stack, receipt["email"], receipt["code"]))


def waiting(code: str) -> dict[str, Any]:
    """The row of a first notice that did not go out."""
    waits = {"pk": f"D#{code}#1#reporter", "sk": "A", "g": f"D#{zlib.crc32(f'{code}#1#reporter'.encode()) % 8}", "gs": "2026-01-01T00:00:00Z"}
    return {name: {"S": value} for name, value in waits.items()} | {"sent": {"BOOL": False}, "n": {"N": "1"}}


def partition(stack: Deployed, key: str) -> dict[str, Any]:
    """A question for all rows of a partition."""
    values = {":pk": {"S": key}}
    return {"TableName": stack.names["CasesTable"], "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": values}


def test_a_notice_that_waits_is_woken_by_the_schedule_and_sent_by_the_stream(stack: Deployed, receipt: dict[str, Any]) -> None:
    code = receipt["code"].replace("-", "")
    subject = f"[Tanggap] {receipt['code']}: diterima"

    def received() -> int:
        return sum(one["Subject"] == subject and receipt["email"] in one["To"] for one in stack.inbox())

    stack.wait(received)
    stack.client("dynamodb").put_item(TableName=stack.names["CasesTable"], Item=waiting(code))

    stack.invoke("Tick")  # its schedule may have been faster
    stack.wait(lambda: received() == 2)


def test_what_the_mail_service_reports_is_seen_by_officers(stack: Deployed, world: dict[str, str], receipt: dict[str, Any]) -> None:
    tags = {"code": [receipt["code"].replace("-", "")], "audience": ["reporter"]}
    bounced = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": receipt["email"]}]}
    event = {"eventType": "Bounce", "bounce": bounced, "mail": {"tags": tags}}
    stack.client("sns").publish(TopicArn=stack.names["MailTopic"], Message=json.dumps(event))

    def seen() -> Any:
        _, case = stack.call("GET", f"/v1/cases/{receipt['code']}", headers={"Authorization": f"Bearer {world['officer']}"})
        return [(one["to"], one["why"]) for one in case["mail"]]

    assert stack.wait(seen) == [("reporter", "bounced")]


def test_a_mail_program_ends_notices_through_the_gateway(stack: Deployed, receipt: dict[str, Any]) -> None:
    [mail, *_] = [one for one in stack.inbox() if receipt["email"] in one["To"] and receipt["code"] in one["Subject"]]
    token = mail["BodyText"].rstrip().rpartition("#")[2]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    _, _, answer = stack.fetched("POST", f"/v1/notices/stop/{token}", b"List-Unsubscribe=One-Click", form)
    assert json.loads(answer) == {"stopped": True}


def test_a_feed_comes_through_the_gateway(stack: Deployed, receipt: dict[str, Any]) -> None:
    _, headers, feed = stack.fetched("GET", "/v1/agencies/51.71/feed")
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert receipt["code"].replace("-", "") in feed.decode()


def test_what_the_stream_puts_down_for_a_webhook_is_tried_with_its_own_permissions(
    stack: Deployed, world: dict[str, str], receipt: dict[str, Any]
) -> None:
    def logged() -> list[dict[str, Any]]:
        status, log = stack.call("GET", "/v1/webhooks/wh-nowhere/deliveries", headers={"Authorization": f"Bearer {world['coordinator']}"})
        assert status == 200, (log, stack.errors())
        return [one for one in log["items"] if one["code"] == receipt["code"]]

    assert {one["type"] for one in stack.wait(logged)} >= {"case.submit"}
    assert stack.invoke("SendWebhooks")["broken"] == 0, stack.errors()
    assert {one["last"]["error"] for one in logged() if one["last"]} == {"no-such-host"}


def test_a_months_cases_are_exported_with_the_permission_to_read_months(stack: Deployed, world: dict[str, str], receipt: dict[str, Any]) -> None:
    _, seen = stack.call("GET", f"/v1/complaints/{receipt['code']}", headers={"Receipt-Secret": receipt["secret"]})
    (due,) = [one["due"] for one in seen["deadlines"] if one["clock"] == "resolve"]
    path = f"/v1/exports?format=jsonl&month={due[:7]}"
    _, _, lines = stack.fetched("GET", path, headers={"Authorization": f"Bearer {world['officer']}"})
    assert receipt["code"] in [json.loads(line)["code"] for line in lines.splitlines()], stack.errors()


IN_OTHER_INDEXES = {"q", "g", "f", "l"}


def test_a_large_export_lies_in_the_bucket(stack: Deployed, world: dict[str, str], receipt: dict[str, Any]) -> None:
    table, dynamodb = stack.names["CasesTable"], stack.client("dynamodb")
    found = dynamodb.get_item(TableName=table, Key={"pk": {"S": f"C#{receipt['code'].replace('-', '')}"}, "sk": {"S": "A"}})["Item"]
    kept = {name: value for name, value in found.items() if name not in IN_OTHER_INDEXES}
    long = {name: {"S": "panjang " * 9000} for name, value in kept.items() if value == {"S": COMPLAINT["title"]}}
    rows = [kept | long | {"pk": {"S": f"C#{number:012d}"}} for number in range(80)]
    for row in rows:
        dynamodb.put_item(TableName=table, Item=row)
    month = kept["p"]["S"].rpartition("#")[2]
    _, answer = stack.call("GET", f"/v1/exports?format=jsonl&month={month}", headers={"Authorization": f"Bearer {world['officer']}"})
    for row in rows:
        dynamodb.delete_item(TableName=table, Key={name: row[name] for name in ("pk", "sk")})

    assert (len(long), answer.get("bytes", 0) > 5_000_000) == (1, True), (answer, stack.errors())
    with urllib.request.urlopen(stack.behind_the_front(answer["url"]), timeout=10) as response:
        assert len(response.readlines()) == answer["rows"] > 80


def test_the_tick_escalates_what_is_late_and_the_coordinator_hears_of_it(stack: Deployed, world: dict[str, str]) -> None:
    stack.invoke("Tick")
    status, seen = stack.call("GET", f"/v1/complaints/{world['late']}", headers={"Receipt-Secret": world["secret"]})
    assert (status, "escalate" in [event["action"] for event in seen["timeline"]]) == (200, True)
    stack.wait(lambda: mailed(stack, "koordinator@denpasar.example", world["late"]))


def test_the_tick_counts_open_cases_anew_when_a_day_off_is_proclaimed(stack: Deployed, world: dict[str, str]) -> None:
    _, filed = stack.call("POST", "/v1/complaints", COMPLAINT)
    day = filed["deadlines"][0]["due"]
    steward = {"Authorization": f"Bearer {world['steward']}"}
    status, _ = stack.call("POST", "/v1/calendars/id/days", {"add": {day: "Pilkada"}}, steward)
    assert status == 201, stack.errors()

    def counted_anew() -> bool:
        stack.invoke("Tick")
        _, seen = stack.call("GET", f"/v1/complaints/{filed['code']}")
        return bool(seen["deadlines"][0]["due"] > day)

    assert stack.wait(counted_anew)
    _, answer = stack.call("GET", "/v1/calendars/id/recounts", headers=steward)
    assert answer["recounts"][0]["changed"] >= 1, stack.errors()


def test_an_upload_through_the_signed_form_is_inspected_with_the_layer_of_its_function(stack: Deployed, world: dict[str, str]) -> None:
    secret = {"Receipt-Secret": world["secret"]}
    order = {"name": "foto.jpg", "type": "image/jpeg", "size": len(JPEG), "public": True}
    status, asked = stack.call("POST", f"/v1/complaints/{world['late']}/attachments", order, secret)
    assert status == 201, (asked, stack.errors())
    assert upload(asked["upload"], JPEG).status in {201, 204}

    def stored() -> bool:
        _, seen = stack.call("GET", f"/v1/complaints/{world['late']}", headers=secret)
        return [attachment["state"] for attachment in seen["attachments"]] == ["stored"]

    assert stack.wait(stored)
    status, link = stack.call("GET", f"/v1/complaints/{world['late']}/attachments/1", headers=secret)
    assert urlsplit(link["url"]).netloc.endswith(".cloudfront.net")
    with urllib.request.urlopen(stack.behind_the_front(link["url"]), timeout=10) as response:
        seen = response.read()
    assert (status, seen[:3], uploads.MARK in seen) == (200, b"\xff\xd8\xff", False)


@contextmanager
def scanned(stack: Deployed) -> Iterator[None]:
    """Uploads are looked at once a scanner has given its verdict, as where a stack has one."""
    known, function = stack.client("lambda"), stack.names["InspectUpload"]
    told = known.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    known.update_function_configuration(FunctionName=function, Environment={"Variables": told | {"MALWARE_SCAN": "on"}})
    try:
        yield
    finally:
        known.update_function_configuration(FunctionName=function, Environment={"Variables": told})


def test_an_upload_waits_for_the_scanners_verdict_where_there_is_one(stack: Deployed, world: dict[str, str]) -> None:
    filed = file(stack)
    own = {"Receipt-Secret": filed["secret"]}
    order = {"name": "foto.jpg", "type": "image/jpeg", "size": len(JPEG)}
    _, asked = stack.call("POST", f"/v1/complaints/{filed['code']}/attachments", order, own)
    place = {"Bucket": stack.names["AttachmentsBucket"], "Key": asked["upload"]["fields"]["key"], "ContentType": "image/jpeg"}

    def stored() -> bool:
        _, seen = stack.call("GET", f"/v1/complaints/{filed['code']}", headers=own)
        return [attachment["state"] for attachment in seen["attachments"]] == ["stored"]

    with scanned(stack):
        stack.client("s3").put_object(**place, Body=JPEG, Tagging="GuardDutyMalwareScanStatus=NO_THREATS_FOUND")
        assert stack.wait(stored), world


def test_the_scores_are_computed_with_its_own_permissions(stack: Deployed, receipt: dict[str, Any]) -> None:
    stack.invoke("Score")
    status, scores = stack.call("GET", "/v1/scores")
    assert (status, type(scores["items"])) == (200, list), receipt


def test_neighbours_and_queues_are_found_by_their_indexes(stack: Deployed, world: dict[str, str], receipt: dict[str, Any]) -> None:
    assert stack.call("GET", "/v1/complaints/nearby?near=-8.65,115.21")[0] == 200
    assert stack.call("GET", "/v1/cases?unit=51.71", headers={"Authorization": f"Bearer {world['coordinator']}"})[0] == 200, receipt


def test_a_supporter_is_told_and_can_take_it_back(stack: Deployed, receipt: dict[str, Any]) -> None:
    body = {"token": "0123456789abcdef0123", "email": "tetangga@warga.example"}
    status, answer = stack.call("POST", f"/v1/complaints/{receipt['code']}/support", body)
    assert status == 200, (answer, stack.errors())
    status, answer = stack.call("POST", f"/v1/complaints/{receipt['code']}/support/withdraw", {"token": body["token"]})
    assert status == 200, (answer, stack.errors())


def test_the_reporter_confirms_with_a_rating(stack: Deployed, receipt: dict[str, Any]) -> None:
    status, seen = stack.call("POST", f"/v1/complaints/{receipt['code']}/confirm", {"rating": 4}, {"Receipt-Secret": receipt["secret"]})
    assert (status, seen["status"]) == (200, "closed"), (seen, stack.errors())


def test_a_duplicate_follows_its_lead_to_another(stack: Deployed, world: dict[str, str]) -> None:
    first, second, third = (file(stack)["code"] for _ in range(3))
    act(stack, world["coordinator"], first, 1, "link", {"lead": second})
    act(stack, world["coordinator"], second, 1, "link", {"lead": third})

    def leads() -> bool:
        _, case = stack.call("GET", f"/v1/cases/{first}", headers={"Authorization": f"Bearer {world['coordinator']}"})
        return third.replace("-", "") in json.dumps(case).replace("-", "")

    assert stack.wait(leads)


def test_a_sealed_identity_is_opened_and_then_erased_with_those_who_follow_and_what_was_attached(stack: Deployed, world: dict[str, str]) -> None:
    filed = file(stack, identity="sealed")
    own = {"Receipt-Secret": filed["secret"]}
    act(stack, world["coordinator"], filed["code"], 1, "verify", {"agency": "51.71.dishub"})
    act(stack, world["steward"], filed["code"], 2, "unseal", UNSEAL)
    assert stack.call("POST", f"/v1/complaints/{filed['code']}/support", {"token": "f" * 20, "email": "tetangga@warga.example"})[0] == 200
    status, asked = stack.call("POST", f"/v1/complaints/{filed['code']}/attachments", {"name": "a.jpg", "type": "image/jpeg", "size": len(JPEG)}, own)
    assert status == 201, (asked, stack.errors())
    assert upload(asked["upload"], JPEG).status in {201, 204}

    def states() -> list[str]:
        _, seen = stack.call("GET", f"/v1/complaints/{filed['code']}", headers=own)
        return [attachment["state"] for attachment in seen["attachments"]]

    def files() -> int:
        kept = stack.client("s3").list_objects_v2(Bucket=stack.names["AttachmentsBucket"], Prefix=f"attachments/{filed['code'].replace('-', '')}")
        return int(kept["KeyCount"])

    assert stack.wait(lambda: states() == ["stored"])
    assert files()
    for action, body in (("withdraw", {"reason": "Sudah diperbaiki warga."}), ("erase", {})):
        status, answer = stack.call("POST", f"/v1/complaints/{filed['code']}/{action}", body, own)
        assert status == 200, (answer, stack.errors())

    def forgotten() -> bool:
        found = stack.client("dynamodb").scan(TableName=stack.names["IdentitiesTable"], ConsistentRead=True)["Items"]
        return not [one for one in found if one["pk"]["S"].startswith(filed["code"].replace("-", ""))]

    assert stack.wait(forgotten)
    assert stack.wait(lambda: states() == ["erased"])
    assert files() == 0


def test_lost_codes_come_by_a_link_that_works_once(stack: Deployed, world: dict[str, str]) -> None:
    address = file(stack)["email"]
    assert stack.call("POST", "/v1/lost-receipts", {"email": address})[0] == 202, world

    def link() -> str | None:
        found = [one["BodyText"] for one in stack.inbox() if address in one["To"] and "/lost.html#" in one["BodyText"]]
        return found[0].partition("/lost.html#")[2].split()[0] if found else None

    status, answer = stack.call("POST", "/v1/lost-receipts/codes", {"token": stack.wait(link)})
    assert status == 200, (answer, stack.errors())


def test_a_month_that_was_frozen_is_fetched_by_its_link(stack: Deployed, world: dict[str, str]) -> None:
    status, answer = stack.call("GET", "/v1/periods?year=2026")
    links = re.findall(r'https://[^"]+', json.dumps(answer["items"]))
    assert (status, bool(links)) == (200, True), (answer, world)
    with urllib.request.urlopen(stack.behind_the_front(links[0]), timeout=10) as response:
        assert response.status == 200


def test_the_tick_moves_what_it_looks_at_in_vain(stack: Deployed, world: dict[str, str]) -> None:
    key = {"pk": {"S": f"C#{file(stack)['code'].replace('-', '')}"}, "sk": {"S": "A"}}
    table = {"TableName": stack.names["CasesTable"], "Key": key}
    early = {":early": {"S": "2026-01-01T00:00:00Z"}}
    stack.client("dynamodb").update_item(**table, UpdateExpression="SET gs = :early", ExpressionAttributeValues=early)
    stack.invoke("Tick")
    assert stack.client("dynamodb").get_item(**table)["Item"]["gs"] != early[":early"], world


def test_a_webhook_is_removed(stack: Deployed, world: dict[str, str]) -> None:
    steward = {"Authorization": f"Bearer {world['steward']}"}
    assert stack.call("DELETE", "/v1/webhooks/wh-nowhere", headers=steward)[0] == 200, stack.errors()


def test_nothing_ended_among_the_dead_letters(stack: Deployed) -> None:
    for queue in ("DeadLetters", "UploadsDeadLetters"):
        received = stack.client("sqs").receive_message(QueueUrl=stack.names[queue], MaxNumberOfMessages=10)
        assert received.get("Messages", []) == [], queue


def test_each_function_asks_for_every_permission_of_its_policy_and_for_no_other(stack: Deployed, notes: Path) -> None:
    asked = permissions.asked(notes, stack.names)

    assert permissions.refused(notes, stack.names) == []
    assert sorted(permissions.looked_at() - asked - set(permissions.NOT_ON_THE_WAY)) == []
    assert sorted(set(permissions.NOT_ON_THE_WAY) - permissions.looked_at()) == [], "reasons for what no policy allows any more"
    assert sorted(asked & set(permissions.NOT_ON_THE_WAY)) == [], "reasons for what was asked after all"
