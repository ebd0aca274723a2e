"""What reads items straight and what writes them by the row classes agree on every attribute."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.attachment import Attachment
from chalicelib.domain.complaint import Complaint, Location, Reporter, Text
from chalicelib.domain.events import Actor, Event
from chalicelib.domain.redaction import Redaction
from chalicelib.store import decode, encode
from chalicelib.store.case_rows import AttachmentRow, ComplaintRow, RedactionRow
from tests.builders import a_first, verified

TABLES = [
    (decode.COMPLAINT, ComplaintRow, Complaint, {}),
    (decode.ATTACHMENT, AttachmentRow, Attachment, {}),
    (decode.REDACTION, RedactionRow, Redaction, {"place": "place_"}),
]
DATES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001 - Hypothesis adds the zone
FACTS = st.dictionaries(st.text(), st.none() | st.text() | st.integers() | st.booleans() | st.lists(st.text()) | st.lists(st.integers()))
DEGREES = st.floats(-90, 90).map(lambda degrees: round(degrees, 6) + 0.0)


def any_of(kind: Any, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a kind, with instants as they are kept: to the second."""
    instants = {datetime: DATES, datetime | None: st.none() | DATES}
    return st.builds(kind, **{name: instants[hint] for name, hint in get_type_hints(kind).items() if hint in instants} | known)


@pytest.mark.parametrize(("known", "row", "kind", "called"), TABLES)
def test_every_field_is_read_from_where_its_row_keeps_it(known: Mapping[str, Any], row: Any, kind: Any, called: Mapping[str, str]) -> None:
    kept = {name: attribute.attr_name for name, attribute in row.get_attributes().items()}

    assert {field: name for field, (name, _) in known.items()} == {one.name: kept[called.get(one.name, one.name)] for one in fields(kind)}


@given(any_of(Complaint))
def test_a_complaint_is_read_as_it_was_written(it: Complaint) -> None:
    assert decode.complaint(encode.complaint_row(replace(a_first(), complaint=it)).serialize()) == it


@given(any_of(Attachment))
def test_an_attachment_is_read_as_it_was_written(it: Attachment) -> None:
    assert decode.attachment(encode.attachment_row(it).serialize()) == it


@given(any_of(Redaction))
def test_a_redaction_is_read_as_it_was_written(it: Redaction) -> None:
    assert decode.redaction(encode.redaction_row("C", it).serialize()) == it


@given(any_of(Text, location=st.none() | st.builds(Location, lat=DEGREES, lon=DEGREES)))
def test_a_text_is_read_as_it_was_written(it: Text) -> None:
    assert decode.text(encode.text_row("C", it).serialize()) == it


@given(any_of(Reporter))
def test_a_reporter_is_read_as_it_was_written(it: Reporter) -> None:
    assert decode.reporter(encode.identity_row("C", it).serialize()) == it


@given(any_of(Event, seq=st.integers(1, 999_999), code=st.text("0123456789AZ", min_size=1), actor=st.builds(Actor), data=FACTS))
def test_an_event_is_read_as_it_was_written(it: Event) -> None:
    assert decode.event(encode.event_row(it, None).serialize(), it.previous) == it


def test_a_timeline_has_in_each_event_the_hash_of_the_one_before() -> None:
    first = a_first()
    then = verified(first.complaint)

    assert decode.timeline([encode.event_row(change.event, None).serialize() for change in (first, then)]) == (first.event, then.event)
