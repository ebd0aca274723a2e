"""The timeline of an imported case: the same deeds and events as if it had been filed here, with its own dates."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

from chalicelib.domain import change, reporting, routing, working
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Text
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.events import REPORTER, Actor
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import from_entropy
from chalicelib.domain.reference import Agency
from chalicelib.domain.reporting import Filing
from chalicelib.domain.words import Action, Channel, Identity, Outcome, Role, Status, Visibility
from chalicelib.usecases.submit import text_digest
from ops.importing.case import Case

PEOPLE = (Role.COORDINATOR, Role.OFFICER)
NO_SECRET = ""
"""Nobody holds a receipt of an imported case: no secret has an empty hash."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the events of an agency's cases depend on."""

    agency: Agency
    office: Office
    policy: Policy


@dataclass(frozen=True, slots=True)
class Story:
    """A case as it is written: its texts and every change, the last with its state."""

    text: Text
    changes: tuple[Change, ...]

    @property
    def complaint(self) -> Complaint:
        """The state at the end."""
        return self.changes[-1].complaint


def code_of(case: Case) -> str:
    """The tracking code that a file's own id always gets."""
    return _entropy_code(case.source, case.source_id)


DeedOf: TypeAlias = Callable[[Complaint, Circumstances], Deed]


def tell(case: Case, rules: Rules, new_salt: Callable[[], str]) -> Story:
    """The whole story of a case."""
    begun = begin(case, rules, new_salt)
    return Story(begun.text, (*begun.changes, *_told(begun.changes[0], case, rules, new_salt)))


def begin(case: Case, rules: Rules, new_salt: Callable[[], str]) -> Story:
    """The story of a case as far as its filing."""
    text = Text(title=case.title, body=case.body, place=case.place, location=case.location, salt=new_salt())
    at = Circumstances(case.received_at, rules.policy, rules.office)
    begun = change.first(code_of(case), _filed(case, text, at), REPORTER, at)
    return Story(text, (replace(begun, complaint=replace(begun.complaint, title=case.title)),))


def _told(begun: Change, case: Case, rules: Rules, new_salt: Callable[[], str]) -> Iterator[Change]:
    now = begun
    for instant, role, deed_of in deeds(case, rules):
        now = follow(now.complaint, case, rules, (instant, role, deed_of), new_salt())
        yield now


def follow(complaint: Complaint, case: Case, rules: Rules, done: tuple[datetime, Role, DeedOf], salt: str) -> Change:
    """A complaint after the next of its case's deeds."""
    instant, role, deed_of = done
    at = Circumstances(instant, rules.policy, rules.office)
    actor = Actor(role=role, agency=case.agency if role in PEOPLE else "", holder=f"import {case.source}")
    return change.then(complaint, deed_of(complaint, at), actor, at, salt)


def deeds(case: Case, rules: Rules) -> Iterator[tuple[datetime, Role, DeedOf]]:
    """What happened after filing, in order. A file seldom says when a case was forwarded: it went to its agency as it came in."""
    if case.status is Status.WITHDRAWN:
        yield case.closed_at or case.received_at, Role.REPORTER, lambda complaint, _: reporting.withdraw(complaint, "")
    if case.status in (Status.RECEIVED, Status.WITHDRAWN):
        return
    yield case.received_at, Role.COORDINATOR, lambda complaint, at: routing.verify(complaint, rules.agency, at, late=False)
    if case.status is Status.IN_PROGRESS:
        yield case.answered_at or case.received_at, Role.OFFICER, lambda complaint, _: replace(working.start(complaint), text=case.answer)
    if case.outcome and case.answered_at:
        yield case.answered_at, Role.OFFICER, partial(_answered, case, case.outcome)
    if case.closed_at and case.status is Status.CLOSED:
        yield case.closed_at, Role.SYSTEM, lambda *_: Deed(action=Action.CLOSE)


def _answered(case: Case, outcome: Outcome, complaint: Complaint, at: Circumstances) -> Deed:
    return working.respond(complaint, outcome, case.answer, case.reason, at)


def _filed(case: Case, text: Text, at: Circumstances) -> Deed:
    filing = Filing(
        class_=case.class_,
        category=case.category,
        region=case.region,
        agency=case.agency,
        visibility=case.visibility,
        identity=Identity.NONE,
        cell=text.location.cell if text.location and case.visibility is Visibility.PUBLIC else None,
        secret_hash=NO_SECRET,
        fingerprint=_digest(case.source, case.source_id).hex()[:40],
        text_digest=text_digest(text),
        channel=Channel.IMPORT,
    )
    deed = reporting.submit(filing, at)
    return replace(deed, data={**deed.data, "source": case.source, "source_id": case.source_id})


def _entropy_code(source: str, source_id: str) -> str:
    entropy = _digest(source, source_id)
    return from_entropy(entropy, entropy).code


def _digest(source: str, source_id: str) -> bytes:
    return hashlib.sha256(f"import\0{source}\0{source_id}".encode()).digest()
