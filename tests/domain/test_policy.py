from itertools import pairwise

import pytest

from chalicelib.domain.policy import IN_FORCE, LADDER, RESOLVE_DAYS, WEIGHTS, Policy, id_of
from chalicelib.domain.policy_check import NUMBERS
from chalicelib.domain.words import Class, Role


def test_the_defaults_are_those_of_the_sources() -> None:
    policy = Policy()

    assert (policy.verify_days, policy.follow_up_days, policy.confirm_days) == (3, 5, 10)
    assert policy.resolve_days == {Class.INFORMATION: 5, Class.ASPIRATION: 5, Class.COMPLAINT: 14, Class.SUPERVISED: 60}
    assert (policy.disputes, policy.dispute_calendar_days_after_closing, policy.few_ratings) == (2, 30, 10)
    assert (policy.zones, policy.bands) == ((81, 51), (10, 100, 1000))


def test_every_class_has_a_deadline_of_at_most_sixty_days() -> None:
    assert set(RESOLVE_DAYS) == set(Class)
    assert max(RESOLVE_DAYS.values()) == 60


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_the_ladder_reminds_before_the_date_and_then_goes_up_one_level_a_rung() -> None:
    reminder, *levels = LADDER

    assert (reminder.level, reminder.working_days, reminder.told) == (0, -1, (Role.OFFICER,))
    assert [rung.told for rung in levels] == [(Role.COORDINATOR,), (Role.INSPECTOR,), (Role.STEWARD, Role.OBSERVER)]
    assert all(above.level == below.level + 1 for below, above in pairwise(LADDER))


@pytest.mark.parametrize(("version", "kept_as"), [(1, "0001"), (42, "0042"), (9999, "9999")])
def test_each_version_is_kept_beside_the_one_in_force(version: int, kept_as: str) -> None:
    assert Policy(version=version).id == id_of(version) == kept_as != IN_FORCE


def test_what_few_people_answered_cannot_be_shown_by_any_policy() -> None:
    assert Policy().few_answers == 10
    assert NUMBERS["few_answers"][0] >= 5
