"""The stores, the bucket and the mail in memory: real behaviour, and the same contract tests as the real ones."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from typing import IO, Any

from chalicelib.domain import attachment
from chalicelib.domain.access import AccessKey, KeyState
from chalicelib.domain.allowance import WINDOW
from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.calendar import Calendar, version_id
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Location, Reporter, Text
from chalicelib.domain.data import Datum, One
from chalicelib.domain.delivery import LEASE, WOKEN, Trouble, Why
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events import Event, instant
from chalicelib.domain.facts import CaseFacts, Verification
from chalicelib.domain.issuing import LIVE_KEYS
from chalicelib.domain.lost import Asked
from chalicelib.domain.notices import Notice
from chalicelib.domain.open_data import Frozen
from chalicelib.domain.outgoing import Answered, Delivery, Line, Turn
from chalicelib.domain.periods import Runs
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.ranking import Scored
from chalicelib.domain.recount_job import Recount
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.reference import Agency, Region
from chalicelib.domain.statistics import Counts, Month
from chalicelib.domain.statistics import Entry as Happened
from chalicelib.domain.support import A_DAY, Follower, Kept, Support
from chalicelib.domain.survey import Sums
from chalicelib.domain.template import Templates
from chalicelib.domain.upload import Clean, Refused, Upload, UploadForm
from chalicelib.domain.words import Action, Role
from chalicelib.store import keys
from chalicelib.store.access import _row as access_row
from chalicelib.usecases.ports import After, Deps, Entry, Place
from tests.builders import NOON, REFERENCE


@dataclass
class MemoryCases:
    """Complaints in dictionaries, sorted when read as the indexes are."""

    heads: dict[str, Change] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    reporters: dict[str, Reporter] = field(default_factory=dict)
    files: dict[tuple[str, int], Attachment] = field(default_factory=dict)
    left: list[tuple[str, str, CaseFacts]] = field(default_factory=list)
    redactions: dict[str, dict[int, Redaction]] = field(default_factory=dict)
    surveyed: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    troubles: dict[str, dict[Role, Trouble]] = field(default_factory=dict)
    supported: dict[str, dict[str, str]] = field(default_factory=dict)

    def file(self, change: Change, text: Text, reporter: Reporter | None) -> None:
        self.load([change], text, reporter)

    def append(self, change: Change, *, agency: str = "", lead: Complaint | None = None, forgets: bool = True) -> None:
        code = change.complaint.code
        if code not in self.heads or self.heads[code].complaint.version != change.event.seq - 1:
            raise Conflict("somebody else wrote first")
        if lead and (lead.code not in self.heads or self.heads[lead.code].complaint.version != lead.version):
            raise Conflict("somebody else wrote first")
        self._keep_beside(change, agency)
        if change.erases and forgets:
            self.reporters.pop(code, None)
        self.heads[code] = change
        self.changes[code].append(change)

    def load(self, changes: Sequence[Change], text: Text, reporter: Reporter | None = None) -> None:
        code = changes[-1].complaint.code
        if code in self.heads:
            raise Conflict("somebody else wrote first")
        self.heads[code], self.texts[code], self.changes[code] = changes[-1], text, list(changes)
        for before, change in pairwise(changes):
            self._keep_beside(change, before.complaint.agency)
        if reporter:
            self.reporters[code] = reporter

    def case(self, code: str, *, consistent: bool = True) -> Case | None:
        if code not in self.heads:
            return None
        attachments = tuple(self.files[key] for key in sorted(self.files) if key[0] == code)
        events = tuple(change.event for change in self.changes[code])
        hidden = dict(self.redactions.get(code, {}))
        noted = self.troubles.get(code, {})
        troubles = tuple(noted[audience] for audience in sorted(noted))
        supporters = len(self.supported.get(code, ()))
        return Case(
            complaint=self.heads[code].complaint,
            text=self.texts[code],
            events=events,
            attachments=attachments,
            redactions=hidden,
            supporters=supporters,
            troubles=troubles,
        )

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        return [self.heads[code].complaint for code in codes if code in self.heads]

    def linked_to(self, lead: str) -> Iterator[str]:
        return iter(sorted(one.code for one in self.all() if one.lead == lead))

    def wanting(self, shard: int, now: datetime, limit: int, after: After) -> tuple[list[str], After]:
        awake = sorted((one.wake, one.code) for one in self.all() if keys.shard(one.code) == str(shard) and one.wake and one.wake <= now)
        page = [one for one in awake if after is None or one > after["place"]][:limit]
        return [code for _, code in page], {"place": page[-1]} if len(page) == limit else None

    def wake_later(self, complaint: Complaint) -> None:
        head = self.heads[complaint.code]
        if head.complaint.version != complaint.version:
            raise Conflict("the complaint was changed meanwhile")
        self.heads[complaint.code] = replace(head, complaint=replace(head.complaint, wake=complaint.wake))

    def facts(self, agency: str, month: str) -> Iterator[tuple[str, CaseFacts]]:
        heads = (head for head in self.heads.values() if head.complaint.agency == agency)
        current = [(head.complaint.code, head.facts) for head in heads if head.facts]
        left = [(code, facts) for owner, code, facts in self.left if owner == agency]
        return iter(sorted(((code, facts) for code, facts in current + left if keys.month(facts.resolve_due) == month), key=lambda pair: pair[0]))

    def codes(self, agency: str, month: str) -> Iterator[str]:
        heads = (head for head in self.heads.values() if head.complaint.agency == agency)
        return iter(sorted(head.complaint.code for head in heads if head.facts and keys.month(head.facts.resolve_due) == month))

    def sheets(self, agency: str, month: str) -> Iterator[tuple[int, ...]]:
        return (answers for *of, answers in self.surveyed if of == [agency, month])

    def verifications(self, agency: str, month: str) -> Mapping[str, list[tuple[date, Verification]]]:
        marks: dict[str, list[tuple[date, Verification]]] = {}
        for code, changes in self.changes.items():
            for mark in (mark for change in changes for mark in (change.mark, change.void) if mark):
                if mark.agency == agency and keys.month(mark.due) == month:
                    marks.setdefault(code, []).append((mark.due, mark.verification))
        return marks

    def unsealings(self, month: str, limit: int, after: After) -> tuple[list[Event], After]:
        events = [change.event for changes in self.changes.values() for change in changes if change.event.action is Action.UNSEAL]
        opened = {f"{instant(event.at)}#{event.code}": event for event in events if keys.month(event.at) == month}
        page = [place for place in sorted(opened) if after is None or place > after["place"]][:limit]
        return [opened[place] for place in page], {"place": page[-1]} if len(page) == limit else None

    def reporter(self, code: str) -> Reporter | None:
        return self.reporters.get(code)

    def forget_reporter(self, code: str) -> None:
        self.reporters.pop(code, None)

    def reporters_of(self, contact: str) -> dict[str, Reporter]:
        return {code: self.reporters[code] for code in sorted(self.reporters) if self.reporters[code].contact == contact}

    def expect(self, attachment: Attachment, now: datetime) -> None:
        before = self.files.get((attachment.code, attachment.number))
        same = before and (before.key, before.name, before.size) == (attachment.key, attachment.name, attachment.size)
        if before and (before.state in (State.STORED, State.ERASED) or (before.state is State.WAITING and before.until > now and not same)):
            raise Conflict("the attachment is another one's, or settled")
        self.files[attachment.code, attachment.number] = attachment

    def choose(self, attachment: Attachment) -> None:
        before = self.files.get((attachment.code, attachment.number))
        if before is None or before.state is not State.STORED:
            raise Conflict("somebody else wrote first")
        self.files[attachment.code, attachment.number] = replace(before, public=attachment.public)

    def settle(self, attachment: Attachment, uploaded: str) -> None:
        before = self.files.get((attachment.code, attachment.number))
        if before is None or before.key != uploaded or before.state is not State.WAITING:
            raise Conflict("the attachment is another one's, or settled")
        self.files[attachment.code, attachment.number] = attachment

    def erase_file(self, before: Attachment, after: Attachment) -> None:
        found = self.files.get((before.code, before.number))
        if found is None or (found.key, found.state) != (before.key, before.state):
            raise Conflict("the attachment is another one's, or settled")
        self.files[before.code, before.number] = after

    def attachment(self, code: str, number: int) -> Attachment | None:
        return self.files.get((code, number))

    def note_trouble(self, code: str, trouble: Trouble) -> None:
        noted = self.troubles.setdefault(code, {})
        if trouble.audience not in noted or noted[trouble.audience].why is not Why.UNSUBSCRIBED:
            noted[trouble.audience] = trouble

    def forget_trouble(self, code: str, audience: Role) -> None:
        self.troubles.get(code, {}).pop(audience, None)

    def _keep_beside(self, change: Change, agency: str) -> None:
        if change.left:
            self.left.append((agency, change.complaint.code, change.left))
        if change.redaction:
            self.redactions.setdefault(change.complaint.code, {})[change.redaction.number] = change.redaction
        if change.sheet and change.facts:
            self.surveyed.append((change.complaint.agency, keys.month(change.facts.resolve_due), change.sheet.answers))

    def all(self) -> list[Complaint]:
        return [head.complaint for head in self.heads.values()]


@dataclass
class MemoryQueues:
    """The queues of the complaints in memory."""

    cases: MemoryCases

    def of(
        self, agencies: Sequence[str], each: int | None, most: int | None, after: Place | None = None, until: date | None = None
    ) -> tuple[list[Complaint], Place | None]:
        pages = [self._places(agency, after, until)[:each] for agency in agencies]
        ends = [page[-1] for page in pages if page and len(page) == each]
        places = [place for place in sorted(place for page in pages for place in page) if not ends or place <= min(ends)]
        last = places[most - 1] if most and len(places) > most else min(ends, default=None)
        return self.cases.complaints([code for _, code in places[:most]]), last

    def _places(self, agency: str, after: Place | None, until: date | None) -> list[Place]:
        waiting = [(str(one.due), one.code) for one in self.cases.all() if one.queued and one.agency == agency]
        return sorted(place for place in waiting if (after is None or place > after) and place[0] <= str(until or "9"))


@dataclass
class MemoryFeed:
    """What is published of the complaints in memory."""

    cases: MemoryCases
    kept: dict[date, Mapping[str, int]] = field(default_factory=dict)

    def days(self, days: Sequence[date], each: int, after: Entry | None = None) -> list[tuple[list[Entry], bool]]:
        return [self._day(day, each, after if day == days[0] else None) for day in days]

    def _day(self, day: date, each: int, after: Entry | None) -> tuple[list[Entry], bool]:
        entries = [(it.published_at, it.code) for it in self.cases.all() if it.published and it.published_at and it.published_at.date() == day]
        left = sorted((one for one in entries if after is None or one < after), reverse=True)
        return left[:each], len(left) >= each

    def near(self, squares: Sequence[str], each: int) -> list[str]:
        by_age = sorted(self.cases.all(), key=lambda it: it.received_at, reverse=True)
        return [it.code for square in squares for it in [one for one in by_age if one.cell == square][:each]]

    def complaints(self, codes: Sequence[str]) -> list[Complaint]:
        return self.cases.complaints(codes)

    def beside(self, codes: Sequence[str], *, places: bool = True) -> tuple[dict[str, int], dict[str, Location], dict[str, int]]:
        shown = [one for one in self.cases.files.values() if one.public and one.thumbnail and places]
        withheld = {code: it[0].files for code, it in self.cases.redactions.items() if 0 in it}
        pictures = {one.code: one.number for one in sorted(shown, key=lambda it: -it.number) if one.number not in withheld.get(one.code, ())}
        supporters = {code: len(self.cases.supported[code]) for code in codes if code in self.cases.supported}
        return (
            supporters,
            {code: text.location for code in codes if places and (text := self.cases.texts.get(code)) and text.location},
            {code: number for code, number in pictures.items() if code in codes},
        )

    def counts(self, since: date) -> dict[date, Mapping[str, int]]:
        return {day: counts for day, counts in self.kept.items() if day >= since}

    def keep_count(self, day: date, counts: Mapping[str, int], now: datetime) -> None:
        self.kept[day] = dict(counts)


@dataclass
class MemorySupports:
    """Supports in dictionaries: of each complaint the devices, each with the address that it follows by."""

    cases: MemoryCases
    who: dict[tuple[str, str], Follower] = field(default_factory=dict)
    forgotten: set[tuple[str, str]] = field(default_factory=set)
    clients: dict[tuple[str, str, date], int] = field(default_factory=dict)

    def add(self, support: Support, reporter: Reporter | None, now: datetime) -> None:
        used = (support.code, support.client, now.date())
        devices = self.cases.supported.setdefault(support.code, {})
        often = bool(support.client) and self.clients.get(used, 0) >= A_DAY
        if support.device in devices or self._works(support.code, support.email, now) or often:
            raise Conflict("it is otherwise")
        self.clients[used] = self.clients.get(used, 0) + 1
        self._keep(support, reporter)

    def follow(self, support: Support, reporter: Reporter, now: datetime, kept: Kept) -> None:
        followed = self.cases.supported.get(support.code, {}).get(support.device)
        gone = self.who.get((support.code, kept.email)) if support.email != kept.email and kept.follows else None
        if followed != kept.email or self._works(support.code, support.email, now) or (gone and gone.until is None):
            raise Conflict("it is otherwise")
        if gone:
            del self.who[support.code, kept.email]
        self._keep(support, reporter)

    def _keep(self, support: Support, reporter: Reporter | None) -> None:
        self.cases.supported[support.code][support.device] = support.email
        if support.email and reporter:
            self.who[support.code, support.email] = Follower(support.email, support.device, replace(reporter, name="", phone=""), support.until)

    def _works(self, code: str, id_: str, now: datetime) -> bool:
        found = self.who.get((code, id_))
        return found is not None and (found.until or now) >= now

    def confirm(self, code: str, id_: str, now: datetime) -> bool:
        works = self._works(code, id_, now) and (code, id_) not in self.forgotten
        if works:
            found = self.who[code, id_]
            self.who[code, id_] = replace(found, until=None, since=now if found.until else found.since)
        return works

    def kept(self, support: Support, now: datetime) -> Kept:
        devices = self.cases.supported.get(support.code, {})
        own = devices.get(support.device, "")
        found = self.who.get((support.code, own))
        return Kept(
            counted=support.device in devices,
            email=own,
            follows=self._works(support.code, own, now) and found is not None and found.device == support.device,
            waits=found is not None and found.until is not None,
            known=self._works(support.code, support.email, now),
        )

    def remove(self, support: Support, kept: Kept) -> None:
        devices = self.cases.supported.get(support.code, {})
        if devices.get(support.device) != kept.email:
            raise Conflict("it is otherwise")
        del devices[support.device]
        if kept.follows:
            del self.who[support.code, kept.email]
            self.forgotten.discard((support.code, kept.email))

    def followers(self, code: str) -> Iterator[Follower]:
        known = (one for key in sorted(self.who) if key[0] == code and (one := self.follower(*key)))
        return iter([one for one in known if one.until is None])

    def follower(self, code: str, id_: str) -> Follower | None:
        return None if (code, id_) in self.forgotten else self.who.get((code, id_))

    def forget(self, code: str) -> None:
        self.forgotten |= {key for key in self.who if key[0] == code}


@dataclass
class MemoryReference:
    """Reference data in a dictionary."""

    data: dict[tuple[type[Datum], str], Datum] = field(default_factory=dict)

    def fetch(self, *wanted: tuple[type[Datum], str]) -> None:
        """Everything is at hand."""

    def get(self, kind: type[One], id_: str) -> One | None:
        assert id_, "the database refuses an empty key"
        found = self.data.get((kind, id_))
        return found if isinstance(found, kind) else None

    def agencies(self, *, parent: str, kind: str, limit: int, after: After) -> tuple[list[Agency], After]:
        below = [one for one in self.every(Agency) if not parent or one.parent == parent]
        ordered = sorted(below, key=(lambda one: (one.kind, one.name)) if parent else (lambda one: (one.id, "")))
        start = int(after["place"]) if after else 0
        page = [one for one in ordered if kind in ("", one.kind)][start : start + limit]
        return page, {"place": start + limit} if start + limit < len(ordered) else None

    def every(self, kind: type[One], *, latest: bool = False) -> list[One]:
        ids = sorted({_id(datum) for (kept, _), datum in self.data.items() if kept is kind})
        return [one for one in (self.get(kind, id_) for id_ in ids) if one]

    def about(self, kind: type[One], agency: str, prefix: str = "") -> list[One]:
        found: list[Any] = self.every(kind)
        return [one for one in found if agency in ("", one.agency) and one.id.startswith(prefix)]

    def open_recounts(self) -> list[Recount]:
        return [job for job in self.every(Recount) if not job.done_at]

    def put(self, data: Iterable[Datum]) -> int:
        changed = [datum for datum in data if any(self.data.get((type(datum), id_)) != datum for id_ in _ids(datum))]
        for datum in changed:
            self.data |= {(type(datum), id_): datum for id_ in _ids(datum)}
        return len(changed)

    def fresh(self, kind: type[One], id_: str) -> One | None:
        return self.get(kind, id_)

    def replace(self, *pairs: tuple[Datum | None, Datum]) -> None:
        for before, after in pairs:
            *versions, current = _ids(after)
            if self.data.get((type(after), current)) != before or any((type(after), id_) in self.data for id_ in versions if after != before):
                raise Conflict("somebody else changed it first")
        self.put(after for _, after in pairs)

    def templates(self, agency: str, *, latest: bool = False) -> Templates:
        return self.get(Templates, agency) or Templates(agency=agency)

    def put_next(self, templates: Templates) -> None:
        if self.templates(templates.agency).version != templates.version - 1:
            raise Conflict("somebody else changed the templates first")
        self.data[Templates, templates.agency] = templates


def _id(datum: Datum) -> str:
    return datum.code if isinstance(datum, Region) else datum.id


def _ids(datum: Datum) -> list[str]:
    """Everything that a datum is kept as: its version if it has them, and what is in force."""
    if isinstance(datum, Policy):
        return [datum.id, IN_FORCE]
    return [version_id(datum.id, datum.version), datum.id] if isinstance(datum, Calendar) else [_id(datum)]


@dataclass
class MemoryAccess:
    """Keys in a dictionary."""

    keys: dict[str, AccessKey] = field(default_factory=dict)

    def get(self, key_id: str, *, consistent: bool = False) -> AccessKey | None:
        return self.keys.get(key_id)

    def put(self, key: AccessKey) -> None:
        """A key that is there, whatever else its holder has."""
        self.keys[key.id] = key

    def add(self, key: AccessKey) -> bool:
        if key.id in self.keys:
            raise Conflict("there is a key with this id")
        live = [one for one in self.of(key.agency) if one.holder == key.holder and one.state(key.created_at) is KeyState.WORKS]
        if len(live) < LIVE_KEYS:
            self.keys[key.id] = key
        return key.id in self.keys

    def revoke(self, key: AccessKey, now: datetime) -> None:
        kept = self.keys[key.id]
        self.keys[key.id] = replace(kept, revoked_at=kept.revoked_at or now)

    def note_use(self, key_id: str, now: datetime) -> None:
        if (kept := self.keys.get(key_id)) and not kept.use_is_noted(now):
            self.keys[key_id] = replace(kept, last_used_at=now)

    def of(self, agency: str) -> list[AccessKey]:
        return sorted((key for key in self.keys.values() if key.agency == agency), key=lambda key: key.id)


@dataclass
class MemoryLimits:
    """Counts in a dictionary, by name and window."""

    used: dict[tuple[str, int, float], int] = field(default_factory=dict)

    def count(self, name: str, now: datetime, quota: int, window: int = WINDOW) -> int:
        place = (name, window, now.timestamp() // window)
        before = self.used.get(place, 0)
        if before >= quota:
            return quota + 1
        self.used[place] = before + 1
        return before + 1

    def once(self, name: str, until: datetime) -> bool:
        return self.count(name, until, 1, int(until.timestamp()) + 1) == 1


@dataclass
class MemoryLinks:
    """Questions and links in dictionaries."""

    asked: dict[tuple[str, str], Asked] = field(default_factory=dict)
    links: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def ask(self, question: Asked, now: datetime) -> None:
        self.asked.setdefault((question.contact, question.hour), question)

    def make(self, hashed: str, contact: str, until: datetime) -> None:
        self.links.setdefault(hashed, (contact, until))

    def use(self, hashed: str, by: str, now: datetime) -> str | None:
        contact, until = self.links.get(hashed, ("", now))
        if self.used.get(hashed, by) != by or until <= now:
            return None
        self.used[hashed] = by
        return contact


@dataclass
class MemoryDeliveries:
    """Deliveries in a dictionary: attempts, and when each is to be tried, none once it is over; those that were woken and not begun."""

    tried: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    woken: set[str] = field(default_factory=set)
    stopped: dict[str, Why] = field(default_factory=dict)

    def begin(self, delivery: str, now: datetime) -> int:
        attempts, wake = self.tried.get(delivery, (0, now))
        if wake is None or (wake > now and delivery not in self.woken):
            return 0
        self.woken.discard(delivery)
        self.tried[delivery] = (attempts + 1, now + LEASE)
        return attempts + 1

    def wake(self, delivery: str, now: datetime) -> bool:
        attempts, wake = self.tried.get(delivery, (0, None))
        if wake is None or wake > now:
            return False
        self.woken.add(delivery)
        self.tried[delivery] = (attempts, now + WOKEN)
        return True

    def again(self, delivery: str, at: datetime) -> None:
        self.tried[delivery] = (self.tried[delivery][0], at)

    def done(self, delivery: str, now: datetime) -> None:
        self.woken.discard(delivery)
        self.tried[delivery] = (self.tried.get(delivery, (0, None))[0], None)

    def due(self, shard: int, now: datetime, limit: int, after: After) -> tuple[list[str], After]:
        awake = sorted((wake, name) for name, (_, wake) in self.tried.items() if wake and wake <= now and keys.shard(name) == str(shard))
        page = [one for one in awake if after is None or one > after["place"]][:limit]
        return [name for _, name in page], {"place": page[-1]} if len(page) == limit else None

    def suppress(self, known_by: str, why: Why, now: datetime) -> None:
        self.stopped[known_by] = why

    def allow(self, known_by: str) -> None:
        self.stopped.pop(known_by, None)

    def suppressed(self, known_by: str) -> Why | None:
        return self.stopped.get(known_by)


@dataclass
class MemoryWebhooks:
    """What is on its way, in dictionaries by endpoint."""

    turns: dict[str, Turn] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    put: dict[tuple[str, str, tuple[int, str]], Delivery] = field(default_factory=dict)

    def turn(self, endpoint: str) -> Turn:
        return self.turns.get(endpoint, Turn())

    def keep_turn(self, endpoint: str, turn: Turn) -> None:
        if self.turn(endpoint).version != turn.version - 1:
            raise Conflict("somebody else was first")
        self.turns[endpoint] = turn

    def line(self, endpoint: str, code: str) -> Line:
        return self.lines.get((endpoint, code), Line(code=code))

    def delivery(self, endpoint: str, code: str, place: tuple[int, str]) -> Delivery | None:
        return self.put.get((endpoint, code, place))

    def keep(self, endpoint: str, line: Line, deliveries: Sequence[Delivery], now: datetime) -> None:
        if self.line(endpoint, line.code).version != line.version - 1:
            raise Conflict("somebody else was first")
        wake = line.wake.replace(microsecond=0) if line.wake else None
        self.lines[endpoint, line.code] = replace(line, wake=wake)
        self.put |= {(endpoint, one.code, one.place): one for one in deliveries}

    def waiting(self, endpoint: str, until: datetime | None, limit: int, after: After) -> tuple[list[tuple[str, datetime]], After]:
        awake = sorted((line.wake, code) for (of, code), line in self.lines.items() if of == endpoint and line.wake)
        page = [one for one in awake if (until is None or one[0] <= until) and (after is None or one > after["place"])][:limit]
        return [(code, wake) for wake, code in page], {"place": page[-1]} if len(page) == limit else None

    def log(self, endpoint: str, since: datetime | None, limit: int, after: After) -> tuple[list[Delivery], After]:
        found = {
            (instant(one.at), one.code, one.seq): one for (of, _, _), one in self.put.items() if of == endpoint and (since is None or one.at >= since)
        }
        places = sorted(found, reverse=since is None)
        start = places.index(tuple(after["place"])) + 1 if after else 0
        page = places[start : start + limit]
        return [found[place] for place in page], {"place": page[-1]} if len(page) == limit else None


@dataclass
class Posts:
    """An endpoint that answers what it is told to, and every request that it got."""

    answers: dict[str, Answered] = field(default_factory=dict)
    posted: list[tuple[str, Mapping[str, str], str]] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)

    def wrong(self, url: str) -> str | None:
        return self.closed.get(url)

    def post(self, url: str, headers: Mapping[str, str], body: str) -> Answered:
        self.posted.append((url, headers, body))
        return self.answers.get(url, Answered(status=204))


@dataclass
class MemoryScores:
    """Scores in a dictionary."""

    kept: dict[tuple[str, str, str], Scored] = field(default_factory=dict)
    ended: dict[str, Frozen] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    last: Runs | None = None

    def put(self, period: str, scored: Iterable[Scored], gone: Iterable[Scored] = ()) -> None:
        news, left = list(scored), list(gone)
        if period in self.ended and (news or left):
            raise Conflict(f"{period} is frozen")
        self.put_frozen(news, left)

    def put_frozen(self, scored: Iterable[Scored], gone: Iterable[Scored] = ()) -> None:
        self.kept |= {(one.period, one.kind, one.agency): one for one in scored}
        for one in gone:
            self.kept.pop((one.period, one.kind, one.agency), None)

    def of(self, period: str, kind: str = "", *, consistent: bool = False) -> list[Scored]:
        return [self.kept[key] for key in sorted(self.kept) if key[0] == period and kind in ("", key[1])]

    def history(self, kinds: Sequence[str], agency: str, periods: Collection[str]) -> list[Scored]:
        found = {period: [self.kept[period, kind, agency] for kind in kinds if (period, kind, agency) in self.kept] for period in periods}
        return [rows[0] for rows in found.values() if rows]

    def frozen(self) -> list[Frozen]:
        return [self.ended[period] for period in sorted(self.ended)]

    def freeze(self, one: Frozen) -> None:
        if one.period in self.ended:
            raise Conflict(f"{one.period} is frozen")
        self.ended[one.period] = one

    def complete(self, one: Frozen) -> None:
        self.ended[one.period] = replace(one, whole=True)

    def note(self, agency: str, event: str) -> None:
        self.notes[agency] = event

    def noted(self) -> Mapping[str, str]:
        return dict(self.notes)

    def forget(self, agency: str, event: str) -> None:
        if self.notes.get(agency) == event:
            del self.notes[agency]

    def runs(self) -> Runs | None:
        return self.last

    def keep_runs(self, runs: Runs) -> None:
        self.last = runs


@dataclass
class MemorySurveys:
    """What is shown of the survey, in a dictionary."""

    kept: dict[tuple[str, str], Sums] = field(default_factory=dict)

    def shown(self, agency: str, month: str) -> Sums:
        return self.kept.get((agency, month), Sums())

    def show(self, agency: str, month: str, before: Sums, after: Sums) -> None:
        if self.shown(agency, month).count != before.count:
            raise Conflict("somebody else moved it on first")
        self.kept[agency, month] = after


@dataclass
class MemoryStatistics:
    """What happened, in dictionaries."""

    happened: dict[tuple[date, str, str], Happened] = field(default_factory=dict)
    notes: dict[date, str] = field(default_factory=dict)
    by_day: dict[date, Counts] = field(default_factory=dict)
    by_month: dict[str, Month] = field(default_factory=dict)

    def enter(self, entries: Sequence[Happened]) -> None:
        self.happened |= {(one.day, one.code, one.what): one for one in entries}
        self.notes |= {one.day: f"{one.code}#{one.what}" for one in entries}

    def entered(self, day: date) -> Iterator[Happened]:
        return (self.happened[key] for key in sorted(self.happened) if key[0] == day)

    def noted(self) -> Mapping[date, str]:
        return dict(self.notes)

    def forget(self, day: date, name: str) -> None:
        if self.notes.get(day) == name:
            del self.notes[day]

    def keep_day(self, day: date, counts: Counts) -> None:
        self.by_day[day] = counts

    def days(self, period: str) -> Mapping[date, Counts]:
        return {day: self.by_day[day] for day in sorted(self.by_day) if f"{day}".startswith(period)}

    def keep_month(self, month: Month) -> None:
        self.by_month[month.period] = month

    def months(self, first: str, last: str) -> list[Month]:
        return [self.by_month[period] for period in sorted(self.by_month) if first <= period <= last]


@dataclass
class MemoryFiles:
    """A bucket in dictionaries; an upload's form is used by `post`."""

    objects: dict[str, Upload] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    orphans: set[str] = field(default_factory=set)
    verdicts: dict[str, str] = field(default_factory=dict)

    def upload_form(self, key: str, type_: str, size: int, seconds: int) -> UploadForm:
        return UploadForm("https://bucket.example", {"key": key, "Content-Type": type_})

    def link(self, key: str, name: str, type_: str, seconds: int) -> str:
        return f"https://bucket.example/{key}?for={seconds}&as={name}"

    def found(self, key: str) -> Upload | None:
        return self.objects.get(key)

    def read_upload(self, key: str, etag: str) -> bytes:
        if key not in self.objects or self.objects[key].etag != etag:
            raise Conflict("something else was uploaded meanwhile")
        return self.contents[key]

    def verdict(self, key: str) -> str:
        return self.verdicts.get(key, "")

    def keep(self, key: str, content: bytes, type_: str) -> None:
        self.post(key, content, type_)
        self.orphans.add(key)

    def adopt(self, key: str) -> None:
        self.orphans.discard(key)

    def remove(self, key: str) -> None:
        self.objects.pop(key, None)

    def put(self, key: str, file: IO[bytes], type_: str) -> None:
        self.post(key, file.read(), type_)

    def post(self, key: str, content: bytes, type_: str) -> None:
        """As the bucket takes it; the engine's test holds that a form takes nothing but what was announced."""
        self.contents[key] = content
        self.objects[key] = Upload(type_, len(content), f'"{hashlib.md5(content).hexdigest()}"')

    def lines(self, key: str) -> Iterator[bytes]:
        return iter(BytesIO(self.contents[key]))


