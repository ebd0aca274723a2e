"""The triggers as Lambda calls them: runs with a time limit, batches that fail in part."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.domain.attachment import State
from chalicelib.domain.delivery import Why, known_by
from chalicelib.domain.errors import Busy
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Role
from chalicelib.jobs import runs
from chalicelib.store import encode, keys
from chalicelib.store.deliveries import DeliveryRow
from chalicelib.usecases import attach, calendars, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from infra.shards import schedules
from tests.builders import CALENDAR, NOON, STEWARD, a_submission, an_endpoint, later
from tests.fakes import MemoryDeliveries, MemoryFiles, MemoryReference, MemoryWebhooks, SentMail

SCHEDULED = {
    "version": "0",
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-24T04:00:00Z",
    "region": "ap-southeast-3",
    "resources": [],
    "detail": {},
}


@dataclass
class Context:
    """What Lambda gives a function: how much time is left."""

    left_ms: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.left_ms


@pytest.fixture(autouse=True)
def wired(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "deps", lambda: deps)


def filed(deps: Deps) -> str:
    return submit.submit(a_submission(), None, deps).receipt.code


def record_of(deps: Deps, code: str, number: str = "1", name: str = "INSERT") -> dict[str, Any]:
    """The stream record of a complaint's last event."""
    image = encode.event_row(load(code, deps).events[-1], None).serialize()
    return {"eventName": name, "dynamodb": {"NewImage": image, "SequenceNumber": number, "StreamViewType": "NEW_IMAGE"}}


def woken_record(name: str, number: str = "1") -> dict[str, Any]:
    """The stream record of a notice that was woken."""
    image = DeliveryRow(keys.delivery(name), keys.HEAD, sent=False, attempts=1, woken=NOON).serialize()
    key = {part: image[part] for part in ("pk", "sk")}
    return {"eventName": "MODIFY", "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": number}}


def react(*records: dict[str, Any]) -> Any:
    return app.react({"Records": list(records)}, Context())


def message(key: str, id_: str = "m1") -> dict[str, Any]:
    return {"messageId": id_, "body": json.dumps({"Records": [{"s3": {"object": {"key": key}}}]}), "receiptHandle": "r"}


def test_every_trigger_is_a_function_of_app() -> None:
    """In a blueprint Lambda would import only that module: no wiring, no middleware."""
    assert sorted(source.handler_string for source in app.app.event_sources) == [
        "app.hear_of_mail",
        "app.inspect_upload",
        "app.react",
        "app.score",
        "app.send_webhooks",
        "app.tick",
    ]
    assert app.app.debug is False


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The lines of the log, without when CloudWatch shall count them."""
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line in found:
        assert line["_aws"].pop("Timestamp") > 0
    return found


def counted(*names: str) -> dict[str, Any]:
    """What CloudWatch makes metrics of, in its embedded format."""
    metrics = [{"Name": name, "Unit": "Count"} for name in names]
    return {"CloudWatchMetrics": [{"Namespace": "Tanggap", "Dimensions": [["stage", "event"]], "Metrics": metrics}]}


def test_a_tick_does_what_is_due_and_says_and_counts_it(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = filed(deps)
    deps.now.now = later(days=4)  # type: ignore[attr-defined]
    did = {"woken": 0, "count": 1, "done": 2, "skipped": 0, "failed": 0, "left": 0}

    assert app.tick(SCHEDULED, Context()) == did
    assert load(code, deps).complaint.level == 1
    assert lines(capsys) == [{"level": "INFO", "event": "tick", "stage": "test", **did, "_aws": counted(*did)}]


def proclaimed(deps: Deps, *days: int) -> None:
    calendars.change("id", {date(2026, 11, day): "Pilkada" for day in days}, (), STEWARD, deps)


def test_a_tick_goes_on_with_recounts_and_says_and_counts_what_it_did(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    code = filed(deps)
    proclaimed(deps, 25)

    for minutes in (0, 1, 3, 4):
        deps.now.now = later(minutes=minutes)  # type: ignore[attr-defined]
        app.tick(SCHEDULED, Context())

    assert load(code, deps).complaint.verify_due == date(2026, 11, 30)
    counts = counted("count", "done", "failed", "left")
    line = {"level": "INFO", "event": "recount", "id": "id@0002", "stage": "test", "_aws": counts}
    assert [one for one in lines(capsys) if one["event"] == "recount"] == [
        line | {"count": 1, "done": 1, "failed": 0, "left": 1},
        line | {"count": 0, "done": 0, "failed": 0, "left": 0},
    ]


def test_a_tick_that_leaves_what_is_due_leaves_recounts_too(deps: Deps) -> None:
    code = filed(deps)
    proclaimed(deps, 25)

    app.tick(SCHEDULED, Context(runs.SPARE_MS))

    assert load(code, deps).complaint.version == 1


def test_a_case_that_could_not_be_counted_anew_rings_the_alarm_once(deps: Deps) -> None:
    filed(deps)
    deps.reference.put([replace(CALENDAR, holidays={}, last=date(2026, 11, 27))])
    proclaimed(deps, 25)
    app.tick(SCHEDULED, Context())
    deps.now.now = later(minutes=3)  # type: ignore[attr-defined]

    with pytest.raises(RuntimeError, match="1 complaints"):
        app.tick(SCHEDULED, Context())
    assert app.tick(SCHEDULED, Context())["failed"] == 0


def of_shard(number: int) -> dict[str, Any]:
    """What the schedule of a shard hands over: the template's own input."""
    told: dict[str, Any] = json.loads(schedules()[f"TickOfShard{number}"]["Properties"]["Input"])
    return told


