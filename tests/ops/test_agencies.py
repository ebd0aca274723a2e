"""An agency is added below another and changed in parts; what does not exist is refused."""

from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.reference import Agency
from chalicelib.usecases.ports import Deps
from ops import agencies
from ops.agencies import Incomplete, Wanted


def wanted(id_: str = "51.71.dishub", /, **said: Any) -> Wanted:
    defaults: dict[str, Any] = {"name": "Dinas Perhubungan", "kind": "unit", "parent": "51.71"}
    return Wanted(id=id_, contacts={}, **defaults | said)


def test_a_new_agency_takes_zone_calendar_and_region_from_the_one_above(deps: Deps) -> None:
    put, written = agencies.put(wanted(), deps)

    expected = Agency(
        id="51.71.dishub",
        name="Dinas Perhubungan",
        kind="unit",
        path="nation/51/51.71/51.71.dishub",
        zone="Asia/Makassar",
        calendar="id",
        region="51.71",
    )
    assert (put, written) == (expected, True)
    assert deps.reference.get(Agency, "51.71.dishub") == expected


def test_putting_the_same_again_is_no_news(deps: Deps) -> None:
    agencies.put(wanted(), deps)

    assert agencies.put(wanted(), deps)[1] is False


def test_only_what_is_given_changes(deps: Deps) -> None:
    before = deps.reference.get(Agency, "51.71.pupr")

    put, _ = agencies.put(Wanted(id="51.71.pupr", contacts={"coordinator": "kepala@example.org"}), deps)

    assert before
    assert (put.name, put.path, put.zone) == (before.name, before.path, before.zone)
    assert put.contacts == {"officer": "pupr@example.org", "coordinator": "kepala@example.org"}


def test_an_empty_address_removes_a_contact(deps: Deps) -> None:
    put, _ = agencies.put(Wanted(id="51.71.pupr", contacts={"officer": ""}), deps)

    assert put.contacts == {}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"name": None}, "--name"),
        ({"kind": None}, "--kind"),
        ({"parent": None}, "--parent"),
        ({"zone": "Asia/Nowhere"}, "time zone"),
        ({"calendar": "mars"}, "calendar"),
        ({"region": "00"}, "region"),
    ],
)
def test_what_is_missing_or_does_not_exist_is_named(deps: Deps, said: dict[str, str | None], says: str) -> None:
    with pytest.raises(Incomplete, match=says):
        agencies.put(wanted(**said), deps)


@pytest.mark.parametrize("id_", ["", "Dinas", "a/b", "a#b", " a"])
def test_an_id_that_would_break_paths_and_keys_is_refused(deps: Deps, id_: str) -> None:
    with pytest.raises(Incomplete, match="no id"):
        agencies.put(wanted(id_), deps)


def test_an_unknown_parent_is_refused(deps: Deps) -> None:
    with pytest.raises(NotFound):
        agencies.put(wanted(parent="99"), deps)


def test_an_agency_never_moves(deps: Deps) -> None:
    with pytest.raises(Incomplete, match=r"stays below 51\.71"):
        agencies.put(wanted("51.71.pupr", parent="51"), deps)
