from dataclasses import replace

import pytest

from chalicelib.domain import notices
from chalicelib.domain.events import Event
from chalicelib.domain.policy import LADDER, Rung
from chalicelib.domain.reference import Agency
from chalicelib.domain.words import Action, Role, Status
from tests.builders import BALI, CITY, NATIONAL, PROVINCE, SIBLING, SYSTEM, UNIT, disputed, later
from tests.domain.samples import BY_STATUS, RECEIVED, RESPONDED
from tests.domain.steps import steps

R, A = Role, Action
CITYS = (NATIONAL, PROVINCE, CITY)
UNITS = (*CITYS, UNIT)


def an_event(action: Action, **data: object) -> Event:
    return Event(code=RECEIVED.code, seq=2, at=RECEIVED.received_at, action=action, actor=SYSTEM, data=data)


@pytest.mark.parametrize(
    ("action", "audiences"),
    [
        (A.SUBMIT, (R.REPORTER, R.COORDINATOR)),
        (A.VERIFY, (R.REPORTER, R.OFFICER)),
        (A.FORWARD, (R.REPORTER, R.OFFICER)),
        (A.START, (R.REPORTER,)),
        (A.RETURN, (R.REPORTER, R.COORDINATOR)),
        (A.HOLD, (R.REPORTER,)),
        (A.RESUME, (R.OFFICER,)),
        (A.EXTEND, (R.REPORTER,)),
        (A.DISPUTE, (R.REPORTER, R.OFFICER)),
        (A.ARCHIVE, (R.REPORTER,)),
        (A.LINK, (R.REPORTER,)),
        (A.UNLINK, (R.REPORTER, R.COORDINATOR)),
        (A.NOTE, ()),
        (A.INSTRUCT, (R.OFFICER, R.COORDINATOR)),
        (A.ASSIGN, (R.REPORTER, R.OFFICER)),
        (A.TRANSFER, (R.REPORTER, R.OFFICER)),
        (A.PUBLISH, ()),
        (A.REDACT, (R.REPORTER,)),
        (A.RESPOND, (R.REPORTER,)),
        (A.REPLY, (R.OFFICER,)),
        (A.CONFIRM, (R.REPORTER, R.OFFICER)),
        (A.CLOSE, (R.REPORTER, R.OFFICER)),
        (A.WITHDRAW, (R.REPORTER, R.OFFICER)),
        (A.REMIND, ()),
        (A.ESCALATE, (R.REPORTER,)),
    ],
)
def test_each_event_has_its_audiences(action: Action, audiences: tuple[Role, ...]) -> None:
    assert notices.audiences(an_event(action)) == audiences


def test_of_an_internal_event_the_reporter_gets_no_notice_whatever_its_action() -> None:
    assert notices.audiences(replace(an_event(A.REDACT), public=False)) == ()
    assert notices.audiences(replace(an_event(A.DISPUTE), public=False)) == (R.OFFICER,)


def test_every_action_has_audiences() -> None:
    assert set(notices.AUDIENCES) == set(Action)


@pytest.mark.parametrize("rung", LADDER, ids=lambda rung: f"level {rung.level}")
@pytest.mark.parametrize("as_read", [list, tuple])
def test_the_ladder_tells_the_roles_of_its_rung_and_from_level_one_the_reporter(rung: Rung, as_read: type) -> None:
    event = an_event(A.ESCALATE if rung.level else A.REMIND, level=rung.level, told=as_read(rung.told))

    assert notices.audiences(event) == ((R.REPORTER,) if rung.level else ()) + rung.told


def test_a_dispute_tells_the_officer_and_the_coordinator() -> None:
    first = disputed(RESPONDED)

    assert notices.audiences(first.event) == (R.REPORTER, R.OFFICER, R.COORDINATOR)


def test_the_last_dispute_tells_the_officer_and_the_inspector() -> None:
    second = disputed(replace(RESPONDED, disputes=1))

    assert notices.audiences(second.event) == (R.REPORTER, R.OFFICER, R.INSPECTOR)


def test_nobody_is_told_twice() -> None:
    event = an_event(A.ESCALATE, told=["reporter", "coordinator", "coordinator"])

    assert notices.audiences(event) == (R.REPORTER, R.COORDINATOR)


@pytest.mark.parametrize(
    ("role", "lineage", "address"),
    [
        (R.OFFICER, UNITS, "pupr@example.org"),
        (R.COORDINATOR, UNITS, "admin@example.org"),
        (R.INSPECTOR, UNITS, "inspektorat@example.org"),
        (R.STEWARD, UNITS, "steward@example.org"),
        (R.OBSERVER, UNITS, "observer@example.org"),
        (R.COORDINATOR, CITYS, "admin@example.org"),
        (R.INSPECTOR, (NATIONAL, PROVINCE), "inspektorat@example.org"),
        (R.REPORTER, UNITS, None),
        (R.SYSTEM, UNITS, None),
    ],
)
def test_a_role_is_written_to_at_the_nearest_agency_upwards_that_has_an_address(role: Role, lineage: tuple[Agency, ...], address: str | None) -> None:
    assert notices.address(role, lineage) == address


@pytest.mark.parametrize("lineage", [CITYS, (*CITYS, SIBLING)], ids=["the city itself", "a unit without addresses"])
def test_the_coordinator_stands_in_where_no_officer_has_an_address(lineage: tuple[Agency, ...]) -> None:
    assert notices.address(R.OFFICER, lineage) == "admin@example.org"


def test_the_officer_of_an_agency_above_is_not_written_to() -> None:
    city = replace(CITY, contacts={"officer": "loket@example.org", "coordinator": "admin@example.org"})

    assert notices.address(R.OFFICER, (NATIONAL, PROVINCE, city, SIBLING)) == "admin@example.org"


def test_the_nearer_of_two_addresses_is_used() -> None:
    own = replace(UNIT, contacts={"coordinator": "dekat@example.org"})

    assert notices.address(R.COORDINATOR, (*CITYS, own)) == "dekat@example.org"


def test_an_empty_address_is_none() -> None:
    assert notices.address(R.OFFICER, (replace(CITY, contacts={"officer": "", "coordinator": ""}),)) is None


def test_what_is_internal_is_told_to_no_reporter_and_to_no_follower() -> None:
    for complaint in BY_STATUS.values():
        for made in steps(complaint, later(days=2), BALI):
            internal = not made.event.public
            assert not internal or (R.REPORTER not in notices.audiences(made.event) and made.event.action not in notices.FOLLOWED)


def test_an_appeal_is_told_to_the_steward() -> None:
    appeal = next(made for made in steps(BY_STATUS[Status.ARCHIVED], later(days=2), BALI) if made.event.action is A.DISPUTE)

    assert notices.audiences(appeal.event) == (R.REPORTER, R.OFFICER, R.STEWARD)
