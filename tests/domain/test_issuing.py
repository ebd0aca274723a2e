from itertools import product

import pytest

from chalicelib.domain import issuing
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role
from tests.builders import CITY

R = Role
KEY_ROLES = (R.OFFICER, R.COORDINATOR, R.INSPECTOR, R.STEWARD, R.OBSERVER)
NAMED = {R.COORDINATOR: "officer, coordinator", R.STEWARD: "officer, coordinator, inspector, steward, observer"}
GIVEN = {R.COORDINATOR: {R.OFFICER, R.COORDINATOR}, R.STEWARD: set(KEY_ROLES)}


@pytest.mark.parametrize("role", list(Role))
def test_coordinators_and_stewards_give_keys_and_nobody_else(role: Role) -> None:
    assert issuing.gives_keys(Actor(role=role)) is (role in GIVEN)


@pytest.mark.parametrize(("giver", "role"), list(product(GIVEN, Role)))
def test_a_coordinator_gives_keys_to_officers_and_coordinators_and_a_steward_to_every_role(giver: Role, role: Role) -> None:
    actor = Actor(role=giver, agency=CITY.id)
    if role in GIVEN[giver]:
        issuing.check_role(actor, role)
        return
    with pytest.raises(ActionRefused) as refused:
        issuing.check_role(actor, role)
    assert (refused.value.rule, str(refused.value)) == ("key.role", f"a {giver} gives keys to {NAMED[giver]}; not to {role}")


@pytest.mark.parametrize(("role", "agency"), list(product(KEY_ROLES, (NATION, CITY.id))))
def test_who_sees_everywhere_has_a_key_of_the_nation(role: Role, agency: str) -> None:
    if agency == NATION or role not in {R.STEWARD, R.OBSERVER}:
        issuing.check_place(role, agency)
        return
    with pytest.raises(ActionRefused) as refused:
        issuing.check_place(role, agency)
    assert (refused.value.rule, str(refused.value)) == ("key.steward-at-nation", f"a {role} sees every agency, so the key belongs to nation")
