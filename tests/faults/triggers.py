"""Every trigger of `app.py`, each ready to be called, and called again as Lambda does. One that is not here is missed by a test."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

import app
from chalicelib.domain.attachment import Attachment
from chalicelib.domain.support import CONFIRM_WITHIN, Support
from chalicelib.domain.words import Outcome as Answered
from chalicelib.store.stream import WOKEN
from chalicelib.usecases import calendars, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.announce import announce
from tests import deeds
from tests.builders import NOON, STEWARD, a_first, a_receipt, a_reporter, a_submission, a_text, an_endpoint, later
from tests.faults.stand import Stand
from tests.jobs.test_jobs import SCHEDULED, Context

Outcome: TypeAlias = tuple[int, Any]
Do: TypeAlias = Callable[[], Outcome]
FIRST = NOON + timedelta(days=1)
BOTH_KEYS = 3
"""Parts of a place in the table of cases: table and keys."""
PHOTO = b"\xff\xd8\xff photo"


def job(name: str, event: Any = SCHEDULED) -> Callable[[], Outcome]:
    """A trigger; one that raises is called again by Lambda, and so is what it reports as failed."""

    def called() -> Outcome:
        try:
            answered = getattr(app, name)(event, Context())
        except Exception as error:  # noqa: BLE001 - as Lambda does
            return 500, type(error).__name__
        return (500 if answered.get("batchItemFailures") else 200), None

    return called


def soon(stand: Stand, *do: Callable[[], Outcome]) -> Do:
    """The jobs, each time a while after the last."""

    def done() -> Outcome:
        outcomes = [each() for each in do]
        stand.api.clock.now += timedelta(hours=1)
        return max(status for status, _ in outcomes), None

    return done


def filed(stand: Stand) -> str:
    return submit.submit(a_submission(reporter=a_reporter()), "a-key-of-the-scenes", stand.deps).receipt.code


def streamed(stand: Stand, partition: str, sort: str) -> Mapping[str, Any]:
    """The last row whose keys begin so, as the stream brings it."""
    rows = {place[1:]: item for place, item in stand.items().items() if len(place) == BOTH_KEYS}
    image = rows[max(place for place in rows if place[0].startswith(partition) and place[1].startswith(sort))]
    return stream("INSERT", image)


def woken(stand: Stand) -> Callable[[], Outcome]:
    """What the tick has woken, as the stream brings it."""

    def brought() -> Outcome:
        rows = [item for item in stand.items().values() if WOKEN in item]
        return max((job("react", stream("MODIFY", one))() for one in rows), default=(200, None))

    return brought


def stream(how: str, image: Mapping[str, Any]) -> Mapping[str, Any]:
    keys = {name: image[name] for name in ("pk", "sk")}
    return {"Records": [{"eventName": how, "dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": "1"}}]}


def queued(body: Any) -> Mapping[str, Any]:
    return {"Records": [{"messageId": "m", "receiptHandle": "r", "body": json.dumps(body)}]}


def tick(stand: Stand) -> Do:
    filed(stand)
    stand.api.clock.now = later(days=5)
    return soon(stand, job("tick"))


def recount(stand: Stand) -> Do:
    filed(stand)
    calendars.change("id", {FIRST.date(): "Pilkada"}, (), STEWARD, stand.deps)
    stand.api.clock.now = later(hours=1)
    return soon(stand, job("tick"))


def score(stand: Stand) -> Do:
    """An agency has changed on a day that was scored already."""
    assert job("score")()[0] == 200
    deeds.verify(filed(stand), stand.deps)
    assert job("react", streamed(stand, "C#", "E#"))()[0] == 200
    stand.api.clock.now = later(hours=1)
    return soon(stand, job("score"))


def freeze(stand: Stand) -> Do:
    """A month is over, and its scores become final."""
    code = filed(stand)
    deeds.verify(code, stand.deps)
    deeds.respond(code, stand.deps, Answered.RESOLVED)
    for one in (job("react", streamed(stand, "C#", "E#")), job("score")):
        assert one()[0] == 200
    stand.api.clock.now = later(days=40)
    return soon(stand, job("score"))


def react(stand: Stand) -> Do:
    """Notices, an endpoint, and what scores and statistics are told."""
    code = filed(stand)
    deeds.verify(code, stand.deps)
    stand.deps.reference.put([an_endpoint()])
    return soon(stand, job("react", streamed(stand, "C#", "E#")), job("tick"), woken(stand))


def lost_receipt(stand: Stand) -> Do:
    filed(stand)
    assert stand.api.post("/v1/lost-receipts", {"email": a_reporter().email, "lang": "id"}).status == 202
    return soon(stand, job("react", streamed(stand, "", "X#")), job("tick"), woken(stand))


def follower(stand: Stand) -> Do:
    code = filed(stand)
    until = NOON + CONFIRM_WITHIN
    stand.deps.supports.add(Support(code=code, device="d" * 20, email="e" * 20, until=until), a_reporter(email="wayan@example.org"), NOON)
    return soon(stand, job("react", streamed(stand, "", "M#")), job("tick"), woken(stand))


def send_webhooks(stand: Stand) -> Do:
    stand.deps.reference.put([an_endpoint()])
    announce(load(filed(stand), stand.deps), stand.deps)
    return soon(stand, job("send_webhooks"))


def inspect_upload(stand: Stand) -> Do:
    first = a_first(11)
    stand.deps.cases.load([first], a_text())
    code, key = first.complaint.code, f"uploads/{a_receipt(11).code}/01-0123456789abcdef.jpg"
    waiting = Attachment(code=code, number=1, key=key, name="foto.jpg", type="image/jpeg", size=len(PHOTO), until=later(hours=1))
    stand.deps.cases.expect(waiting, NOON)
    stand.s3.put_object(Bucket=stand.known.attachments_bucket, Key=key, Body=PHOTO, ContentType="image/jpeg")
    return soon(stand, job("inspect_upload", queued({"Records": [{"s3": {"object": {"key": key}}}]})))


def hear_of_mail(stand: Stand) -> Do:
    mail = {"tags": {"code": [filed(stand)], "audience": ["reporter"]}}
    bounce = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": a_reporter().email}]}
    return soon(stand, job("hear_of_mail", queued({"eventType": "Bounce", "mail": mail, "bounce": bounce})))


TRIGGERS: Mapping[str, Callable[[Stand], Do]] = {
    "tick": tick,
    "tick, a recount": recount,
    "score": score,
    "score, a month is frozen": freeze,
    "react, tick": react,
    "react, tick: a lost receipt": lost_receipt,
    "react, tick: a follower": follower,
    "send_webhooks": send_webhooks,
    "inspect_upload": inspect_upload,
    "hear_of_mail": hear_of_mail,
}
"""By the functions that they call."""


def functions(names: Sequence[str]) -> set[str]:
    """The functions that the names of scenes say."""
    return {one for name in names for one in name.partition(":")[0].split(", ") if one.isidentifier()}
