"""What follows an event: notices to the reporter and to the agency's people, a note for the scores. Safe to run twice on the same event."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from chalicelib import logs
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.history import fold
from chalicelib.usecases import statistics, support
from chalicelib.usecases.announce import announce
from chalicelib.usecases.deliver import Outcome, deliver
from chalicelib.usecases.erasure import forget, over
from chalicelib.usecases.followers import let_go
from chalicelib.usecases.hand_over import hand_on
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from chalicelib.usecases.tell import Write, letters

log = logs.get("jobs")


def react(event: Event, deps: Deps) -> int:
    """Send every notice of an event that is still to be sent, and put it down for webhooks; returns how many of both. What fails keeps none from the others; the first error is raised then.

    A case that is with a closed agency after the event goes on to its successor; who filed, with their files, and who followed one that is over is forgotten.
    An event that was undone since is none any more.
    """
    case = _told_by(event, deps)
    if case is None:
        log.warning("undone", extra=logs.facts(code=event.code, seq=event.seq))
        return 0
    ended = over(event, case, deps)
    sent, errors = 0, []
    for each in _follows(event, case, ended, deps):
        try:
            sent += each()
        except Exception as error:
            log.exception("notice", extra=logs.facts(code=event.code, seq=event.seq))
            errors.append(error)
    if errors:
        raise errors[0]
    hand_on(case.complaint, deps)
    support.forget(ended, deps)
    return sent


def _follows(event: Event, case: Case, ended: Sequence[Complaint], deps: Deps) -> Iterator[Callable[[], int]]:
    """What is done whatever becomes of the rest: each says how many notices and webhooks it was."""
    told = [partial(_send, write, deps) for _, write in letters(event, case, deps)]  # who is told is found before anybody is forgotten
    yield partial(forget, event, case, ended, deps)
    yield from told
    yield partial(announce, case, deps)
    yield partial(let_go, event, deps)
    yield partial(_note, event, case, deps)
    yield partial(statistics.enter, case.events[: event.seq], deps)


def _told_by(event: Event, deps: Deps) -> Case | None:
    """The case that an event happened to; none where that knows nothing of it: rows were put back to what they were before, and its record waited in the stream meanwhile."""
    try:
        case = load(event.code, deps)
    except NotFound:
        return None
    return case if [event.hash] == [one.hash for one in case.events[event.seq - 1 : event.seq]] else None


def _send(write: Write, deps: Deps) -> bool:
    letter = write()
    return letter is not None and deliver(letter, deps) is Outcome.SENT


def _note(event: Event, case: Case, deps: Deps) -> int:
    """Whose scores the event may have changed: of whoever had the complaint, or had to verify it, before or after; a write each, and none of the writer's."""
    states = [fold(case.events[:length]) for length in (event.seq - 1, event.seq) if length]
    for agency_id in sorted({id_ for state in states for id_ in (state.agency, state.coordinator)}):
        deps.scores.note(agency_id, f"{event.code}#{event.seq}")
    return 0
