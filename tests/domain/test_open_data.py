from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import open_data
from chalicelib.domain.facts import CaseFacts, Duty
from chalicelib.domain.open_data import COLUMNS, KINDS, Frozen, KeptFile, WrongFile
from chalicelib.domain.policy import Policy
from chalicelib.domain.ranking import Member
from chalicelib.domain.survey import NO_SHEETS, Element, Sums, add_up
from chalicelib.domain.words import Outcome, Status
from tests.builders import NOON, POLICY, later
from tests.domain.months import a_case, nov

KEY = b"k" * 32
CODE = "7KQM2F9X4HDT"
WEIGHTS = dict(zip(POLICY.weights, (0.5, 0.25, 0.125, 0.125), strict=True))
RULES = Policy(version=7, weights=WEIGHTS, zones=(90, 60.5), bands=(5, 50), few_ratings=3)


@pytest.mark.parametrize(
    "facts",
    [
        a_case(),
        a_case(status=Status.CLOSED, rating=4, outcome=Outcome.CANNOT_BE_RESOLVED, extension=5, held_days=3, disputes=2),
        a_case(status=Status.RECEIVED, followed_up_on=None, responded_on=None),
    ],
)
def test_a_case_is_read_as_it_was_written(facts: CaseFacts) -> None:
    (record,) = open_data.of_counted("51.71", "2026-11", KEY, [(CODE, facts)], ())

    assert open_data.case_of(record) == facts
    assert open_data.case_of({name: "" if value is None else str(value) for name, value in record.items()}) == facts
    assert tuple(record) == ("record", *KINDS["case"])
    assert (record["record"], record["agency"], record["case"]) == ("case", "51.71", open_data.nameless(CODE, "2026-11", KEY))


@pytest.mark.parametrize("missed", [True, False])
def test_a_duty_is_read_as_it_was_written_but_for_its_complaint(missed: bool) -> None:  # noqa: FBT001
    duty = Duty(case=CODE, due=nov(27), missed=missed)
    (record,) = open_data.of_counted("51.71", "2026-11", KEY, (), [duty])

    assert open_data.duty_of(record) == replace(duty, case=open_data.nameless(CODE, "2026-11", KEY))
    assert tuple(record) == ("record", *KINDS["duty"])
    assert (record["record"], record["agency"]) == ("duty", "51.71")


def test_what_is_shown_of_a_survey_is_read_as_it_was_written() -> None:
    sums = add_up([(1, 2, 3, 4, 1, 2, 3, 4, 1)] * 10)
    (record,) = open_data.of_survey("51.71", sums)

    assert open_data.survey_of(record) == open_data.survey_of({name: str(value) for name, value in record.items()}) == sums
    assert tuple(record) == ("record", *KINDS["survey"])
    assert (record["record"], record["agency"]) == ("survey", "51.71")


def test_of_a_survey_that_shows_nothing_there_is_no_record() -> None:
    assert list(open_data.of_survey("51.71", NO_SHEETS)) == []


def test_sums_that_are_not_one_for_each_element_are_not_published() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(open_data.of_survey("51.71", Sums(count=10, answers=(20,) * 8)))


def test_the_rules_are_read_as_they_were_written() -> None:
    record = open_data.of_period("2026-11", date(2026, 12, 15), RULES)

    assert open_data.policy_of(record) == RULES
    assert open_data.policy_of({name: str(value) for name, value in record.items()}) == RULES
    assert (record["period"], record["as_of"]) == ("2026-11", "2026-12-15")
    assert tuple(record) == ("record", *KINDS["period"])


def test_an_agency_is_read_as_it_was_written() -> None:
    member = Member(id="51.71", name="Kota Denpasar", kind="city", path="nation/51/51.71")

    record = open_data.of_member(member)

    assert record == {"record": "agency", "agency": "51.71", "name": "Kota Denpasar", "kind": "city", "path": "nation/51/51.71"}
    assert open_data.member_of(record) == member


@pytest.mark.parametrize("changes", [{"record": "agency"}, {"format": 2}, {"format": "2"}])
def test_a_file_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(WrongFile, match=r"^the first record is the period's, of format 1$"):
        open_data.policy_of({**open_data.of_period("2026-11", nov(1), POLICY), **changes})


def test_no_tracking_code_is_published_nor_what_would_link_two_periods() -> None:
    names = {open_data.nameless(code, period, key) for code in (CODE, "7KQM2F9X4HDU") for period in ("2026-11", "2026-12") for key in (KEY, b"x")}

    assert len(names) == 8
    assert open_data.nameless(CODE, "2026-11", KEY) == open_data.nameless(CODE, "2026-11", KEY)
    assert all(len(name) == 16 and CODE not in name.upper() for name in names)


def test_records_come_in_an_order_that_tells_nothing_of_the_codes() -> None:
    codes = [f"7KQM2F9X4H{number:02d}" for number in range(40)]
    records = list(
        open_data.of_counted("a", "2026-11", KEY, [(code, a_case()) for code in codes], [Duty(case=code, due=nov(1), missed=False) for code in codes])
    )

    published = [record["case"] for record in records]
    assert published == sorted(published[:40]) + sorted(published[40:])
    assert published[:40] != [open_data.nameless(code, "2026-11", KEY) for code in codes]


def test_nothing_but_what_scores_need_is_published() -> None:
    """Who adds a column looks here first: it is for everybody, for good."""
    assert COLUMNS[13:] == (
        "agency",
        "name",
        "kind",
        "path",
        "case",
        "class",
        "status",
        "forwarded_on",
        "follow_up_due",
        "followed_up_on",
        "resolve_due",
        "responded_on",
        "outcome",
        "disputes",
        "rating",
        "extension",
        "held_days",
        "verify_due",
        "missed",
        "sheets",
        *(f"sum_{element}" for element in Element),
    )


def test_a_longer_period_is_made_of_its_months_and_sealed_by_the_digest_of_its_file() -> None:
    def frozen(period: str) -> Frozen:
        return Frozen(period=period, months=(period,), policy=int(period[-2:]), digest=period, cases=3, duties=2, frozen_at=NOON)

    files = (
        KeptFile(key="periods/2026-Q4/a.jsonl", type="", bytes=9, digest="a" * 64),
        KeptFile(key="periods/2026-Q4/b.csv", type="", bytes=9, digest="b" * 64),
    )

    quarter = open_data.together("2026-Q4", [frozen("2026-12"), frozen("2026-10"), frozen("2026-11")], files, later(1))

    assert quarter == Frozen(
        period="2026-Q4",
        months=("2026-10", "2026-11", "2026-12"),
        policy=12,
        digest="a" * 64,
        cases=9,
        duties=6,
        frozen_at=later(1),
        files=files,
        whole=True,
    )
