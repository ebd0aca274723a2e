"""Every use case that writes, each ready to be done, and done again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

import app
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.words import Role
from chalicelib.store import decode, keys
from chalicelib.store.links import AskedRow
from chalicelib.usecases import calendars, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.announce import announce
from chalicelib.usecases.ports import Deps
from tests import deeds
from tests.api.calls import SECRET, ready
from tests.builders import CITY, NOON, STEWARD, a_first, a_receipt, a_reporter, a_submission, a_text, an_endpoint, later
from tests.faults.stand import Stand
from tests.jobs.test_jobs import SCHEDULED, Context

Outcome: TypeAlias = tuple[int, Any]
Do: TypeAlias = Callable[[], Outcome]
WISH = {"Idempotency-Key": "0123456789abcdef-faults"}
BEFORE = frozenset({"POST /v1/complaints/{code}/support/withdraw"})
"""What takes something back: it must have been done before."""
READING = frozenset({"POST /v1/text-checks"})
PEOPLE = ((Role.COORDINATOR, "51.71"), (Role.OFFICER, "51.71"), (Role.STEWARD, "nation"), (Role.INSPECTOR, "51.71"))
WRITING = {route.name: route for route in ROUTES if route.method != "GET" and route.name not in READING}


def of_route(route: Route) -> Callable[[Stand], Do]:
    """The call as whoever may, with an Idempotency-Key where it takes one."""

    def prepared(stand: Stand) -> Do:
        api = stand.api
        wish = WISH if "Idempotency-Key" in OPERATIONS[route.name].headers else {}
        shown = {Who.PUBLIC: [{}], Who.REPORTER: [SECRET], Who.EITHER: [SECRET]}.get(route.who) or [api.key(*one) for one in PEOPLE]
        request = ready(api, route, wish, CITY)
        able = stand.able.get(route.name)
        if route.name in BEFORE:
            assert replace(request, address=request.address.removesuffix("/withdraw"), body=request.body).sent(api).status == 200

        def done() -> Outcome:
            for headers in shown if able is None else [shown[able]]:
                answer = replace(request, headers={**request.headers, **headers}).sent(api)
                if answer.status not in {403, 404}:
                    stand.able[route.name] = shown.index(headers)
                    break
            many = answer.body.get("results", []) if isinstance(answer.body, dict) else []
            return max([answer.status, *(one["status"] for one in many)]), answer.body

        return done

    return prepared


def job(name: str, event: Any = SCHEDULED) -> Outcome:
    """A trigger; one that raises is called again by Lambda, and so is what it reports as failed."""
    try:
        answered = getattr(app, name)(event, Context())
    except Exception as error:  # noqa: BLE001 - as Lambda does
        return 500, type(error).__name__
    return (500 if answered.get("batchItemFailures") else 200), None


def soon(stand: Stand, *do: Callable[[], Outcome]) -> Do:
    """The jobs, each time a while after the last."""

    def done() -> Outcome:
        outcomes = [each() for each in do]
        stand.api.clock.now += timedelta(hours=1)
        return max(status for status, _ in outcomes), None

    return done


def filed(deps: Deps) -> str:
    return submit.submit(a_submission(reporter=a_reporter()), "a-key-of-the-scenes", deps).receipt.code


def tick(stand: Stand) -> Do:
    filed(stand.deps)
    stand.api.clock.now = later(days=5)
    return soon(stand, lambda: job("tick"))


def recount(stand: Stand) -> Do:
    filed(stand.deps)
    calendars.change("id", {(NOON + timedelta(days=1)).date(): "Pilkada"}, (), STEWARD, stand.deps)
    stand.api.clock.now = later(hours=1)
    return soon(stand, lambda: job("tick"), lambda: job("tick"))


def react(stand: Stand) -> Do:
    code = filed(stand.deps)
    deeds.verify(code, stand.deps)
    stand.deps.reference.put([an_endpoint()])
    image = decode.event_row(load(code, stand.deps).events[-1], None).serialize()
    records = {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": "1"}}]}
    return soon(stand, lambda: job("react", records), lambda: job("tell_again"))


def lost_receipt(stand: Stand) -> Do:
    code = filed(stand.deps)
    reporter = stand.deps.cases.reporter(code)
    assert reporter
    row = AskedRow(keys.asked(reporter.contact), keys.asked_at("2026-11-24T04"), lang="id")
    records = {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": row.serialize(), "SequenceNumber": "1"}}]}
    return soon(stand, lambda: job("react", records), lambda: job("tell_again"))


def send_webhooks(stand: Stand) -> Do:
    stand.deps.reference.put([an_endpoint()])
    code = filed(stand.deps)
    announce(load(code, stand.deps), stand.deps)
    return soon(stand, lambda: job("send_webhooks"))


def inspect_upload(stand: Stand) -> Do:
    first = a_first(11)
    stand.deps.cases.load([first], a_text())
    key = f"uploads/{a_receipt(11).code}/01-0123456789abcdef.jpg"
    content = b"\xff\xd8\xff photo"
    waiting = Attachment(code=first.complaint.code, number=1, key=key, name="foto.jpg", type="image/jpeg", size=len(content), until=later(hours=1))
    stand.deps.cases.expect(waiting, NOON)
    stand.s3.put_object(Bucket=stand.known.attachments_bucket, Key=key, Body=content, ContentType="image/jpeg")
    told = {"messageId": "m", "receiptHandle": "r", "body": json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})}
    return soon(stand, lambda: job("inspect_upload", {"Records": [told]}))


def hear_of_mail(stand: Stand) -> Do:
    code = filed(stand.deps)
    mail = {"tags": {"code": [code], "audience": ["reporter"]}}
    bounce = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "budi@example.org"}]}
    body = json.dumps({"eventType": "Bounce", "mail": mail, "bounce": bounce})
    return soon(stand, lambda: job("hear_of_mail", {"Records": [{"messageId": "m", "receiptHandle": "r", "body": body}]}))


JOBS: Mapping[str, Callable[[Stand], Do]] = {
    "tick": tick,
    "tick with a recount": recount,
    "react, then tell_again": react,
    "react to a lost receipt": lost_receipt,
    "send_webhooks": send_webhooks,
    "inspect_upload": inspect_upload,
    "hear_of_mail": hear_of_mail,
}
SCENES: Mapping[str, Callable[[Stand], Do]] = {**{name: of_route(route) for name, route in WRITING.items()}, **JOBS}
