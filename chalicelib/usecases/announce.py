"""Events are put down for the endpoints that get them: each once, in the order of its case, however often and in whatever order records come."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib import logs
from chalicelib.domain import outgoing
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.history import apply, fold
from chalicelib.domain.outgoing import Delivery, Line
from chalicelib.domain.reference import Agency
from chalicelib.domain.webhook import COLLECTED, Endpoint, type_of
from chalicelib.usecases.administration import retried
from chalicelib.usecases.ports import Deps

log = logs.get("jobs")
MOST = 50
"""Events that are put down in one transaction."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event, the case after it, and whose it was: every agency above whoever had it before, and above whoever has it since."""

    event: Event
    case: Complaint
    before: frozenset[str]
    after: frozenset[str]

    def concerns(self, endpoint: Endpoint) -> bool:
        """Whether the endpoint's agency has the case, or has just lost it."""
        return endpoint.agency in self.before | self.after

    def delivery(self, endpoint: Endpoint, site_url: str) -> Delivery:
        """The event for an endpoint."""
        it = self.event
        body = outgoing.body(it, self.case, site_url, theirs=endpoint.agency in self.after)
        return Delivery(code=it.code, seq=it.seq, at=it.at, type=type_of(it), body=body)


def announce(case: Case, deps: Deps) -> int:
    """Put down every event of a case that is not yet, for each endpoint that gets it; returns how many. One that fails keeps none of the others from it."""
    now, put, errors = deps.now(), 0, []
    endpoints = [one for one in deps.reference.every(Endpoint, latest=True) if one.collects(now)]
    chapters = story(case, deps) if endpoints else ()
    for endpoint in endpoints:
        try:
            put += _put_down(endpoint, chapters, deps)
        except Exception as error:
            log.exception("webhook", extra=logs.facts(id=endpoint.id, code=case.complaint.code))
            errors.append(error)
    if errors:
        raise errors[0]
    return put


def story(case: Case, deps: Deps) -> Sequence[Chapter]:
    """The whole timeline."""
    chapters: list[Chapter] = []
    for event in case.events:
        state = apply(chapters[-1].case, event) if chapters else fold([event])
        chapters.append(Chapter(event, state, chapters[-1].after if chapters else frozenset(), _above(state.agency, deps)))
    return chapters


def again(endpoint: Endpoint, code: str, deliveries: Sequence[Delivery], deps: Deps) -> None:
    """Let these of one case be sent anew, each in its place."""

    def join() -> None:
        line = deps.webhooks.line(endpoint.id, code)
        _keep(endpoint, line, line.made, [one.again() for one in deliveries], deps)

    retried(join)


def chapter_of(endpoint: Endpoint, case: Case, seq: int, deps: Deps) -> Chapter:
    """One event of a case for an endpoint; raises `NotFound` for one that is not its agency's to see."""
    found = next((one for one in story(case, deps) if one.event.seq == seq), None)
    if found is None or not found.concerns(endpoint):
        raise NotFound("there is no such event")
    return found


def _put_down(endpoint: Endpoint, chapters: Sequence[Chapter], deps: Deps) -> int:
    """As many times as it takes: a transaction has its limit."""
    put = 0
    while made := retried(lambda: _put_some_down(endpoint, chapters, deps)):
        put += made
    return put


def _put_some_down(endpoint: Endpoint, chapters: Sequence[Chapter], deps: Deps) -> int:
    line = deps.webhooks.line(endpoint.id, chapters[0].event.code)
    oldest = deps.now() - COLLECTED
    new = [one for one in chapters if one.event.seq > line.made and one.event.at > oldest and one.concerns(endpoint) and endpoint.wants(one.event)]
    if new:
        made = new[MOST - 1 : MOST] or chapters[-1:]
        _keep(endpoint, line, made[0].event.seq, [one.delivery(endpoint, deps.site_url) for one in new[:MOST]], deps)
    return len(new[:MOST])


def _keep(endpoint: Endpoint, line: Line, made: int, deliveries: Sequence[Delivery], deps: Deps) -> None:
    now = deps.now()
    deps.webhooks.keep(endpoint.id, line.joined(made, {one.place: one for one in deliveries}, now), deliveries, now)


def _above(agency_id: str, deps: Deps) -> frozenset[str]:
    """An agency and all above it."""
    found = deps.reference.get(Agency, agency_id)
    return frozenset(found.lineage if found else ())
