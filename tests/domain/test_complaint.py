from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.complaint import Location
from chalicelib.domain.words import Clock, Identity, Status, Visibility
from tests.builders import withdrawn
from tests.domain.samples import BY_STATUS, FORWARDED, repeatable

S = Status
PUBLISHED = {S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD, S.RESPONDED, S.CLOSED}


@pytest.mark.parametrize(("visibility", "status"), list(product(Visibility, Status)))
def test_public_complaints_are_published_once_verified(visibility: Visibility, status: Status) -> None:
    complaint = replace(BY_STATUS[status], visibility=visibility)

    assert complaint.published is (visibility is Visibility.PUBLIC and status in PUBLISHED)


@pytest.mark.parametrize(("visibility", "identity"), list(product(Visibility, Identity)))
def test_only_who_filed_publicly_and_by_name_may_let_everybody_see_files(visibility: Visibility, identity: Identity) -> None:
    offered = replace(FORWARDED, visibility=visibility, identity=identity).offers_files

    assert offered is ((visibility, identity) == (Visibility.PUBLIC, Identity.NAMED))


def test_a_published_complaint_that_is_withdrawn_is_taken_back() -> None:
    assert FORWARDED.published
    assert not withdrawn(FORWARDED).complaint.published


@pytest.mark.parametrize(("visibility", "status"), list(product(Visibility, Status)))
def test_nothing_that_is_withheld_is_published(visibility: Visibility, status: Status) -> None:
    assert not replace(BY_STATUS[status], visibility=visibility, withheld=True).published


@pytest.mark.parametrize("status", Status)
def test_a_queue_holds_what_is_not_answered_yet(status: Status) -> None:
    assert BY_STATUS[status].queued is (status in {S.RECEIVED, S.FORWARDED, S.IN_PROGRESS, S.ON_HOLD})


@pytest.mark.parametrize(
    ("status", "clock", "due", "waits"),
    [
        (S.RECEIVED, Clock.VERIFY, date(2026, 11, 27), True),
        (S.FORWARDED, Clock.FOLLOW_UP, date(2026, 12, 1), True),
        (S.IN_PROGRESS, Clock.RESOLVE, date(2026, 12, 14), True),
        (S.RESPONDED, Clock.CONFIRM, date(2026, 12, 8), False),
        (S.CLOSED, None, None, False),
        (S.WITHDRAWN, None, None, False),
        (S.ARCHIVED, None, None, False),
        (S.LINKED, None, None, False),
        (S.ON_HOLD, Clock.HOLD, date(2026, 12, 8), False),
    ],
)
def test_one_clock_runs_in_each_open_status(status: Status, clock: Clock | None, due: date | None, waits: bool) -> None:  # noqa: FBT001 - a column of the table
    complaint = BY_STATUS[status]

    assert (complaint.clock, complaint.due, complaint.waits_for_agency) == (clock, due, waits)


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [
        (-8.655, 115.215, "-866,11521"),
        (-8.645, 115.215, "-865,11521"),
        (-6.175, 106.827, "-618,10682"),
        (0.005, 99.995, "0,9999"),
        (-0.005, -0.005, "-1,-1"),
    ],
)
def test_a_point_lies_in_one_square_of_the_map(lat: float, lon: float, cell: str) -> None:
    assert Location(lat=lat, lon=lon).cell == cell


@repeatable
@given(lat=st.floats(-89, 89), lon=st.floats(-179, 179))
def test_a_square_is_named_by_its_south_west_corner(lat: float, lon: float) -> None:
    south, west = map(int, Location(lat=lat, lon=lon).cell.split(","))

    assert south / 100 - 1e-9 <= lat < (south + 1) / 100 + 1e-9
    assert west / 100 - 1e-9 <= lon < (west + 1) / 100 + 1e-9
