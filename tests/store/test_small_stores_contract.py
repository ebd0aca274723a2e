"""What the smaller stores promise; the fakes and the engine keep the same promises."""

from dataclasses import replace

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import Conflict
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.scoring import score, tally
from chalicelib.domain.template import Templates
from chalicelib.domain.words import Role
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy
from tests.builders import AGENCIES, CALENDAR, CATEGORIES, CITY, NOON, POLICY, PROVINCE, REGIONS, SIBLING, UNIT, a_key, a_template, later


@pytest.fixture(params=["fake", "engine"])
def kept(request: pytest.FixtureRequest) -> Deps:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen


@pytest.mark.parametrize("datum", [CALENDAR, CITY, CATEGORIES[0], REGIONS[0]], ids=lambda datum: type(datum).__name__)
def test_reference_data_is_read_as_it_was_kept(kept: Deps, datum: Calendar | Agency | Category | Region) -> None:
    id_ = datum.code if isinstance(datum, Region) else datum.id

    assert kept.reference.get(type(datum), id_) == datum


def test_what_does_not_exist_is_none(kept: Deps) -> None:
    assert kept.reference.get(Agency, "no-such-agency") is None


def test_keeping_the_same_again_writes_nothing(kept: Deps) -> None:
    assert kept.reference.put([CITY, CALENDAR]) == 0


def test_a_policy_is_kept_by_version_and_the_last_is_in_force(kept: Deps) -> None:
    second = replace(POLICY, version=2, verify_days=4)

    kept.reference.put([second])

    assert kept.reference.get(Policy, IN_FORCE) == second
    assert kept.reference.get(Policy, "0001") == POLICY
    kept.reference.put([POLICY])


def test_a_policy_of_a_version_that_was_never_kept_is_an_error(kept: Deps) -> None:
    kept.reference.put([POLICY])

    assert policy(1, kept) == Policy()
    with pytest.raises(LookupError):
        policy(77, kept)


def test_agencies_are_listed_below_their_parent_by_kind_and_name(kept: Deps) -> None:
    assert kept.reference.agencies(parent="51.71", kind="", limit=10, after=None) == ([SIBLING, UNIT], None)
    assert kept.reference.agencies(parent="nation", kind="province", limit=10, after=None) == ([PROVINCE], None)
    assert kept.reference.agencies(parent="51", kind="unit", limit=10, after=None) == ([], None)


def test_agencies_are_listed_page_by_page(kept: Deps) -> None:
    found, after = kept.reference.agencies(parent="51.71", kind="", limit=1, after=None)
    more, _ = kept.reference.agencies(parent="51.71", kind="", limit=1, after=after)

    assert [*found, *more] == [SIBLING, UNIT]


def test_all_agencies_are_listed_by_id(kept: Deps) -> None:
    found, _ = kept.reference.agencies(parent="", kind="", limit=100, after=None)

    assert found == sorted(AGENCIES, key=lambda one: one.id)
    assert kept.reference.every(Agency) == found


def test_an_agency_without_templates_has_none_and_the_first_are_seen_at_once(kept: Deps) -> None:
    none = Templates(agency="templates-a")
    first = none.having(a_template())
    assert kept.reference.templates("templates-a") == kept.reference.templates("templates-a", latest=True) == none

    kept.reference.put_next(first)

    assert kept.reference.templates("templates-a") == kept.reference.templates("templates-a", latest=True) == first


def test_templates_are_kept_with_their_texts_as_they_are(kept: Deps) -> None:
    odd = Templates(agency="templates-b").having(a_template(category="jalan", text='Baris satu\nbaris "dua" \\ {code} é ꦲ'))

    kept.reference.put_next(odd)

    assert kept.reference.templates("templates-b", latest=True) == odd


def test_of_two_changes_of_the_same_templates_only_the_first_is_kept(kept: Deps) -> None:
    first = Templates(agency="templates-c").having(a_template(id="a"))
    kept.reference.put_next(first)
    second = first.having(a_template(id="b"))
    kept.reference.put_next(second)

    for late in (first, second, replace(second, version=4), Templates(agency="templates-d", version=2)):
        with pytest.raises(Conflict):
            kept.reference.put_next(late)
    assert kept.reference.templates("templates-c", latest=True) == second


def test_templates_that_were_all_taken_away_are_at_their_version_still(kept: Deps) -> None:
    first = Templates(agency="templates-e").having(a_template())
    kept.reference.put_next(first)

    kept.reference.put_next(first.without("terima"))

    assert kept.reference.templates("templates-e", latest=True) == Templates(agency="templates-e", version=2)


def test_a_key_is_read_by_its_id_and_listed_by_its_agency(kept: Deps) -> None:
    key, _ = a_key(Role.OFFICER, "keys-a", seed=41)
    other, _ = a_key(Role.OFFICER, "keys-b", seed=42)
    kept.access.put(key)
    kept.access.put(other)

    assert kept.access.get(key.id) == key
    assert kept.access.of("keys-a") == [key]
    assert kept.access.get("nosuchkey0") is None


def test_a_revoked_key_is_read_as_revoked(kept: Deps) -> None:
    key, _ = a_key(Role.OFFICER, "keys-c", seed=43)
    kept.access.put(key)
    assert kept.access.get(key.id) == key

    kept.access.put(replace(key, revoked_at=NOON))

    assert kept.access.get(key.id) == replace(key, revoked_at=NOON)


def test_a_notice_goes_out_until_it_has(kept: Deps) -> None:
    assert kept.deliveries.begin("contract", NOON)
    assert kept.deliveries.begin("contract", NOON)

    kept.deliveries.done("contract", NOON)

    assert not kept.deliveries.begin("contract", later(days=1))


def test_scores_are_listed_by_period_and_kind(kept: Deps) -> None:
    counts = tally([], {}, NOON.date())
    first, second = (
        Scored(period="1999-01", agency=id_, name=id_, kind=kind, score=score(counts, None, POLICY), tally=counts, policy=1, computed_at=NOON)
        for id_, kind in (("a", "city"), ("b", "province"))
    )
    kept.scores.put([second, first])

    assert kept.scores.of("1999-01") == [first, second]
    assert kept.scores.of("1999-01", "province") == [second]
    assert kept.scores.of("1999-02") == []
