"""What a lost receipt is asked for with, and answered by."""

from datetime import datetime, timedelta, timezone

import pytest

from chalicelib.domain import lost
from chalicelib.domain.lost import Asked

KEY = b"k" * 32
CONTACT = "3b907d33a28aff93a6f435e983d741c25ed7907b"
"""HMAC-SHA-256 of `contact`, a zero and the address, its first 160 bits: kept with complaints, so it is the same in every release."""


@pytest.mark.parametrize("written", ["wayan@warga.example", " Wayan@Warga.example "])
def test_an_address_is_known_again_however_it_is_written(written: str) -> None:
    assert lost.contact_of(written, KEY) == CONTACT


def test_who_gave_no_address_is_nobody() -> None:
    assert lost.contact_of("", KEY) == ""


def test_a_question_is_the_same_for_an_hour() -> None:
    noon = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=8)))
    asked = [lost.asked("wayan@warga.example", "id", noon + timedelta(minutes=minutes), KEY) for minutes in (0, 59, 60)]

    assert asked == [Asked(CONTACT, hour, "id") for hour in ("2026-11-24T04", "2026-11-24T04", "2026-11-24T05")]


def test_a_link_that_was_sent_works_in_every_release() -> None:
    token = lost.token_of(Asked(CONTACT, "2026-11-24T04", "en"), KEY)

    assert token == "e45cb988aa391532d868c45f0be29e70983713a2"
    assert lost.hashed("token") == "3c469e9d6c5875d37a43f353d4f88e61fcf812c6"
