"""A line becomes a case; what is wrong with it is repaired and said, or the line is refused and why is said."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from chalicelib.domain.words import Outcome, Status
from ops.importing import table
from ops.importing.case import Case
from ops.importing.reading import read
from ops.importing.remarks import Weight, fate
from tests.ops.files import NOW, NYC_SAMPLE, line, nyc

RECEIVED = datetime(2023, 6, 1, 13, tzinfo=UTC)
CLOSED = datetime(2023, 6, 5, 14, tzinfo=UTC)


def read_line(**changes: str) -> tuple[Case, list[str]]:
    case, remarks = read(line(**changes), nyc(), NOW)
    assert case is not None
    return case, [remark.code for remark in remarks]


def test_a_clean_line_is_a_case_without_remarks() -> None:
    case, said = read_line()

    assert said == []
    assert (case.source, case.source_id, case.agency, case.category, case.region) == ("nyc311", "1", "nyc.dohmh", "hewan.ayam_jago", "NYC.4")
    assert (case.received_at, case.answered_at, case.closed_at) == (RECEIVED, CLOSED, CLOSED)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.RESOLVED)
    assert (case.title, case.place) == ("Illegal Animal Kept as Pet: Rooster", "38-17 254 STREET, LITTLE NECK 11363")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Created_Date": ""}, "received-unknown"),
        ({"Created_Date": "yesterday"}, "received-unknown"),
        ({"Created_Date": "11/24/2026 08:00:00 AM"}, "received-in-future"),
        ({"Unique_Key": ""}, "id-missing"),
        ({"Status": "Lost"}, "status-unknown"),
        ({"Agency": "NYPD"}, "agency-unknown"),
        ({"Closed_Date": "", "Resolution_Action_Updated_Date": ""}, "closed-unknown"),
        ({"Closed_Date": "05/31/2023", "Resolution_Action_Updated_Date": "01/01/1900"}, "closed-unknown"),
    ],
)
def test_a_line_that_cannot_be_understood_is_refused_with_the_reason(changes: dict[str, str], code: str) -> None:
    case, remarks = read(line(**changes), nyc(), NOW)

    assert case is None
    assert (remarks[-1].weight, remarks[-1].code) == (Weight.REFUSAL, code)
    assert fate(remarks) == "refused"


def test_a_broken_line_is_refused() -> None:
    case, remarks = read(table.Line(9, {}, "2 columns, not 17"), nyc(), NOW)

    assert case is None
    assert [remark.code for remark in remarks] == ["line-broken"]


@pytest.mark.parametrize("closed", ["01/01/1900 12:00:00 AM", "05/31/2023 09:00:00 AM", "11/30/2026 09:00:00 AM", ""])
def test_an_impossible_closing_date_gives_way_to_the_date_of_the_answer(closed: str) -> None:
    case, said = read_line(Closed_Date=closed, Resolution_Action_Updated_Date="06/03/2023 10:00:00 AM")

    assert case.closed_at == case.answered_at == datetime(2023, 6, 3, 14, tzinfo=UTC)
    assert said[-1] == "closed-date-missing"


def test_a_closing_date_of_an_open_case_is_left_out() -> None:
    case, said = read_line(Status="Assigned")

    assert (case.status, case.closed_at, case.outcome, said) == (Status.IN_PROGRESS, None, None, ["closed-but-open"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Borough": "Unspecified"}, "region-unknown"),
        ({"Descriptor": "Dragon"}, "category-unknown"),
        ({"Resolution_Description": ""}, "answer-missing"),
        ({"Latitude": "0", "Longitude": "0"}, "location-outside"),
        ({"City": "X" * 300}, "place-too-long"),
        ({"Descriptor": "Rooster", "Complaint_Type": "X" * 200}, "title-too-long"),
        ({"Incident_Address": ""}, "place-missing"),
        ({"Latitude": "", "Longitude": ""}, "location-missing"),
        ({"Closed_Date": "06/01/2023 09:00:00 AM", "Resolution_Action_Updated_Date": "06/01/2023 09:00:00 AM"}, "closed-at-once"),
        ({"Resolution_Action_Updated_Date": "06/09/2023"}, "answered-after-closing"),
        ({"City": "\ufffd"}, "characters-lost"),
    ],
)
def test_what_is_repaired_or_doubtful_is_said(changes: dict[str, str], code: str) -> None:
    _, said = read_line(**changes)

    assert said == [code]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("The inspector tried, but COULD NOT ACCESS the site.", Outcome.CANNOT_BE_RESOLVED),
        ("This is not within its jurisdiction, says the department.", Outcome.CANNOT_BE_RESOLVED),
        ("A Notice of Violation has been issued to the owner.", Outcome.RESOLVED),
    ],
)
def test_the_words_of_the_answer_decide_the_outcome(answer: str, outcome: Outcome) -> None:
    case, _ = read_line(Resolution_Description=answer)

    assert case.outcome is outcome
    assert bool(case.reason) == (outcome is Outcome.CANNOT_BE_RESOLVED)


def test_an_answer_dated_after_closing_counts_as_given_at_closing() -> None:
    case, _ = read_line(Resolution_Action_Updated_Date="06/09/2023")

    assert case.answered_at == case.closed_at == CLOSED


def test_every_line_of_the_sample_is_accounted_for() -> None:
    fates = Counter(fate(read(each, nyc(), NOW)[1]) for each in table.lines(NYC_SAMPLE, nyc()))

    assert fates == {"clean": 181, "noted": 102, "repaired": 17}
