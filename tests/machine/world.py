"""Reporters, agencies, the schedule, the stream and the world around them, each doing anything at any time, through the ways in that everybody has."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any

from chalice.test import Client

import app
from chalicelib.domain.access import AccessKey
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.outgoing import Answered
from chalicelib.domain.words import Action, Role, Status
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from local.pollers import _for_lambda, is_event
from tests.api.conftest import Answer, Api
from tests.api.samples import BODIES
from tests.builders import NOON, a_body, a_key
from tests.fakes import MemoryFiles, Posts, keep
from tests.jobs.test_jobs import SCHEDULED, Context
from tests.machine.installation import ENDPOINT, Ledger, News

MARK = "RAHASIA"
"""In every text that somebody writes, with a number of its own."""
PEOPLE = (
    (Role.OFFICER, "51.71.pupr"),
    (Role.OFFICER, "51.71.dlh"),
    (Role.OFFICER, "51.71"),
    (Role.COORDINATOR, "51.71"),
    (Role.OFFICER, "34.71"),
    (Role.COORDINATOR, "34.71"),
    (Role.INSPECTOR, "51"),
    (Role.STEWARD, "nation"),
    (Role.OBSERVER, "nation"),
)
WHERE = ("51.71", "51.71.pupr", "51.71.dlh", "34.71", "nation", "no-such-agency")
SAID = {"text", "reason", "question"}
DONE = {200, 201, 202}
REFUSED = {403, 404, 409, 412, 422, 428, 429}


@dataclass
class Filed:
    """A complaint as its reporter knows it: the receipt, what was sent, and who supports it."""

    code: str
    secret: dict[str, str]
    sent: dict[str, Any]
    wish: dict[str, str]
    supporters: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    files: int = 0


class World:
    """What was done so far, and the way to do more."""

    def __init__(self, client: Client, deps: Deps, news: News) -> None:
        self.api, self.deps, self.news = Api(client, deps), deps, news
        self.filed: list[Filed] = []
        self.records: list[dict[str, Any]] = []
        self.handled = 0
        self.texts = self.days = 0
        self.closed = False
        self.keys = {who: self.key(number, *who) for number, who in enumerate(PEOPLE, start=1)}

    @property
    def age(self) -> timedelta:
        """How long it has gone on."""
        return self.api.clock.now - NOON

    @property
    def ledger(self) -> Ledger:
        assert isinstance(self.deps.mail, Ledger)
        return self.deps.mail

    def key(self, number: int, role: Role, agency: str) -> dict[str, str]:
        made: AccessKey
        made, text = a_key(role, agency, seed=number)
        keep(made, self.deps)
        return {"Authorization": f"Bearer {text}"}

    def text(self) -> str:
        self.texts += 1
        return f"{MARK}-{self.texts:04d}, sejelas mungkin."

    def heads(self) -> list[Complaint]:
        return self.deps.cases.complaints([one.code for one in self.filed])

    def case(self, filed: Filed) -> Case:
        return load(filed.code, self.deps)

    def file(self, **changes: Any) -> None:
        number = len(self.filed)
        who = {"name": f"{MARK} Budi {number}", "email": f"{MARK.lower()}-{number}@example.org", "phone": f"+62 811 0000 {number:03d}"}
        reporter = who if changes["identity"] != "none" else ...
        sent = a_body(title=self.text(), body=self.text(), place=self.text(), reporter=reporter, **changes)
        wish = {"Idempotency-Key": f"machine-{number:012d}"}
        answer = self.api.post("/v1/complaints", sent, wish)
        assert answer.status in {201} | REFUSED, answer.body
        if answer.status == 201:
            self.filed.append(Filed(answer.body["code"].replace("-", ""), {"Receipt-Secret": answer.body["secret"]}, sent, wish))

    def file_again(self, filed: Filed) -> None:
        before = self.case(filed)
        answer = self.api.post("/v1/complaints", filed.sent, filed.wish)
        assert (answer.status, answer.body["code"].replace("-", ""), answer.body["secret"]) == (200, filed.code, filed.secret["Receipt-Secret"])
        assert self.case(filed) == before
        assert self.api.post("/v1/complaints", filed.sent | {"title": "Judul yang lain"}, filed.wish).problem == "idempotency-key-reused"

    def act(self, filed: Filed, who: tuple[Role, str], action: Action, body: dict[str, Any], *, stale: bool) -> None:
        """What is refused changes nothing; what is done is one event; the same again is answered as before."""
        before = self.case(filed)
        seen = {"If-Match": f'"{before.complaint.version - stale}"'}
        answer = self.api.post(f"/v1/cases/{filed.code}/{action}", body, self.keys[who] | seen)
        if answer.status in REFUSED:
            assert self.case(filed) == before
            return
        self.judge(filed, before, action, answer, one_more=not stale)
        again = self.api.post(f"/v1/cases/{filed.code}/{action}", body, self.keys[who] | seen)
        assert again.status in {200, 404}, again.body
        self.judge(filed, self.case(filed), action, again, one_more=False)

    def judge(self, filed: Filed, before: Case, action: Action, answer: Answer, *, one_more: bool) -> None:
        after = self.case(filed)
        assert after.complaint.version == before.complaint.version + one_more
        assert answer.status not in {200, 201} or answer.body["version"] == after.complaint.version
        if one_more:
            assert after.events[-1].action is action
            self.seal(filed, after)

    def body(self, action: Action, chosen: dict[str, Any]) -> dict[str, Any]:
        """A right body with texts of its own, and whatever was chosen."""
        texts = {name: self.text() for name, value in BODIES[action].items() if name in SAID and " " in str(value)}
        return {name: value for name, value in {**BODIES[action], **texts, **chosen}.items() if value is not None}

    def report(self, filed: Filed, action: Action, body: dict[str, Any]) -> None:
        """The reporter acts, in words of their own: what one of them said and was redacted may not be said again by another."""
        before = self.case(filed)
        body = {name: self.text() if name in SAID else value for name, value in body.items()}
        path = "replies" if action is Action.REPLY else str(action)
        answer = self.api.post(f"/v1/complaints/{filed.code}/{path}", body, filed.secret)
        after = self.case(filed)
        if answer.status in REFUSED:
            assert after == before
            return
        assert answer.status in DONE, answer.body
        assert before.complaint.version <= after.complaint.version <= before.complaint.version + 1

    def support(self, filed: Filed, device: int, *, back: bool) -> None:
        token = f"device-{device:012d}"
        path = f"/v1/complaints/{filed.code}/support" + "/withdraw" * back
        answer = self.api.post(path, {"token": token} | ({} if back else {"email": f"pendukung-{device}@example.org"}))
        if answer.status == 200:
            (filed.supporters.discard if back else filed.supporters.add)(token)
            assert answer.body["supporters"] == len(filed.supporters)
        assert answer.status in {200} | REFUSED

    def attach(self, filed: Filed, content: bytes) -> None:
        """Announce, upload, and let the queue tell of it twice."""
        sent = {"name": f"{MARK}.jpg", "type": "image/jpeg", "size": len(content)}
        answer = self.api.post(f"/v1/complaints/{filed.code}/attachments", sent, filed.secret)
        assert answer.status in {201} | REFUSED
        if answer.status == 201:
            files, key = self.deps.files, answer.body["upload"]["fields"]["key"]
            assert isinstance(files, MemoryFiles)
            files.post(key, content, "image/jpeg")
            told = {"messageId": "m", "receiptHandle": "r", "body": json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})}
            for _ in range(2):
                assert app.inspect_upload({"Records": [told]}, Context()) == {"batchItemFailures": []}

    def wait(self, hours: float) -> None:
        self.api.clock.now += timedelta(seconds=ceil(hours * 3600))

    def run(self, job: str) -> None:
        getattr(app, job)(SCHEDULED, Context())

    def hear(self, most: int, *, again: int = 0, backwards: bool = False) -> None:
        """A batch of the stream: what is new, what came before it once more, in the wrong order now and then."""
        self.records += [_for_lambda(record) for record in self.news() if is_event(record)]
        start = max(0, self.handled - again)
        self.handled = min(self.handled + most, len(self.records))
        batch = self.records[start : self.handled]
        if batch:
            assert app.react({"Records": batch[::-1] if backwards else batch}, Context()) == {"batchItemFailures": []}

    def hear_all(self) -> None:
        """Everything there is, and what follows from it, until nothing does."""
        before = -1
        while before < len(self.records):
            before = len(self.records)
            self.run("tick")
            self.hear(10_000)
            self.run("send_webhooks")

    def mail_breaks(self, times: int) -> None:
        self.ledger.breaks = times

    def endpoint_breaks(self, *, broken: bool) -> None:
        assert isinstance(self.deps.hooks, Posts)
        self.deps.hooks.answers[ENDPOINT.url] = Answered(status=500 if broken else 204)

    def a_holiday_is_proclaimed(self, ahead: int) -> None:
        self.days += 1
        day = (self.api.clock.now + timedelta(days=ahead)).date()
        answer = self.api.post("/v1/calendars/id/days", {"add": {str(day): "Libur"}}, self.keys[Role.STEWARD, "nation"])
        assert answer.status in DONE | REFUSED, answer.body

    def an_agency_is_closed(self) -> None:
        self.closed = True
        answer = self.api.post("/v1/agencies/51.71.dlh/close", {"successor": "51.71.pupr"}, self.keys[Role.STEWARD, "nation"])
        assert answer.status in DONE, answer.body

    def seal(self, filed: Filed, after: Case) -> None:
        """Remember every text that a redaction has hidden."""
        for number, it in after.redactions.items():
            parts = [getattr(after.text, name) for name in ("title", "body", "place") if getattr(it, name) is not None] if number == 0 else []
            parts += [text for event in after.events if event.seq == number for text in (event.text, str(event.data.get("reason", "")))]
            filed.sealed |= {part[: len(MARK) + 5] for part in parts if MARK in part}

    def settle(self) -> None:
        """The world calms down: everything breaks no more, and what waits is done until nothing waits."""
        self.mail_breaks(0)
        self.endpoint_breaks(broken=False)
        for _ in range(4):
            self.wait(30)
            self.run("tick")
            self.hear_all()
        self.run("score")


OPEN = {Status.RECEIVED, Status.FORWARDED, Status.IN_PROGRESS, Status.ON_HOLD}
ENDED = {Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED}
