"""Challenges are ALTCHA's own (their library makes, solves and verifies the same), for one Idempotency-Key each, and last half an hour."""

from dataclasses import replace
from datetime import timedelta

import altcha
import pytest

from chalicelib.domain import challenge
from chalicelib.domain.challenge import LIFE, Challenge, Proof
from chalicelib.domain.errors import ChallengeRequired
from tests.builders import NOON, later
from tests.solving import solved

KEY, ONCE, OTHER = b"k" * 32, "an-idempotency-key", "another-idempotency-key"


NO_KEY = "choose an Idempotency-Key, get a challenge for it from /v1/challenge, and send both"
UNSENT = "get a challenge from /v1/challenge with your Idempotency-Key, and send its solution in the header Altcha"
NOT_OURS = "the challenge that was solved is not one of ours; get another"
ELSE = "the challenge that was solved is for another Idempotency-Key, or for something else; get one for this"
OVER = "the challenge that was solved has expired; get another"
UNSOLVED = "this does not solve the challenge"


def made(**changes: str | int) -> Challenge:
    return replace(challenge.make(20, ONCE, bytes(range(32)), NOON, KEY), **changes)  # type: ignore[arg-type]  # only fields of it


def proof(of: Challenge | None = None) -> Proof:
    one = of or made()
    return Proof(challenge=one, signature=one.signature(KEY), counter=solved(one))


def wrong_counter(one: Challenge) -> int:
    return next(counter for counter in range(1000) if not challenge.solves(one, counter))


def test_a_right_proof_is_taken_as_often_as_it_comes_until_it_expires() -> None:
    for at in (NOON, NOON, NOON + LIFE):
        challenge.check(proof(), ONCE, at, KEY)


@pytest.mark.parametrize(
    ("sent", "key", "at", "why"),
    [
        (None, ONCE, NOON, UNSENT),
        (proof(), None, NOON, NO_KEY),
        (proof(), OTHER, NOON, ELSE),
        (proof(), ONCE, NOON + LIFE + timedelta(seconds=1), OVER),
        (replace(proof(), counter=wrong_counter(made())), ONCE, NOON, UNSOLVED),
        (replace(proof(), signature="ü" * 64), ONCE, NOON, NOT_OURS),
        (replace(proof(), challenge=made(cost=1)), ONCE, NOON, NOT_OURS),
        (replace(proof(), challenge=made(expires_at=2**40)), ONCE, NOON, NOT_OURS),
        (replace(proof(), challenge=made(nonce="00")), ONCE, NOON, NOT_OURS),
    ],
)
def test_any_other_is_refused_and_it_is_said_why(sent: Proof | None, key: str | None, at: object, why: str) -> None:
    with pytest.raises(ChallengeRequired, match=f"^{why}$"):
        challenge.check(sent, key, at, KEY)  # type: ignore[arg-type]  # a datetime, as all of them


def test_a_challenge_shares_its_random_bytes_out_and_lasts_half_an_hour() -> None:
    halves = {"nonce": "000102030405060708090a0b0c0d0e0f", "salt": "101112131415161718191a1b1c1d1e1f"}

    assert made() == Challenge(**halves, cost=20, expires_at=int(later(minutes=30).timestamp()), made_for="a6e656ab55b89af297e6d44f666fd0c9")


def test_a_challenge_is_good_for_its_purpose_alone() -> None:
    one = challenge.make(20, ONCE, bytes(range(32)), NOON, KEY, "7KQM2F9X4HDT")

    challenge.check(proof(one), ONCE, NOON, KEY, "7KQM2F9X4HDT")
    for sent, purpose in ((one, ""), (one, "3ZYX2F9X4HDS"), (made(), "7KQM2F9X4HDT")):
        with pytest.raises(ChallengeRequired, match="for something else"):
            challenge.check(proof(sent), ONCE, NOON, KEY, purpose)


def test_a_challenge_of_another_installation_is_refused() -> None:
    with pytest.raises(ChallengeRequired, match="not one of ours"):
        challenge.check(proof(), ONCE, NOON, b"x" * 32)


def test_nothing_of_the_idempotency_key_can_be_read_from_a_challenge() -> None:
    assert ONCE not in str(made().parameters())
    assert made().made_for != challenge.make(20, ONCE, bytes(32), NOON, b"x" * 32).made_for


def test_the_library_of_altcha_solves_ours_and_gives_the_same_counter() -> None:
    theirs = altcha.Challenge.from_dict({"parameters": made().parameters(), "signature": made().signature(KEY)})

    found = altcha.solve_challenge(theirs)

    assert found is not None
    assert found.counter == solved(made())


def test_the_library_of_altcha_signs_the_same_parameters_the_same_way() -> None:
    secret = challenge._own(KEY)  # noqa: SLF001  what is compared is the form of what is signed
    one = made(expires_at=2**40, made_for="é 🙏")
    theirs = altcha.Challenge.from_dict({"parameters": one.parameters(), "signature": one.signature(KEY)})
    found = altcha.solve_challenge(theirs)
    assert found is not None

    assert altcha.verify_solution(altcha.Payload(theirs, found).to_base64(), secret).verified
