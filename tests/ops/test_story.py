"""An imported case has the timeline it would have had here: its events add up to its state and the chain holds."""

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import verify_chain
from chalicelib.domain.history import fold
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import matches, parse_code
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Outcome, Status, Visibility
from ops import calendars
from ops.importing import story, table
from ops.importing.case import Case
from ops.importing.mapping import Statuses
from ops.importing.reading import read
from ops.importing.story import Rules, Story
from ops.seed import DATA
from tests.ops.files import NOW, NYC_SAMPLE, line, nyc


def rules() -> Rules:
    agency = Agency(id="nyc.dohmh", name="", kind="unit", path="nation/nyc/nyc.dohmh", zone="America/New_York", calendar="us-ny")
    return Rules(agency, Office(agency.zone, calendars.load(DATA / "calendar-us-ny.json")), Policy())


def case(**changes: str) -> Case:
    found, _ = read(line(**changes), nyc(), NOW)
    assert found
    return found


def told(**changes: str) -> Story:
    return story.tell(case(**changes), rules(), lambda: "salt")


def without_title(complaint: Complaint) -> Complaint:
    return replace(complaint, title="", wake=None)


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        ("Unspecified", ["submit"]),
        ("Open", ["submit", "verify"]),
        ("Assigned", ["submit", "verify", "start"]),
        ("Closed", ["submit", "verify", "respond", "close"]),
    ],
)
def test_a_status_has_the_events_that_lead_to_it(status: str, actions: list[str]) -> None:
    changes = told(Status=status).changes

    assert [change.event.action for change in changes] == [Action(action) for action in actions]
    assert changes[-1].complaint.status == nyc().status.words[status]


@pytest.mark.parametrize(("status", "actions"), [(Status.RESPONDED, ["submit", "verify", "respond"]), (Status.WITHDRAWN, ["submit", "withdraw"])])
def test_other_files_may_have_answered_and_withdrawn_cases(status: Status, actions: list[str]) -> None:
    mapping = msgspec.structs.replace(nyc(), status=Statuses(column="Status", words={"Closed": status}))
    found, _ = read(line(), mapping, NOW)
    assert found

    changes = story.tell(found, rules(), lambda: "salt").changes

    assert [change.event.action for change in changes] == [Action(action) for action in actions]
    assert changes[-1].complaint.status is status


def test_the_events_of_every_line_of_the_sample_add_up_to_its_state_in_an_unbroken_chain() -> None:
    cases = [read(each, nyc(), NOW)[0] for each in table.lines(NYC_SAMPLE, nyc())]

    for each in filter(None, cases):
        whole = story.tell(each, rules(), lambda: "salt")
        events = [change.event for change in whole.changes]
        verify_chain(events)
        assert without_title(fold(events)) == without_title(whole.complaint)
        assert [event.at for event in events] == sorted(event.at for event in events)


def test_a_case_keeps_its_own_dates_and_outcome() -> None:
    complaint = told(Resolution_Action_Updated_Date="06/02/2023 10:00:00 AM").complaint

    assert complaint.received_at == complaint.forwarded_at == datetime(2023, 6, 1, 13, tzinfo=UTC)
    assert (complaint.responded_at, complaint.closed_at) == (datetime(2023, 6, 2, 14, tzinfo=UTC), datetime(2023, 6, 5, 14, tzinfo=UTC))
    assert complaint.outcome is Outcome.RESOLVED


def test_deadlines_are_counted_by_the_calendar_of_the_agency_of_that_time() -> None:
    complaint = told(Created_Date="07/03/2023 11:30:00 PM", Closed_Date="", Status="Open").complaint

    assert complaint.status is Status.FORWARDED
    assert complaint.verify_due == date(2023, 7, 7)


def test_the_own_id_of_a_line_always_gives_the_same_code_and_another_id_another() -> None:
    code = told().complaint.code

    assert code == parse_code(code) == told(Status="Open").complaint.code
    assert code != told(Unique_Key="2").complaint.code


def test_nobody_holds_a_receipt_of_an_imported_case() -> None:
    assert not matches("", told().complaint.secret_hash)


@pytest.mark.parametrize(("visibility", "mapped"), [(Visibility.PUBLIC, True), (Visibility.CONFIDENTIAL, False)])
def test_a_confidential_file_leaves_no_trace_on_the_map(visibility: Visibility, *, mapped: bool) -> None:
    found, _ = read(line(), msgspec.structs.replace(nyc(), visibility=visibility), NOW)
    assert found

    complaint = story.tell(found, rules(), lambda: "salt").complaint

    assert (complaint.visibility, complaint.cell is not None) == (visibility, mapped)


def test_the_first_event_names_the_source() -> None:
    data = told().changes[0].event.data

    assert (data["source"], data["source_id"]) == ("nyc311", "1")


def test_the_answer_of_an_open_case_is_the_text_of_its_start() -> None:
    event = told(Status="Assigned", Closed_Date="").changes[-1].event

    assert (event.action, event.text) == (Action.START, case().answer)
