from itertools import product

import pytest

from chalicelib.domain import permissions
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import NATION, Agency
from chalicelib.domain.words import Action, Role
from tests.builders import CITY, NATIONAL, OTHER_CITY, PROVINCE, SIBLING, UNIT

R, A = Role, Action
OWNER_BY_RELATION = {"own": CITY, "parent": PROVINCE, "root": NATIONAL, "child": UNIT, "other": OTHER_CITY}
"""Whose case it is, seen from somebody of the city."""
SEEN = {
    R.REPORTER: set(),
    R.OFFICER: {"own"},
    R.COORDINATOR: {"own", "child"},
    R.INSPECTOR: {"own", "child"},
    R.STEWARD: set(OWNER_BY_RELATION),
    R.OBSERVER: set(OWNER_BY_RELATION),
    R.SYSTEM: set(),
}
ROLES_BY_ACTION = {
    A.SUBMIT: {R.REPORTER},
    A.VERIFY: {R.COORDINATOR, R.STEWARD},
    A.FORWARD: {R.COORDINATOR},
    A.START: {R.OFFICER},
    A.RETURN: {R.OFFICER, R.COORDINATOR},
    A.HOLD: {R.OFFICER, R.COORDINATOR},
    A.RESUME: {R.SYSTEM},
    A.EXTEND: {R.OFFICER},
    A.ARCHIVE: {R.COORDINATOR, R.STEWARD},
    A.LINK: {R.COORDINATOR, R.STEWARD, R.SYSTEM},
    A.UNLINK: {R.REPORTER, R.COORDINATOR, R.STEWARD, R.SYSTEM},
    A.SURVEY: {R.REPORTER},
    A.NOTE: {R.OFFICER, R.COORDINATOR, R.INSPECTOR, R.STEWARD},
    A.INSTRUCT: {R.INSPECTOR},
    A.ASSIGN: {R.STEWARD},
    A.TRANSFER: {R.STEWARD, R.SYSTEM},
    A.PUBLISH: {R.COORDINATOR, R.STEWARD},
    A.REDACT: {R.COORDINATOR, R.STEWARD},
    A.UNSEAL: {R.INSPECTOR, R.STEWARD},
    A.ERASE: {R.REPORTER, R.SYSTEM},
    A.RESPOND: {R.OFFICER},
    A.REPLY: {R.REPORTER},
    A.CONFIRM: {R.REPORTER},
    A.DISPUTE: {R.REPORTER},
    A.CLOSE: {R.SYSTEM},
    A.WITHDRAW: {R.REPORTER},
    A.REMIND: {R.SYSTEM},
    A.ESCALATE: {R.SYSTEM},
    A.RECOUNT: {R.SYSTEM},
}


@pytest.mark.parametrize(("role", "relation"), list(product(Role, OWNER_BY_RELATION)))
def test_who_sees_a_case_depends_on_role_and_place_in_the_tree(role: Role, relation: str) -> None:
    actor = Actor(role=role, agency=CITY.id)

    assert permissions.sees(actor, OWNER_BY_RELATION[relation]) is (relation in SEEN[role])


@pytest.mark.parametrize("role", Role)
def test_units_of_one_city_do_not_see_each_others_cases(role: Role) -> None:
    actor = Actor(role=role, agency=UNIT.id)

    assert permissions.sees(actor, SIBLING) is (role in {R.STEWARD, R.OBSERVER})


def test_an_agency_whose_id_begins_alike_is_not_below() -> None:
    lookalike = Agency(id="51.712", name="", kind="city", path="nation/51/51.712", zone="Asia/Makassar", calendar="id")

    assert not permissions.sees(Actor(role=R.COORDINATOR, agency=CITY.id), lookalike)
    assert not permissions.sees(Actor(role=R.COORDINATOR, agency="51.7"), CITY)


@pytest.mark.parametrize("role", [R.REPORTER, R.OFFICER, R.COORDINATOR, R.INSPECTOR, R.SYSTEM])
def test_nobody_without_an_agency_sees_a_case_by_role(role: Role) -> None:
    assert not any(permissions.sees(Actor(role=role), owner) for owner in OWNER_BY_RELATION.values())


def test_the_coordinator_of_the_nation_sees_everything_below_it() -> None:
    assert all(permissions.sees(Actor(role=R.COORDINATOR, agency=NATION), owner) for owner in OWNER_BY_RELATION.values())


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_an_action_is_for_its_roles_only(role: Role, action: Action) -> None:
    assert permissions.may(Actor(role=role, agency=CITY.id), action) is (role in ROLES_BY_ACTION[action])


@pytest.mark.parametrize(
    ("role", "target", "allowed"),
    [
        (R.COORDINATOR, CITY, True),
        (R.COORDINATOR, UNIT, True),
        (R.COORDINATOR, SIBLING, True),
        (R.COORDINATOR, PROVINCE, False),
        (R.COORDINATOR, NATIONAL, False),
        (R.COORDINATOR, OTHER_CITY, False),
        *((R.STEWARD, target, True) for target in (CITY, UNIT, PROVINCE, NATIONAL, OTHER_CITY)),
    ],
)
def test_a_coordinator_forwards_inside_the_own_tree_and_the_steward_anywhere(role: Role, target: Agency, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    assert permissions.may_forward_to(Actor(role=role, agency=CITY.id), target) is allowed


@pytest.mark.parametrize(("role", "relation"), list(product(Role, OWNER_BY_RELATION)))
def test_templates_are_read_where_cases_are_seen_and_from_all_agencies_above(role: Role, relation: str) -> None:
    actor = Actor(role=role, agency=CITY.id)

    assert permissions.reads_templates(actor, CITY, OWNER_BY_RELATION[relation]) is (relation in SEEN[role] | {"own", "parent", "root"})


@pytest.mark.parametrize("role", Role)
def test_templates_are_changed_by_coordinators_and_stewards(role: Role) -> None:
    assert permissions.keeps_templates(Actor(role=role, agency=CITY.id)) is (role in {R.COORDINATOR, R.STEWARD})


@pytest.mark.parametrize("role", Role)
def test_agencies_are_committed_by_coordinators_and_stewards(role: Role) -> None:
    assert permissions.commits(Actor(role=role, agency=CITY.id)) is (role in {R.COORDINATOR, R.STEWARD})


@pytest.mark.parametrize("role", Role)
def test_webhooks_are_kept_by_coordinators_and_stewards(role: Role) -> None:
    assert permissions.keeps_webhooks(Actor(role=role, agency=CITY.id)) is (role in {R.COORDINATOR, R.STEWARD})


@pytest.mark.parametrize("role", Role)
def test_only_stewards_see_who_opened_identities_and_have_mail_tried_again(role: Role) -> None:
    actor = Actor(role=role, agency=CITY.id)

    assert permissions.audits(actor) is permissions.clears_mail(actor) is (role is R.STEWARD)
