"""Everything that anybody could do to a complaint at an instant."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import agenda, change, identity, publishing, recounting, reporting, routing, working
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, is_overdue
from chalicelib.domain.deed import Circumstances, Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Actor
from chalicelib.domain.recounting import Revision
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.survey import Sheet
from chalicelib.domain.words import Action, Outcome, Role
from tests.builders import ANSWER, ANSWERS, COORDINATOR, OFFICER, OTHER_CITY, POLICY, REASON, REPORTER, SIBLING, STEWARD, SYSTEM, UNIT, a_first

A = Action
INSPECTOR = Actor(role=Role.INSPECTOR, agency="51", holder="Nyoman")
LEADS = [a_first(seed).complaint for seed in (2, 3)]
Make = Callable[[Complaint, Circumstances, Office], Deed]


def _verify(it: Complaint, at: Circumstances, there: Office) -> Deed:
    return routing.verify(it, UNIT, replace(at, office=there), late=is_overdue(it, at.office, at.now))


def _dispute(it: Complaint, at: Circumstances, there: Office) -> Deed:
    deed = reporting.dispute(it, REASON, at)
    return routing.received_by(deed, there, at) if "back_to" in deed.data else deed


def _closed_by_silence(it: Complaint, at: Circumstances, _: Office) -> Deed:
    step = agenda.next_step(it, at.policy, at.office)
    if step is None or step.at > at.now:
        raise ActionRefused("not.yet", "nothing is due")
    return step.deed


def _transfer(it: Complaint) -> Deed:
    if it.agency == PROVINCIAL.id:
        raise ActionRefused("close.self", "no agency succeeds itself")
    return routing.transfer(it, replace(UNIT, id=it.agency), PROVINCIAL)


def _recount(it: Complaint, at: Circumstances, _: Office) -> Deed:
    """The next working day turns into a day off."""
    calendar = at.office.calendar
    after = calendar.changed({at.office.due(at.office.today(at.now), 1): "Libur"}, ())
    deed = recounting.recount(it, Revision(calendar, after, at.now), {}, at.policy, at.office.zone)
    if deed is None:
        raise ActionRefused("no.date", "no date moves")
    return deed


ACTS: list[tuple[Actor, bool, Make]] = [
    (COORDINATOR, True, _verify),
    (COORDINATOR, True, lambda it, *_: routing.forward(it, SIBLING)),
    (OFFICER, False, lambda it, *_: working.start(it)),
    (OFFICER, False, lambda it, at, _: working.respond(it, Outcome.RESOLVED, ANSWER, "", at)),
    (OFFICER, True, lambda it, at, there: routing.received_by(routing.return_(it, OTHER_CITY, REASON, at), there, at)),
    (COORDINATOR, True, lambda it, at, there: routing.received_by(routing.return_(it, None, REASON, at), there, at)),
    (OFFICER, False, lambda it, at, _: working.hold(it, "Di mana?", None, at)),
    (COORDINATOR, False, lambda it, at, _: working.hold(it, "Di mana?", 2, at)),
    (REPORTER, False, lambda it, at, _: reporting.reply(it, "Masih mati.", at)),
    (OFFICER, False, lambda it, at, _: working.extend(it, 5, REASON, at)),
    (REPORTER, False, lambda it, *_: reporting.confirm(it, 3)),
    (REPORTER, True, _dispute),
    (COORDINATOR, False, lambda it, at, _: routing.archive(it, "unclear", "", at)),
    (COORDINATOR, False, lambda it, at, _: routing.link(it, LEADS[0], at)),
    (STEWARD, False, lambda it, at, _: routing.link(it, LEADS[1], at)),
    (COORDINATOR, False, lambda it, at, _: routing.unlink(it, REASON)),
    (REPORTER, False, lambda it, *_: reporting.withdraw(it, "")),
    (REPORTER, False, lambda it, *_: reporting.survey(it, Sheet(id="s", answers=ANSWERS))),
    (OFFICER, False, lambda *_: working.note("Sudah ditelepon.")),
    (INSPECTOR, False, lambda it, *_: working.instruct(it, "Ganti lampunya.")),
    (STEWARD, True, lambda it, at, there: routing.assign(it, SIBLING, REASON, at, there)),
    (STEWARD, True, lambda it, at, there: routing.assign(it, OTHER_CITY, REASON, at, there)),
    (SYSTEM, True, lambda it, *_: _transfer(it)),
    (COORDINATOR, False, lambda it, *_: publishing.publish(it, REASON, published=it.withheld)),
    (COORDINATOR, False, lambda *_: publishing.redact(Redaction(number=0, title="[nama]", salt="s"), REASON)),
    (INSPECTOR, False, lambda it, *_: identity.unseal(it, REASON)),
    (REPORTER, False, lambda it, *_: identity.erase(it)),
    (SYSTEM, False, _closed_by_silence),
    (SYSTEM, False, _recount),
]
"""Who, whether it moves the case to where another office's time counts, and what they do."""
PROVINCIAL = replace(UNIT, id="51.pu", path="nation/51/51.pu")


def steps(complaint: Complaint, now: datetime, office: Office) -> list[Change]:
    """Every change that could be made now, all in one office's time."""
    return [made for made, _ in steps_between(complaint, now, office, office)]


def steps_between(complaint: Complaint, now: datetime, office: Office, there: Office) -> list[tuple[Change, Office]]:
    """The same, with the office of whoever has the case then; `there` is that of whoever else may get it."""
    return list(_steps(complaint, Circumstances(now, POLICY, office), there))


def _steps(complaint: Complaint, at: Circumstances, there: Office) -> Iterator[tuple[Change, Office]]:
    for actor, moves, make in ACTS:
        with suppress(ActionRefused):
            deed = make(complaint, at, there)
            after = there if moves and "to" in deed.data else at.office
            yield change.then(complaint, deed, actor, replace(at, office=after), "salt"), after
