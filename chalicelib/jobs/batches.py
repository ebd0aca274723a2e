"""Batches of records: what was done stays done, what failed comes again, and the rest is not lost with it."""

import json
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import DynamoDBEvent, SQSEvent

from chalicelib import logs, wiring
from chalicelib.domain.errors import Busy
from chalicelib.notify import reports
from chalicelib.store.stream import asked_of, event_of, follower_of, woken_of
from chalicelib.usecases import inspecting, lost, notices, support
from chalicelib.usecases.deliver import Outcome
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react as react_to
from chalicelib.usecases.tell_again import tell_again

log = logs.get("jobs")


def react(event: DynamoDBEvent) -> dict[str, object]:
    """Send the notices of each event, in order; a stream goes on from the first record that failed."""
    deps = wiring.deps()
    for record in event.to_dict()["Records"]:
        try:
            _react_to(record, deps)
        except Exception:
            log.exception("react", extra=logs.facts(function="react"))
            return _failed([record["dynamodb"]["SequenceNumber"]])
    return _failed([])


def _react_to(record: dict[str, Any], deps: Deps) -> None:
    if question := asked_of(record):
        log.info("react", extra=logs.facts(kind="lost", count=int(lost.answer(question, deps) is Outcome.SENT)))
        return
    if asked := follower_of(record):
        log.info("react", extra=logs.facts(kind="follower", code=asked[0], count=int(support.ask(*asked, deps) is Outcome.SENT)))
        return
    if delivery := woken_of(record):
        _tell_again(delivery, deps)
        return
    happened = event_of(record)
    if happened:
        sent = react_to(happened, deps)
        log.info("react", extra=logs.facts(code=happened.code, seq=happened.seq, action=happened.action, count=sent))


def _tell_again(delivery: str, deps: Deps) -> None:
    """A notice that breaks holds up nobody's stream: it is on the agenda still, and woken again; what is logged of it rings. A store that does not answer is no fault of its."""
    code = delivery.partition("#")[0]
    try:
        log.info("react", extra=logs.facts(kind="woken", code=code, status=tell_again(delivery, deps)))
    except Busy:
        raise
    except Exception:
        log.exception("woken", extra=logs.facts(code=code))


def inspect_uploads(event: SQSEvent) -> dict[str, object]:
    """Inspect each upload; a queue repeats only the messages that failed."""
    deps = wiring.deps()
    return _failed([message["messageId"] for message in event.to_dict()["Records"] if not _inspected(message, deps)])


def _inspected(message: dict[str, Any], deps: Deps) -> bool:
    try:
        keys = [unquote_plus(record["s3"]["object"]["key"]) for record in json.loads(message["body"]).get("Records", ())]
        for attachment in (inspecting.inspect(key, deps) for key in keys):
            log.info(
                "upload", extra=logs.facts(code=attachment.code if attachment else None, status=attachment.state if attachment else "unexpected")
            )
    except inspecting.NotScanned:
        log.info("upload", extra=logs.facts(status="not-scanned"))
        return False
    except Exception:
        log.exception("upload", extra=logs.facts(function="inspect_upload"))
        return False
    return True


def hear_of_mail(event: SQSEvent) -> dict[str, object]:
    """Hear what the mail service says of each notice; a queue repeats only the messages that failed."""
    deps = wiring.deps()
    return _failed([message["messageId"] for message in event.to_dict()["Records"] if not _heard(message, deps)])


def _heard(message: dict[str, Any], deps: Deps) -> bool:
    try:
        if report := reports.read(message["body"]):
            notices.hear(report, deps)
    except Exception:
        log.exception("mail", extra=logs.facts(function="hear_of_mail"))
        return False
    return True


def _failed(identifiers: list[str]) -> dict[str, object]:
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in identifiers]}
