from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import events
from chalicelib.domain.events import Actor, BrokenChain, Event, seal, verify_chain
from chalicelib.domain.words import Action, Role
from tests.builders import NOON, OFFICER, a_first, confirmed, disputed, responded, started, verified
from tests.domain.samples import repeatable

Tamper = Callable[[Event], Event]


def a_timeline(seed: int = 1) -> list[Event]:
    changes = [a_first(seed)]
    for step in (verified, started, responded, disputed, responded, confirmed):
        changes.append(step(changes[-1].complaint))
    return [change.event for change in changes]


TIMELINE = a_timeline()
TAMPERED: dict[str, Tamper] = {
    "code": lambda event: replace(event, code="X" + event.code),
    "seq": lambda event: replace(event, seq=event.seq + 1),
    "a second earlier": lambda event: replace(event, at=event.at - timedelta(seconds=1)),
    "action": lambda event: replace(event, action=Action.REMIND),
    "actor's role": lambda event: replace(event, actor=replace(event.actor, role=Role.INSPECTOR)),
    "actor's agency": lambda event: replace(event, actor=replace(event.actor, agency="51")),
    "actor's holder": lambda event: replace(event, actor=replace(event.actor, holder="Wayan")),
    "a fact more": lambda event: replace(event, data={**event.data, "level": 3}),
    "facts taken away": lambda event: replace(event, data={} if event.data else {"to": "51"}),
    "public": lambda event: replace(event, public=not event.public),
    "digest of the text": lambda event: replace(event, text_digest="0" * 64),
    "previous": lambda event: replace(event, previous="0" * 64),
    "hash": lambda event: replace(event, hash="0" * 64),
}


def test_a_whole_timeline_verifies() -> None:
    verify_chain(TIMELINE)
    verify_chain([])


@pytest.mark.parametrize("number", range(len(TIMELINE)))
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_change_of_any_field_of_any_event_is_found(tamper: Tamper, number: int) -> None:
    timeline = [*TIMELINE[:number], tamper(TIMELINE[number]), *TIMELINE[number + 1 :]]

    with pytest.raises(BrokenChain, match=f"event {number + 1} of "):
        verify_chain(timeline)


@pytest.mark.parametrize("tamper", [TAMPERED[name] for name in ("action", "public", "a fact more", "a second earlier")])
def test_an_event_sealed_anew_breaks_the_one_after_it(tamper: Tamper) -> None:
    timeline = [TIMELINE[0], seal(tamper(TIMELINE[1])), *TIMELINE[2:]]

    with pytest.raises(BrokenChain, match="event 3 of "):
        verify_chain(timeline)


@pytest.mark.parametrize("number", [0, len(TIMELINE) - 1])
def test_a_gap_in_the_numbers_is_found_even_when_it_was_sealed(number: int) -> None:
    renumbered = seal(replace(TIMELINE[number], seq=number + 2))

    with pytest.raises(BrokenChain, match=f"event {number + 1} of "):
        verify_chain([*TIMELINE[:number], renumbered])


@pytest.mark.parametrize("number", range(len(TIMELINE) - 1))
def test_an_event_that_is_missing_is_found(number: int) -> None:
    with pytest.raises(BrokenChain):
        verify_chain(TIMELINE[:number] + TIMELINE[number + 1 :])


@repeatable
@given(order=st.permutations(range(len(TIMELINE))).filter(lambda order: order != sorted(order)))
def test_events_in_another_order_are_found(order: list[int]) -> None:
    with pytest.raises(BrokenChain):
        verify_chain(TIMELINE[number] for number in order)


def test_an_event_twice_is_found() -> None:
    with pytest.raises(BrokenChain):
        verify_chain([TIMELINE[0], TIMELINE[0]])


@pytest.mark.parametrize("number", range(len(TIMELINE)))
def test_an_event_of_another_complaint_is_found(number: int) -> None:
    other = a_timeline(2)

    with pytest.raises(BrokenChain):
        verify_chain([*TIMELINE[:number], other[number], *TIMELINE[number + 1 :], other[0]])


def test_a_redaction_of_the_words_leaves_the_chain_whole() -> None:
    redacted = [replace(event, text="[dihapus]", salt="") if event.text else event for event in TIMELINE]
    assert redacted != TIMELINE

    verify_chain(redacted)


def test_sealing_a_redacted_event_again_keeps_the_digest_of_what_was_written() -> None:
    answer = TIMELINE[3]

    assert seal(replace(answer, text="")) == replace(answer, text="")


def test_a_text_is_sealed_by_its_salted_digest() -> None:
    answer = seal(TIMELINE[3])

    assert answer.text_digest == events.digest_of(answer.text, answer.salt)
    assert events.digest_of("Ya", "a") != events.digest_of("Ya", "b")
    assert events.digest_of("b", "a") != events.digest_of("", "ab")


def test_what_was_sealed_once_verifies_for_ever() -> None:
    actor, data = Actor(role=Role.OFFICER, agency="51.71.pupr", holder="Éva"), {"outcome": "resolved", "reason": "Jl. Éva"}
    event = Event(code="7KQM2F9X4HDT", seq=1, at=NOON, action=Action.RESPOND, actor=actor, data=data, text="Ya", salt="salt")

    digest = "b402a853a9e6e9e01142f3abfcc52c84c3679bdec961b691e470fb7a9488e73f"
    assert seal(event) == replace(event, text_digest=digest, hash="2f08c21bd0544645d040621fd6257d8e5f48570ec921ac9c71a0f1091a2a64f9")


def test_a_deed_without_words_has_no_digest() -> None:
    assert TIMELINE[2].text_digest == ""


def test_the_order_of_the_facts_does_not_matter_but_their_kind_does() -> None:
    event = Event(code="C", seq=1, at=TIMELINE[0].at, action=Action.ESCALATE, actor=OFFICER, data={"level": 1, "told": ["steward"], "cell": None})

    assert seal(replace(event, data=dict(reversed(event.data.items())))).hash == seal(event).hash
    assert seal(replace(event, data={**event.data, "told": ("steward",)})).hash == seal(event).hash
    assert seal(replace(event, data={**event.data, "level": "1"})).hash != seal(event).hash
    assert seal(replace(event, data={**event.data, "level": True})).hash != seal(event).hash
    assert seal(replace(event, data={**event.data, "cell": ""})).hash != seal(event).hash


def test_the_parts_of_an_actor_cannot_run_into_each_other() -> None:
    event = TIMELINE[2]
    one, other = Actor(role=Role.OFFICER, agency="ab", holder="c"), Actor(role=Role.OFFICER, agency="a", holder="bc")

    assert seal(replace(event, actor=one)).hash != seal(replace(event, actor=other)).hash


@pytest.mark.usefixtures("in_jayapura")
@pytest.mark.parametrize("hours", [7, 8, 9])
def test_an_instant_is_written_in_utc_and_whole_seconds(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    written = datetime(2026, 11, 24, 3, 4, 5, 999_999, tzinfo=UTC).astimezone(zone)

    assert events.instant(written) == "2026-11-24T03:04:05Z"


def test_the_zone_in_which_an_instant_was_read_does_not_change_the_hash() -> None:
    moved = replace(TIMELINE[0], at=TIMELINE[0].at.astimezone(timezone(timedelta(hours=8))))

    verify_chain([moved, *TIMELINE[1:]])
