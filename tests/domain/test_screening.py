"""What makes a complaint suspicious, as a table; and names for senders and texts that lead back to neither."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import screening
from chalicelib.domain.policy import Policy
from chalicelib.domain.screening import Signs
from chalicelib.domain.words import Suspicion

TODAY, KEY = date(2026, 11, 24), b"k" * 32
POLICY = Policy(client_submits=5, surge=50, links=2, repeats=3)
MOST: dict[str, int] = {"by_client": 5, "at_agency": 50, "alike": 3, "links": 2}
SIGNS = {"by_client": Suspicion.CLIENT, "at_agency": Suspicion.SURGE, "alike": Suspicion.REPEATED, "links": Suspicion.LINKS}


def test_what_keeps_to_every_number_raises_nothing() -> None:
    assert screening.suspicions(Signs(**MOST), POLICY) == ()


@pytest.mark.parametrize(("sign", "suspicion"), SIGNS.items())
def test_one_more_raises_its_own_suspicion(sign: str, suspicion: Suspicion) -> None:
    beyond: dict[str, Any] = {**MOST, sign: MOST[sign] + 1}
    assert screening.suspicions(Signs(**beyond), POLICY) == (suspicion,)


def test_every_suspicion_has_a_sign_that_raises_it() -> None:
    assert set(SIGNS.values()) == set(Suspicion) == set(screening.SUSPICIONS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lampu mati di Jl. Gatot Subroto No. 12, dekat km.5", 0),
        ("Lihat https://maps.example/x", 1),
        ("HTTP://a.example www.b.example, dan(https://c.example)", 3),
        ("www. itu apa", 0),
    ],
)
def test_links_are_counted_in_all_that_was_written(text: str, count: int) -> None:
    assert screening.links(text) == count
    assert screening.links(text, "www.x.example") == count + 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("unknown", "unknown", True),
        ("", "unknown", False),
    ],
)
def test_a_client_is_an_address_or_what_a_household_has_of_them(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a column of the table
    assert (screening.client(one, TODAY, KEY) == screening.client(other, TODAY, KEY)) is same


def test_a_clients_name_is_another_one_each_day_and_at_each_installation() -> None:
    names = {screening.client("203.0.113.7", day, key) for day in (TODAY, TODAY + timedelta(days=1)) for key in (KEY, b"x" * 32)}

    assert len(names) == 4
    assert "9a75e2cfcd3b86dc0ef15323a13cb146" in names


@pytest.mark.parametrize(
    ("title", "body", "same"),
    [("LAMPU mati!", "Di  pasar, no. 7", True), ("Lampu", "mati di pasar no", True), ("Lampu mati", "di terminal no", False)],
)
def test_texts_are_alike_whatever_their_case_digits_and_blanks(title: str, body: str, same: bool) -> None:  # noqa: FBT001  a column of the table
    assert (screening.likeness(title, body, KEY) == "cdb0143937d7d43bd1449e098c9c670b") is same
