"""What is on its way to an endpoint: one delivery an event, one line a case that keeps their order, and when to try again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import Event, instant
from chalicelib.domain.receipt import written
from chalicelib.domain.webhook import type_of

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600))
"""How long to wait after each attempt that failed; after the last it is given up, three days after the first."""
JITTER = 0.2
"""By how much a wait may be longer, so that not everything comes back at once."""
LONGEST_REST = timedelta(minutes=15)
"""How long an endpoint that does not answer is left alone at most: that soon after it is back, everything goes on."""
FAILURES = 3
"""So many failures one after the other, and the endpoint is left alone for a while."""


class State(StrEnum):
    """Whether an event has arrived: it waits (also for its next attempt), it was taken, it was given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of an attempt: the status of the answer, the reason why there was none or why it is none; and how long it took."""

    status: int = 0
    error: str = ""
    took_ms: int = 0

    @property
    def taken(self) -> bool:
        """Whether the endpoint has it now. A redirect is no answer: nothing follows it."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def gone(self) -> bool:
        """Whether the endpoint says that it wants no more."""
        return self.status == HTTPStatus.GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event for an endpoint: the body is the same at each attempt. `last` is what came of the latest."""

    code: str
    seq: int
    at: datetime
    type: str
    body: str
    state: State = State.WAITING
    attempts: int = 0
    tried_at: datetime | None = None
    last: Answered | None = None

    @property
    def message(self) -> str:
        """The id that the receiver knows it by, however often it comes."""
        return f"msg_{self.code}_{self.seq}"

    @property
    def place(self) -> tuple[int, str]:
        """Its place in the line of its case."""
        return self.seq, instant(self.at)

    def tried(self, answered: Answered, now: datetime) -> "Delivery":
        """After an attempt: sent, or waiting for the next, or given up after the last."""
        attempts = self.attempts + 1
        open_ = State.WAITING if attempts <= len(DELAYS) or answered.gone else State.FAILED
        return replace(self, state=State.SENT if answered.taken else open_, attempts=attempts, tried_at=now, last=answered)

    def again(self) -> "Delivery":
        """To be sent anew, from the first attempt."""
        return replace(self, state=State.WAITING, attempts=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The deliveries of one case that wait for an endpoint, in their order: the first must go before the second.

    `made` is the last event of the case that was looked at, so that each is put down once; `waiting` are places of deliveries; `wake` is when the first is to be
    tried, none when nothing waits. `version` counts its changes.
    """

    code: str
    version: int = 0
    made: int = 0
    waiting: tuple[tuple[int, str], ...] = ()
    wake: datetime | None = None

    def joined(self, made: int, deliveries: Mapping[tuple[int, str], Delivery], now: datetime) -> "Line":
        """With these behind, or where they belong. The first is tried at once, unless one that failed is before it."""
        waiting = tuple(sorted({*self.waiting, *deliveries}))
        ahead = bool(self.waiting) and waiting[0] == self.waiting[0] and waiting[0] not in deliveries
        wake = (self.wake if ahead else now) if waiting else None
        return replace(self, version=self.version + 1, made=max(made, self.made), waiting=waiting, wake=wake)

    def left(self, delivery: Delivery, now: datetime, fraction: float) -> "Line":
        """After an attempt of one: without it when that is the end of it, else with the time of the next. `fraction` is random, 0 to 1."""
        if delivery.state is State.WAITING:
            return replace(self, version=self.version + 1, wake=now + pause(delivery.attempts, fraction))
        return self.without(delivery.place, now)

    def without(self, place: tuple[int, str], now: datetime) -> "Line":
        """Without one that is done, or that is kept no more; the next one's turn is now."""
        waiting = tuple(one for one in self.waiting if one != place)
        return replace(self, version=self.version + 1, waiting=waiting, wake=now if waiting else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is to send to an endpoint, until when; and since how many failures, one after the other, it is left alone until when."""

    version: int = 0
    taken_until: datetime | None = None
    failures: int = 0
    rests: int = 0
    rests_until: datetime | None = None

    def free(self, now: datetime) -> bool:
        """Whether somebody may send now."""
        return all(until is None or until <= now for until in (self.taken_until, self.rests_until))

    def take(self, until: datetime) -> "Turn":
        """Taken: whoever dies with it loses it then."""
        return replace(self, version=self.version + 1, taken_until=until)

    def give_back(self) -> "Turn":
        """For the next."""
        return replace(self, version=self.version + 1, taken_until=None)

    def after(self, answered: Answered, now: datetime, fraction: float) -> "Turn":
        """After an attempt. One failure is enough to rest again; whatever arrives ends that."""
        if answered.taken:
            return replace(self, failures=0, rests=0, rests_until=None)
        failures = self.failures + 1
        if failures < FAILURES:
            return replace(self, failures=failures)
        rest = min(pause(self.rests + 1, fraction), LONGEST_REST)
        return replace(self, failures=failures, rests=self.rests + 1, rests_until=now + rest)

    def rests_at(self, now: datetime) -> bool:
        """Whether the endpoint is to be left alone."""
        return self.rests_until is not None and now < self.rests_until


def pause(attempts: int, fraction: float) -> timedelta:
    """How long to wait after so many attempts; `fraction` is random, 0 to 1."""
    return DELAYS[min(attempts, len(DELAYS)) - 1] * (1 + JITTER * fraction)


def body(event: Event, case: Complaint, site_url: str, *, theirs: bool) -> str:
    """What is told of an event: which case, what happened, where it stands, by when; nothing that anybody wrote, and nobody's name.

    `case` is as it stood after the event. An agency that has just lost it (not `theirs`) is told so, and where
    it is now if that is public; no more.
    """
    code = written(event.code)
    data: dict[str, object] = {
        "code": code,
        "event": event.seq,
        "by": event.actor.role,
        "public": event.public,
        "agency": case.agency if theirs or case.published else None,
        "in_scope": theirs,
    }
    return _json({"type": type_of(event), "timestamp": instant(event.at), "data": data | (_standing(case, code, site_url) if theirs else {})})


def _standing(case: Complaint, code: str, site_url: str) -> dict[str, object]:
    return {
        "status": case.status,
        "class": case.class_,
        "category": case.category,
        "region": case.region,
        "coordinator": case.coordinator,
        "visibility": case.visibility,
        "level": case.level,
        "clock": case.clock,
        "due": _date(case.due),
        "verify_due": _date(case.verify_due),
        "follow_up_due": _date(case.follow_up_due),
        "resolve_due": _date(case.resolve_due),
        "confirm_due": _date(case.confirm_due),
        "url": f"{site_url}/v1/cases/{code}",
    }


def ping(id_: str, now: datetime) -> str:
    """The body of a test."""
    return _json({"type": "ping", "timestamp": instant(now), "data": {"webhook": id_}})


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
