"""A lost receipt: what stands for an address and what is in the link."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from chalicelib.domain import lost
from chalicelib.domain.lost import Asked
from tests.builders import NOON, later

KEY, OTHER = b"k" * 32, b"o" * 32
ASKED = Asked(contact="fef8da2b396a24d21a324a165a317d45a0642584", hour="2026-11-24T04", lang="id")


@pytest.mark.usefixtures("in_jayapura")
@pytest.mark.parametrize("email", ["budi@example.org", " Budi@Example.ORG "])
@pytest.mark.parametrize("hours", [0, 7, 9])
def test_a_question_is_the_same_for_an_hour_however_the_address_and_the_time_are_written(email: str, hours: int) -> None:
    for now in (NOON, later(minutes=59)):
        assert lost.asked(email, "id", now.astimezone(timezone(timedelta(hours=hours))), KEY) == ASKED


def test_another_hour_another_address_and_another_installation_ask_something_else() -> None:
    others = [lost.asked("budi@example.org", "id", later(hours=1), KEY), lost.asked("wati@example.org", "id", NOON, KEY)]
    tokens = {lost.token_of(one, KEY) for one in (ASKED, *others)} | {lost.token_of(ASKED, OTHER)}

    assert len(tokens) == 4
    assert lost.contact_of("budi@example.org", OTHER) != ASKED.contact


def test_the_token_in_the_link_and_what_is_kept_of_it_stay_the_same() -> None:
    token = lost.token_of(ASKED, KEY)

    assert token == lost.token_of(replace(ASKED, lang="en"), KEY) == "87f272705cc28da903abc0d5f6621a17837d12f3"
    assert lost.hashed(token) == "8c14ccba201febac335a3c543e97a21f3c89d441"


def test_nothing_stands_for_no_address() -> None:
    assert lost.contact_of("", KEY) == ""