def test_ticks_of_single_shards_do_together_what_one_does(deps: Deps) -> None:
    codes = {filed(deps) for _ in range(20)}
    deps.now.now = later(days=4)  # type: ignore[attr-defined]

    looked_at = [app.tick(of_shard(number), Context())["count"] for number in range(deps.shards)]

    assert (sum(looked_at), max(looked_at) < len(codes)) == (len(codes), True)
    assert {load(code, deps).complaint.level for code in codes} == {1}


def test_only_the_tick_of_the_first_shard_goes_on_with_recounts(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    filed(deps)
    proclaimed(deps, 25)

    for number in reversed(range(deps.shards)):
        app.tick(of_shard(number), Context())

    assert [line["event"] for line in lines(capsys)][-2:] == ["tick", "recount"]


def test_a_tick_near_its_time_limit_leaves_the_rest(deps: Deps) -> None:
    filed(deps)
    deps.now.now = later(days=4)  # type: ignore[attr-defined]

    assert app.tick(SCHEDULED, Context(runs.SPARE_MS)) == {"woken": 0, "count": 0, "done": 0, "skipped": 0, "failed": 0, "left": 1}


def test_a_complaint_that_cannot_be_dealt_with_stops_no_other_and_rings_the_alarm(deps: Deps) -> None:
    broken, fine = (submit.submit(a_submission(agency=agency), None, deps).receipt.code for agency in ("51", "51.71"))
    assert isinstance(deps.reference, MemoryReference)
    del deps.reference.data[Agency, "51"]
    deps.now.now = later(days=4)  # type: ignore[attr-defined]

    with pytest.raises(RuntimeError, match="1 complaints"):
        app.tick(SCHEDULED, Context())
    assert [load(code, deps).complaint.level for code in (broken, fine)] == [0, 1]


def test_an_event_is_put_down_from_the_stream_and_sent_by_the_next_run(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    deps.reference.put([an_endpoint()])
    react(record_of(deps, filed(deps)))
    capsys.readouterr()

    assert app.send_webhooks(SCHEDULED, Context()) == {"done": 1, "failed": 0, "broken": 0}
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"level": "INFO", "event": "webhooks", "done": 1, "failed": 0, "broken": 0}


def test_a_run_of_webhooks_begins_nothing_that_it_may_not_end(deps: Deps) -> None:
    deps.reference.put([an_endpoint()])
    react(record_of(deps, filed(deps)))

    assert app.send_webhooks(SCHEDULED, Context(runs.SPARE_TO_SEND_MS)) == {"done": 0, "failed": 0, "broken": 0}


def test_an_endpoint_that_cannot_be_served_for_a_reason_of_ours_rings_the_alarm(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    deps.reference.put([an_endpoint()])
    monkeypatch.setattr(MemoryWebhooks, "waiting", lambda *_: 1 / 0)

    with pytest.raises(RuntimeError, match="1 webhooks"):
        app.send_webhooks(SCHEDULED, Context())


def test_history_that_was_loaded_is_no_news(deps: Deps) -> None:
    record = record_of(deps, filed(deps))
    record["dynamodb"]["NewImage"]["lo"] = {"BOOL": True}

    assert react(record) == {"batchItemFailures": []}
    assert isinstance(deps.mail, SentMail)
    assert deps.mail.sent == []


def test_scores_are_made_of_last_month_and_this_one_and_of_the_longer_periods_that_they_belong_to(deps: Deps) -> None:
    filed(deps)
    deps.now.now = later(days=10)  # type: ignore[attr-defined]

    scored = {"2026-11": 3, "2026-12": 0, "2026": 3, "2026-H2": 3, "2026-Q4": 3}
    assert app.score(SCHEDULED, Context()) == {"scored": scored, "frozen": []}
    assert [one.agency for one in deps.scores.of("2026-11")] == ["51.71", "nation", "51"]


def test_a_month_that_is_over_is_frozen_and_said_to_be(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    app.score(SCHEDULED, Context())
    deps.now.now = later(days=22)  # type: ignore[attr-defined]

    assert app.score(SCHEDULED, Context())["frozen"] == ["2026-11"]
    *_, freeze, provinces, statistics = map(json.loads, capsys.readouterr().out.splitlines())
    assert freeze == {"level": "INFO", "event": "freeze", "period": "2026-11"}
    assert (provinces["event"], provinces["count"] > 0) == ("provinces", True)
    assert (statistics["event"], statistics["count"]) == ("statistics", 0)


def test_an_appended_event_is_told(deps: Deps) -> None:
    assert react(record_of(deps, filed(deps))) == {"batchItemFailures": []}

    assert isinstance(deps.mail, SentMail)
    assert [to for to, _ in deps.mail.sent] == ["budi@example.org", "admin@example.org"]


@pytest.mark.parametrize("name", ["MODIFY", "REMOVE"])
def test_what_is_no_appended_event_is_passed_over(deps: Deps, name: str) -> None:
    head = {"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "A"}}, "SequenceNumber": "1"}}
    gone = {"eventName": "REMOVE", "dynamodb": {"Keys": {}, "SequenceNumber": "2"}}

    assert react(head, gone, record_of(deps, filed(deps), name=name)) == {"batchItemFailures": []}
    assert isinstance(deps.mail, SentMail)
    assert deps.mail.sent == []


@pytest.mark.parametrize("kind", ["HEAD", "TEXT", "ATTACHMENT", "LEFT", "REDACTION", "SUPPORTERS", "FOLLOWER", "DEVICE", "OUTGOING", "LINE"])
def test_no_other_kind_of_row_is_taken_for_an_event_or_holds_up_the_stream(deps: Deps, kind: str) -> None:
    sk = f"{getattr(keys, kind)}2526e96e0e60063186e8"
    other = {"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "SU#1"}, "sk": {"S": sk}}, "SequenceNumber": "1"}}

    assert react(other, record_of(deps, filed(deps), "2")) == {"batchItemFailures": []}
    assert isinstance(deps.mail, SentMail)
    assert len(deps.mail.sent) == 2


def test_a_stream_stops_at_the_first_record_that_fails_and_goes_on_from_it(deps: Deps) -> None:
    first, third = record_of(deps, filed(deps), "1"), record_of(deps, filed(deps), "3")
    poison = {"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "E#000001"}}, "SequenceNumber": "2"}}

    assert react(first, poison, third) == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert isinstance(deps.mail, SentMail)
    assert len(deps.mail.sent) == 2


def test_a_batch_that_comes_again_tells_nobody_twice(deps: Deps) -> None:
    record = record_of(deps, filed(deps))
    react(record)
    react(record, record)

    assert isinstance(deps.mail, SentMail)
    assert len(deps.mail.sent) == 2


def test_an_upload_is_inspected_and_a_message_that_fails_comes_again_alone(deps: Deps) -> None:
    code = filed(deps)
    key = attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps).attachment.key
    assert isinstance(deps.files, MemoryFiles)
    deps.files.post(key, b"\xff\xd8\xff......", "image/jpeg")

    answer = app.inspect_upload({"Records": [{"messageId": "bad", "body": "not json"}, message(key.replace("/", "%2F"))]}, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert load(code, deps).attachments[0].state is State.STORED


def test_the_buckets_test_message_and_unexpected_keys_are_passed_over() -> None:
    test = {"messageId": "t", "body": json.dumps({"Event": "s3:TestEvent", "Bucket": "b"})}

    assert app.inspect_upload({"Records": [test, message("uploads/somewhere/else")]}, Context()) == {"batchItemFailures": []}


def test_an_upload_without_a_verdict_comes_again(deps: Deps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    scanning = replace(deps, malware_scan=True)
    monkeypatch.setattr(wiring, "deps", lambda: scanning)
    key = attach.expect(load(filed(deps), deps), "foto.jpg", "image/jpeg", 9, deps).attachment.key
    assert isinstance(deps.files, MemoryFiles)
    deps.files.post(key, b"\xff\xd8\xff......", "image/jpeg")

    assert app.inspect_upload({"Records": [message(key)]}, Context()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert json.loads(capsys.readouterr().out) == {"level": "INFO", "event": "upload", "status": "not-scanned"}


def report(kind: str, code: str, **said: Any) -> dict[str, Any]:
    """A message about a mail to a case's reporter, as SES writes it."""
    part = {"Bounce": ("bounce", "bouncedRecipients"), "Complaint": ("complaint", "complainedRecipients")}[kind]
    event = {"eventType": kind, "mail": {"tags": {"code": [code], "audience": ["reporter"], "ses:operation": ["SendEmail"]}}}
    return {"messageId": "m", "body": json.dumps(event | {part[0]: {part[1]: [{"emailAddress": "Budi@example.org"}]} | said})}


@pytest.mark.parametrize(
    ("kind", "said", "why", "suppressed"),
    [
        ("Bounce", {"bounceType": "Permanent"}, Why.BOUNCED, True),
        ("Bounce", {"bounceType": "Transient"}, Why.FAILED, False),
        ("Complaint", {}, Why.COMPLAINED, True),
    ],
)
def test_a_report_of_mail_stops_more_of_it_and_is_noted_on_the_case(
    deps: Deps, kind: str, said: dict[str, str], why: Why, *, suppressed: bool
) -> None:
    code = filed(deps)

    for _ in range(2):
        assert app.hear_of_mail({"Records": [report(kind, code, **said)]}, Context()) == {"batchItemFailures": []}

    assert [(one.audience, one.why) for one in load(code, deps).troubles] == [(Role.REPORTER, why)]
    assert (deps.deliveries.suppressed(known_by(deps.key, "budi@example.org")) is not None) == suppressed


def test_a_report_of_a_mail_that_is_not_about_a_case_stops_more_of_it_all_the_same(deps: Deps) -> None:
    app.hear_of_mail({"Records": [report("Complaint", "7KQM2F9X4HDT")]}, Context())

    assert deps.deliveries.suppressed(known_by(deps.key, "budi@example.org")) is Why.COMPLAINED
    assert deps.cases.case("7KQM2F9X4HDT") is None


def test_an_address_is_in_no_log(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    app.hear_of_mail({"Records": [report("Complaint", filed(deps))]}, Context())

    assert "undelivered" in (logged := capsys.readouterr().out)
    assert "example.org" not in logged.lower()


def test_what_says_nothing_of_a_mail_is_passed_over_and_a_message_that_fails_comes_again_alone(deps: Deps) -> None:
    greeting = {"messageId": "g", "body": "Successfully validated SNS topic for Amazon SES event publishing."}
    other = {"messageId": "o", "body": json.dumps({"eventType": "Delivery", "mail": {}})}
    broken = {"messageId": "b", "body": json.dumps({"eventType": "Bounce"})}

    assert app.hear_of_mail({"Records": [greeting, other, broken, {"messageId": "l", "body": "[]"}]}, Context()) == {
        "batchItemFailures": [{"itemIdentifier": "b"}]
    }


def no_line(deps: Deps, code: str, patch: pytest.MonkeyPatch) -> None:
    """The mail service was away when somebody filed; a minute has passed since."""
    with patch.context() as cut:
        cut.setattr(deps.mail, "send", lambda *_: (_ for _ in ()).throw(OSError("no line")))
        react(record_of(deps, code))
    deps.now.now = later(minutes=1)  # type: ignore[attr-defined]


def brought(deps: Deps) -> list[dict[str, Any]]:
    """What the stream tells of notices that were woken and are not begun."""
    assert isinstance(deps.deliveries, MemoryDeliveries)
    return [woken_record(name, str(number)) for number, name in enumerate(sorted(deps.deliveries.woken))]


def told(deps: Deps) -> list[str]:
    assert isinstance(deps.mail, SentMail)
    return sorted(to for to, _ in deps.mail.sent)


def test_a_notice_that_failed_is_woken_by_the_tick_and_sent_by_the_stream_once(
    deps: Deps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = filed(deps)
    no_line(deps, code, monkeypatch)

    assert app.tick(SCHEDULED, Context())["woken"] == 2
    assert told(deps) == []
    records = brought(deps)
    capsys.readouterr()
    for _ in range(2):
        assert react(*records) == {"batchItemFailures": []}

    assert told(deps) == ["admin@example.org", "budi@example.org"]
    said = [json.loads(line)["status"] for line in capsys.readouterr().out.splitlines()]
    assert said == ["sent", "sent", "nothing", "nothing"]


@pytest.mark.parametrize("change", [{"eventName": "INSERT"}, {"eventName": "REMOVE"}])
def test_a_delivery_that_was_not_woken_is_no_news(deps: Deps, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]) -> None:
    no_line(deps, filed(deps), monkeypatch)
    app.tick(SCHEDULED, Context())
    begun = woken_record("7KQM2F9X4HDT#1#reporter")
    del begun["dynamodb"]["NewImage"]["wo"]

    assert react(*(record | change for record in brought(deps)), begun) == {"batchItemFailures": []}
    assert told(deps) == []


def test_a_notice_that_breaks_is_said_holds_up_no_other_and_is_woken_again(
    deps: Deps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, whole = filed(deps), filed(deps)
    for code in (broken, whole):
        no_line(deps, code, monkeypatch)
    deps.now.now = later(minutes=2)  # type: ignore[attr-defined]
    app.tick(SCHEDULED, Context())
    case = deps.cases.case
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(deps.cases, "case", lambda code, **options: case(code, **options) if code == whole else 1 / 0)
        assert react(*brought(deps)) == {"batchItemFailures": []}

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["level"], one["code"]) for one in said if one["event"] == "woken"] == [("ERROR", broken)] * 2
    assert len(told(deps)) == 2
    deps.now.now = later(minutes=12)  # type: ignore[attr-defined]
    assert app.tick(SCHEDULED, Context())["woken"] == 2
    react(*brought(deps))
    assert len(told(deps)) == 4


def test_a_store_that_does_not_answer_is_no_fault_of_a_notice_and_the_stream_brings_it_again(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    no_line(deps, filed(deps), monkeypatch)
    app.tick(SCHEDULED, Context())
    records = brought(deps)
    with monkeypatch.context() as patch:
        patch.setattr(deps.deliveries, "begin", lambda *_: (_ for _ in ()).throw(Busy("no answer")))
        assert react(*records) == {"batchItemFailures": [{"itemIdentifier": "0"}]}

    assert react(*records) == {"batchItemFailures": []}
    assert len(told(deps)) == 2


def test_a_tick_that_cannot_wake_notices_does_everything_else_and_rings_the_alarm(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    code = filed(deps)
    no_line(deps, code, monkeypatch)
    deps.now.now = later(days=4)  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr(deps.deliveries, "wake", lambda *_: (_ for _ in ()).throw(Busy("no answer")))
        with pytest.raises(RuntimeError, match="2 notices not be woken"):
            app.tick(SCHEDULED, Context())

    assert load(code, deps).complaint.level == 1


@dataclass
class Passing(Context):
    """Time that goes by whenever somebody looks."""

    step_ms: int = 1000

    def get_remaining_time_in_millis(self) -> int:
        self.left_ms -= self.step_ms
        return self.left_ms


def test_neither_notices_nor_complaints_wait_for_all_of_the_others(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [filed(deps) for _ in range(50)]
    for code in codes:
        no_line(deps, code, monkeypatch)
    deps.now.now = later(days=4)  # type: ignore[attr-defined]

    did = app.tick(SCHEDULED, Passing(60_000))

    assert did["left"] == 1
    assert 0 < did["woken"] < 20
    assert did["count"] > did["woken"]
