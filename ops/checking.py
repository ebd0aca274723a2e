"""Proof that nothing was changed behind the timeline: events add up to the state, the chain of hashes holds, texts are the ones that were sealed, and so is what is shown in their place."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tqdm import tqdm

from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import BrokenChain, Value, digest_of, verify_chain
from chalicelib.domain.history import fold
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action
from chalicelib.usecases import erasure
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.submit import text_digest

THREADS = 8
A_YEAR = timedelta(days=365)
LATEST_MARK = timedelta(days=62)
"""A mark lies in the month of the verify due date, some working days after filing: two months on at the very most."""


def faults(case: Case) -> Iterator[str]:
    """Everything that does not agree in a case; nothing when all does."""
    try:
        verify_chain(case.events)
    except BrokenChain as broken:
        yield f"chain broken at {broken}"
    yield from _state(case)
    yield from _texts(case)
    yield from _redactions(case)


def _state(case: Case) -> Iterator[str]:
    added_up, kept = _comparable(fold(case.events)), _comparable(case.complaint)
    for name in Complaint.__dataclass_fields__:
        there, here = getattr(added_up, name), getattr(kept, name)
        if there != here:
            yield f"{name} is {here!s}, its events add up to {there!s}"


def _texts(case: Case) -> Iterator[str]:
    if text_digest(case.text) != case.events[0].data["filed_text"]:
        yield "what was filed is not what was sealed"
    for event in case.events:
        if event.text and digest_of(event.text, event.salt) != event.text_digest:
            yield f"text of event {event.seq} is not what was sealed"


def _redactions(case: Case) -> Iterator[str]:
    """What is shown in place of a text was sealed by the last event about it."""
    sealed: dict[Any, Value] = {event.data["number"]: event.data["shown"] for event in case.events if event.action is Action.REDACT}
    for number in sorted(sealed.keys() | case.redactions.keys()):
        what, kept = f"the text of event {number}" if number else "what was filed", case.redactions.get(number)
        if kept is None:
            yield f"the redaction of {what} is gone"
        elif number not in sealed:
            yield f"no event sealed the redaction of {what}"
        elif kept.digest != sealed[number]:
            yield f"the redaction of {what} is not what was sealed"


def _comparable(complaint: Complaint) -> Complaint:
    """Without what is no part of the history: the copy of the title, and when the agenda looks at it next."""
    return replace(complaint, title="", wake=None)


def check(codes: Sequence[str], deps: Deps) -> Iterator[tuple[str, str]]:
    """Every fault of these complaints, with the code; a complaint that is not there is a fault."""
    with ThreadPoolExecutor(THREADS) as pool:
        cases = pool.map(deps.cases.case, codes)
        for code, case in tqdm(zip(codes, cases, strict=True), total=len(codes), unit=" complaints", disable=None):
            for fault in (*faults(case), *kept(case, deps)) if case else ["is not there"]:
                yield code, fault


def kept(case: Case, deps: Deps) -> Iterator[str]:
    """What is kept of whom was erased."""
    if not case.erased:
        return
    if deps.cases.reporter(case.complaint.code):
        yield "who filed is erased by its events, and kept still"
    if erasure.ended(case.complaint, deps) and any(one.held and not one.response for one in case.attachments):
        yield "what its reporter attached is kept still"


def filed_with(agencies: Sequence[str] | None, since: str | None, deps: Deps) -> list[str]:
    """Codes of the complaints filed with these agencies, or with any, since a month: each left a mark of the duty to verify it."""
    today = deps.now().date()
    first = date.fromisoformat(f"{since}-01") if since else today - A_YEAR
    owners = agencies or [agency.id for agency in deps.reference.every(Agency)]
    periods = [(owner, month) for owner in owners for month in months(first, today + LATEST_MARK)]
    with ThreadPoolExecutor(THREADS) as pool:
        marked = pool.map(lambda period: list(deps.cases.verifications(*period)), periods)
        return sorted({code for codes in tqdm(marked, total=len(periods), unit=" months", disable=None) for code in codes})


def months(first: date, last: date) -> Iterator[str]:
    """Every month from the one of a date to the one of another."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12}-{number % 12 + 1:02d}"
