"""What is shown in place of a text; what was written stays as it was sealed."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import change, publishing, working
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint, Location, Text
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Value, verify_chain
from chalicelib.domain.history import fold
from chalicelib.domain.redaction import FILED, Redaction, shown_event, shown_text
from chalicelib.domain.words import Action, Outcome, Status, Visibility
from tests.builders import ANSWER, COORDINATOR, OFFICER, a_first, a_text, archived, at, later, replied, responded, returned, verified, withdrawn
from tests.domain.samples import BY_STATUS, FORWARDED, IN_PROGRESS, RECEIVED, RESPONDED, repeatable

TEXT = a_text(place="Jl. Gatot Subroto 12", location=Location(lat=-8.65, lon=115.21))
SHOWN = st.none() | st.sampled_from(["", "[nama]", "Lampu mati"])
REDACTIONS = st.builds(
    Redaction,
    number=st.just(0),
    title=SHOWN,
    body=SHOWN,
    place=SHOWN,
    text=SHOWN,
    hide_location=st.booleans(),
    files=st.frozensets(st.integers(1, 20)),
    salt=st.just("s"),
)


def redacted(complaint: Complaint, redaction: Redaction) -> Change:
    return change.then(complaint, publishing.redact(redaction, "Menyebut nama orang."), COORDINATOR, at(), "salt")


@pytest.mark.parametrize(
    ("redaction", "shown"),
    [
        (Redaction(number=0, title="Lampu"), replace(TEXT, title="Lampu")),
        (Redaction(number=0, body="[nama]"), replace(TEXT, body="[nama]")),
        (Redaction(number=0, place=""), replace(TEXT, place="")),
        (Redaction(number=0, hide_location=True), replace(TEXT, location=None)),
        (Redaction(number=0, title="a", body="", place="c", hide_location=True), replace(TEXT, title="a", body="", place="c", location=None)),
        (Redaction(number=0), TEXT),
        (Redaction(number=7, text="x"), TEXT),
    ],
)
def test_only_what_a_redaction_names_is_shown_otherwise(redaction: Redaction, shown: Text) -> None:
    assert shown_text(TEXT, {redaction.number: redaction}) == shown


@pytest.mark.parametrize("hides", [{"title": ""}, {"body": "x"}, {"place": ""}, {"text": "x"}, {"hide_location": True}])
def test_a_redaction_hides_text_unless_it_is_of_files_alone(hides: dict[str, Any]) -> None:
    assert Redaction(number=0, **hides).hides_text
    assert not Redaction(number=0, files=frozenset({1})).hides_text


def test_without_a_redaction_everything_is_shown_as_written() -> None:
    event = responded(IN_PROGRESS).event

    assert (shown_text(TEXT, {}), shown_event(event, {})) == (TEXT, event)


def test_only_the_text_of_the_event_that_a_redaction_names_is_replaced() -> None:
    event = responded(IN_PROGRESS).event
    hidden = Redaction(number=event.seq, text="[nama]")

    assert shown_event(event, {event.seq: hidden}) == replace(event, text="[nama]")
    assert shown_event(event, {event.seq + 1: hidden}) == event
    assert shown_event(event, {event.seq: Redaction(number=event.seq)}) == event


def test_with_the_text_of_an_answer_its_reason_is_hidden_too() -> None:
    event = responded(IN_PROGRESS, outcome=Outcome.CANNOT_BE_RESOLVED, reason="Tanah milik Pak Budi").event

    shown = shown_event(event, {event.seq: Redaction(number=event.seq, text="[nama]")})

    assert "Budi" not in repr(shown)
    assert shown.data == {"outcome": "cannot_be_resolved", "confirm_due": "2026-12-08"}


def test_the_listed_reason_of_an_archiving_is_no_text_and_stays() -> None:
    event = archived(RECEIVED).event

    assert shown_event(event, {event.seq: Redaction(number=event.seq, text="[nama]")}).data["reason"] == "unclear"


@repeatable
@given(earlier=REDACTIONS, later_one=REDACTIONS)
def test_a_redaction_over_another_shows_nothing_again_that_was_hidden(earlier: Redaction, later_one: Redaction) -> None:
    both = later_one.over(earlier)

    for name in ("title", "body", "place", "text"):
        assert getattr(both, name) == (getattr(later_one, name) if getattr(later_one, name) is not None else getattr(earlier, name))
    assert both.hide_location is (later_one.hide_location or earlier.hide_location)
    assert both.files == later_one.files | earlier.files
    assert later_one.over(None) == later_one
    assert both.over(both) == both


@repeatable
@given(one=REDACTIONS, other=REDACTIONS)
def test_a_digest_stands_for_exactly_what_is_shown(one: Redaction, other: Redaction) -> None:
    assert (one.digest == other.digest) is (one == other)
    assert one.with_salt("another").digest != one.digest
    assert one.with_salt("s") == one


def test_every_part_of_a_redaction_is_in_its_digest() -> None:
    plain = Redaction(number=1, salt="s")
    changed = {"number": 2, "title": "x", "body": "x", "place": "x", "text": "x", "hide_location": True, "files": frozenset({1}), "salt": "x"}

    assert set(changed) == {field.name for field in fields(Redaction)}
    assert all(replace(plain, **{name: value}).digest != plain.digest for name, value in changed.items())


@pytest.mark.parametrize(("files", "said"), [(frozenset[int](), {}), (frozenset({3, 1}), {"files": [1, 3]})])
@pytest.mark.parametrize("public", [True, False])
def test_a_redaction_is_an_event_that_says_nothing_of_what_it_hides(files: frozenset[int], said: dict[str, Value], public: bool) -> None:  # noqa: FBT001 - a column of the table
    hidden = Redaction(number=0, title="Lampu", hide_location=True, files=files, salt="s")

    deed = publishing.redact(hidden, "Menyebut nama orang.", public=public)

    data = {"number": 0, "shown": hidden.digest, "hide_location": True, "confidential": True}
    assert deed == Deed(action=Action.REDACT, data=data | said, text="Menyebut nama orang.", public=public, redaction=hidden)
    assert publishing.redact(hidden, "Menyebut nama orang.").public


@pytest.mark.parametrize("complaint", BY_STATUS.values(), ids=lambda complaint: complaint.status)
def test_a_redaction_changes_nothing_but_the_title_and_the_place_on_the_map(complaint: Complaint) -> None:
    body = redacted(complaint, Redaction(number=0, body="x", salt="s")).complaint
    title = redacted(complaint, Redaction(number=0, title="Lampu", salt="s")).complaint
    point = redacted(complaint, Redaction(number=0, hide_location=True, salt="s")).complaint

    for after in (body, title, point):
        same = {name: getattr(after, name) for name in ("version", "head", "wake", "title", "cell")}
        assert after == replace(complaint, **same)
    assert [(one.title, one.cell) for one in (body, title, point)] == [
        (complaint.title, complaint.cell),
        ("Lampu", complaint.cell),
        (complaint.title, None),
    ]


def test_a_redacted_case_still_verifies_and_folds_to_its_state() -> None:
    filed = a_first()
    case = Case(complaint=filed.complaint, text=TEXT, events=(filed.event,))
    case = case.after(verified(case.complaint))
    case = case.after(replied(case.complaint))
    case = case.after(redacted(case.complaint, Redaction(number=3, text="[nama]", salt="s")))
    case = case.after(redacted(case.complaint, Redaction(number=FILED, title="Lampu", hide_location=True, salt="s")))

    verify_chain(case.events)
    assert fold(case.events) == replace(case.complaint, title="", wake=None)
    assert case.shown.events[2].text == "[nama]"
    assert case.events[2].text == "Di depan pasar."
    assert (case.shown.text.title, case.shown.text.location, case.text) == ("Lampu", None, TEXT)
    assert case.shown.complaint.title == "Lampu"
    assert case.shown.shown == case.shown


@pytest.mark.parametrize("status", Status)
def test_a_public_complaint_can_be_withheld_and_published_again_whatever_its_status(status: Status) -> None:
    complaint = BY_STATUS[status]
    hidden = change.then(complaint, publishing.publish(complaint, "Menyebut nama anak.", published=False), COORDINATOR, at(), "s").complaint
    again = change.then(hidden, publishing.publish(hidden, "", published=True), COORDINATOR, at(), "s").complaint

    assert (hidden.withheld, hidden.published, hidden.status) == (True, False, status)
    assert (again.withheld, again.published) == (False, complaint.published)


@pytest.mark.parametrize(
    ("complaint", "reason", "published", "rule", "why"),
    [
        (replace(FORWARDED, visibility=Visibility.CONFIDENTIAL), "x", True, "publish.confidential", "the reporter wants it confidential"),
        (replace(FORWARDED, visibility=Visibility.CONFIDENTIAL), "x", False, "publish.confidential", "the reporter wants it confidential"),
        (FORWARDED, "x", True, "publish.same", "it is not withheld"),
        (replace(FORWARDED, withheld=True), "x", False, "publish.same", "it is withheld already"),
        (FORWARDED, "", False, "publish.reason", "to withhold a public complaint needs a reason"),
    ],
)
def test_publishing_is_refused_by_its_rule(complaint: Complaint, reason: str, published: bool, rule: str, why: str) -> None:  # noqa: FBT001 - a column of the table
    with pytest.raises(ActionRefused) as refused:
        publishing.publish(complaint, reason, published=published)

    assert (refused.value.rule, str(refused.value)) == (rule, why)


@pytest.mark.parametrize(("published", "reason"), [(True, ""), (True, "Sudah disunting."), (False, "Menyebut nama anak.")])
def test_publishing_is_a_public_event_with_its_reason(published: bool, reason: str) -> None:  # noqa: FBT001 - a column of the table
    deed = publishing.publish(replace(FORWARDED, withheld=published), reason, published=published)

    assert deed == Deed(action=Action.PUBLISH, data={"published": published, "confidential": True}, text=reason)


def test_a_complaint_that_was_withheld_before_its_verification_is_not_published_by_it() -> None:
    hidden = change.then(RECEIVED, publishing.publish(RECEIVED, "x", published=False), COORDINATOR, at(), "s").complaint

    assert not verified(hidden).complaint.published


@pytest.mark.parametrize(("make", "published"), [(returned, True), (withdrawn, False)])
def test_once_published_it_stays_so_when_returned_and_is_taken_back_when_withdrawn(make: object, published: bool) -> None:  # noqa: FBT001 - a column of the table
    assert make(FORWARDED).complaint.published is published  # type: ignore[operator]


def test_an_archived_complaint_is_taken_back() -> None:
    back = returned(FORWARDED).complaint

    assert (back.published, archived(back).complaint.published) == (True, False)


def test_notes_and_instructions_are_for_colleagues_alone() -> None:
    assert working.note("Sudah ditelepon.") == Deed(action=Action.NOTE, text="Sudah ditelepon.", public=False)
    assert working.instruct(RESPONDED, ANSWER) == Deed(action=Action.INSTRUCT, text=ANSWER, public=False)


@pytest.mark.parametrize("complaint", BY_STATUS.values(), ids=lambda complaint: complaint.status)
def test_a_note_changes_nothing(complaint: Complaint) -> None:
    after = change.then(complaint, working.note("x"), OFFICER, at(later(hours=1)), "s").complaint

    assert after == replace(complaint, version=after.version, head=after.head, wake=after.wake)