@dataclass
class SentMail:
    """Every notice that was sent, by address."""

    sent: list[tuple[str, Notice]] = field(default_factory=list)

    links: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, notice: Notice) -> None:
        self.sent.append((to, notice))

    questions: list[tuple[str, str, str, str]] = field(default_factory=list)

    def send_link(self, to: str, link: str, lang: str) -> None:
        self.links.append((to, link, lang))

    def ask_follower(self, to: str, link: str, code: str, lang: str) -> None:
        self.questions.append((to, link, code, lang))


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Counting:
    """Bytes that are not random at all: each call gives the next number."""

    count: int = 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(length)


def inspected(content: bytes, type_: str) -> Clean:
    """A quick inspection: what says so is refused, everything else is anew what it was."""
    if b"hostile" in content:
        raise Refused(attachment.Reason.UNREADABLE)
    kept = attachment.JPEG if type_ == attachment.HEIC else type_
    return Clean(kept, b"clean " + content, b"small" if type_.startswith("image/") else b"")


def fake_deps(**changes: Any) -> Deps:
    """Collaborators in memory, with the builders' reference data."""
    reference = MemoryReference()
    reference.put(REFERENCE)
    cases = changes.get("cases", MemoryCases())
    values: dict[str, Any] = {
        "cases": cases,
        "queues": MemoryQueues(cases),
        "feed": MemoryFeed(cases),
        "supports": MemorySupports(cases),
        "reference": reference,
        "access": MemoryAccess(),
        "limits": MemoryLimits(),
        "deliveries": MemoryDeliveries(),
        "webhooks": MemoryWebhooks(),
        "hooks": Posts(),
        "links": MemoryLinks(),
        "scores": MemoryScores(),
        "surveys": MemorySurveys(),
        "statistics": MemoryStatistics(),
        "files": MemoryFiles(),
        "inspect": inspected,
        "malware_scan": False,
        "mail": SentMail(),
        "now": Clock(),
        "random_bytes": Counting(),
        "key": b"k" * 32,
        "stage": "test",
        "site_url": "https://tanggap.example",
        "proxies": 0,
        "shards": keys.SHARDS,
    }
    return Deps(**values | changes)


def keep(key: AccessKey, deps: Deps) -> None:
    """A key that is there, in memory or in the engine, whatever else its holder has."""
    if isinstance(deps.access, MemoryAccess):
        deps.access.put(key)
    else:
        deps.cases.tables.put(access_row(key))


def apart(deps: Deps) -> Deps:
    """The same collaborators with all that they keep: what happens to one does not happen to the other. What is kept are values, which never change and are shared."""
    copies: dict[int, Any] = {}

    def copied(it: Any) -> Any:
        if isinstance(it, dict):
            return {key: copied(one) for key, one in it.items()}
        if isinstance(it, list | set):
            return type(it)(map(copied, it))
        if type(it).__module__ != __name__:
            return it
        if id(it) not in copies:
            copies[id(it)] = copy(it)
            vars(copies[id(it)]).update({name: copied(one) for name, one in vars(it).items()})
        return copies[id(it)]

    return replace(deps, **{each.name: copied(getattr(deps, each.name)) for each in fields(deps)})
