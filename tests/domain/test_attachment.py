import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import attachment
from chalicelib.domain.attachment import PLACES, SUFFIXES, Attachment, State
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import ALPHABET
from tests.builders import NOON, a_receipt
from tests.domain.samples import repeatable

CODE = a_receipt().code


def an_attachment(number: int = 1, state: State = State.STORED, lasts: timedelta = timedelta(minutes=30)) -> Attachment:
    key = attachment.key_of(CODE, number, "ab12", "image/png")
    return Attachment(code=CODE, number=number, key=key, name="lampu.png", type="image/png", size=1000, until=NOON + lasts, state=state)


def test_the_first_attachment_gets_number_one() -> None:
    assert attachment.free_number((), NOON, 5) == 1


@pytest.mark.parametrize("most", [0, 1, 5, PLACES])
def test_numbers_are_given_in_turn_until_there_are_so_many(most: int) -> None:
    numbers = [attachment.free_number(tuple(an_attachment(number) for number in range(1, count + 1)), NOON, most) for count in range(most + 1)]

    assert numbers == [*range(1, most + 1), None]


@pytest.mark.parametrize(
    ("state", "seconds", "free"),
    [
        (State.STORED, 1, False),
        (State.STORED, 0, False),
        (State.STORED, -1, False),
        (State.WAITING, 1, False),
        (State.WAITING, 0, True),
        (State.WAITING, -1, True),
        (State.REFUSED, 1, True),
        (State.REFUSED, -1, True),
    ],
)
def test_a_number_is_free_again_when_its_upload_never_came_or_was_refused(state: State, seconds: int, free: bool) -> None:  # noqa: FBT001 - a column of the table
    taken = tuple(an_attachment(number) for number in (1, 2, 4, 5))
    third = an_attachment(3, state, timedelta(seconds=seconds))

    assert attachment.free_number((*taken, third), NOON, 5) == (3 if free else None)


@repeatable
@given(
    code=st.text(ALPHABET, min_size=12, max_size=12),
    number=st.integers(1, PLACES),
    token=st.binary(min_size=8, max_size=8).map(bytes.hex),
    type_=st.sampled_from(sorted(SUFFIXES)),
)
def test_complaint_and_number_are_read_back_from_a_key(code: str, number: int, token: str, type_: str) -> None:
    assert attachment.place_of(attachment.key_of(code, number, token, type_)) == (code, number)


@pytest.mark.parametrize(("type_", "suffix"), [("image/jpeg", "jpg"), ("image/png", "png"), ("image/webp", "webp"), ("application/pdf", "pdf")])
def test_a_key_ends_as_its_type(type_: str, suffix: str) -> None:
    assert attachment.key_of("C", 1, "ab12", type_) == f"uploads/C/01-ab12.{suffix}"


def test_each_form_has_a_key_of_its_own() -> None:
    assert attachment.key_of("C", 1, "a", "image/png") != attachment.key_of("C", 1, "b", "image/png")


@pytest.mark.parametrize(
    "key", ["", "uploads", "uploads/C", "uploads/C/", "downloads/C/01-a.png", "uploads/C/x1-a.png", "uploads/C/01-a/b.png", "/uploads/C/01-a.png"]
)
def test_a_key_that_is_not_ours_belongs_nowhere(key: str) -> None:
    assert attachment.place_of(key) is None


def test_an_attachment_waits_until_its_upload_is_recorded() -> None:
    waiting = replace(an_attachment(), state=State.WAITING)
    plain = Attachment(code=CODE, number=1, key=waiting.key, name="lampu.png", type="image/png", size=1000, until=waiting.until)

    assert plain == waiting


def test_a_derived_token_is_the_same_for_the_same_complaint_and_key_and_no_other() -> None:
    tokens = [attachment.derived_token(secret, code, key) for secret in (b"k", b"l") for code in (CODE, "other") for key in ("one", "two")]

    assert tokens == [attachment.derived_token(secret, code, key) for secret in (b"k", b"l") for code in (CODE, "other") for key in ("one", "two")]
    assert len(set(tokens)) == len(tokens)
    assert all(re.fullmatch("[0-9a-f]{16}", token) for token in tokens)


@pytest.mark.parametrize(("token", "number"), [("ab12", 2), ("cd34", 3), ("b12", None), ("ab1", None), ("", None), ("02", None)])
def test_an_attachment_is_found_by_its_whole_token_wherever_its_upload_is_kept(token: str, number: int | None) -> None:
    waiting, stored = replace(an_attachment(2), state=State.WAITING), an_attachment(3)
    kept = attachment.kept_key(attachment.key_of(CODE, 3, "cd34", "image/png"), "image/png")

    found = attachment.announced((waiting, replace(stored, key=kept)), token)

    assert (found.number if found else None) == number


def test_the_numbers_of_a_response_follow_those_of_the_reporter_and_of_the_responses_before() -> None:
    assert [attachment.free_number((), NOON, 5, response) for response in range(3)] == [1, 21, 41]
    assert [an_attachment(number).response for number in (1, 20, 21, 40, 41)] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(("type_", "megabytes"), [("image/jpeg", 1), ("image/heic", 1), ("application/pdf", 2), ("video/mp4", 3)])
def test_how_large_a_file_may_be_says_the_policy_by_its_type(type_: str, megabytes: int) -> None:
    policy = Policy(picture_megabytes=1, document_megabytes=2, video_megabytes=3)

    assert attachment.most_bytes(type_, policy) == megabytes * 1024 * 1024


def test_those_of_a_response_are_counted_apart() -> None:
    ours = tuple(an_attachment(number) for number in range(1, 6))
    theirs = tuple(an_attachment(number) for number in range(21, 26))

    assert [attachment.free_number(ours, NOON, 5, response) for response in range(3)] == [None, 21, 41]
    assert [attachment.free_number((*ours[:4], *theirs), NOON, 5, response) for response in range(3)] == [5, None, 41]


@pytest.mark.parametrize(
    ("name", "kept_type", "shown"), [("IMG.HEIC", "image/jpeg", "IMG.jpg"), ("foto", "image/jpeg", "foto.jpg"), ("a.heic", "", "a.heic")]
)
def test_a_copy_of_another_type_has_its_ending(name: str, kept_type: str, shown: str) -> None:
    assert replace(an_attachment(), name=name, type="image/heic", kept_type=kept_type).file_name == shown


@pytest.mark.parametrize("name", ["A/01-ab12", "A/01-ab.12"])
def test_a_thumbnail_lies_beside_its_picture(name: str) -> None:
    kept = attachment.kept_key(f"uploads/{name}.heic", "image/jpeg")

    assert (kept, attachment.thumbnail_key(kept)) == (f"attachments/{name}.jpg", f"attachments/{name}-small.jpg")
    assert attachment.place_of(kept) is None


@pytest.mark.parametrize(
    ("state", "minutes", "seen"),
    [(State.WAITING, 29, State.WAITING), (State.WAITING, 30, State.REFUSED), (State.STORED, 99, State.STORED), (State.REFUSED, 99, State.REFUSED)],
)
def test_what_has_not_come_in_time_is_seen_as_refused(state: State, minutes: int, seen: State) -> None:
    shown = an_attachment(state=state).seen(NOON + timedelta(minutes=minutes))

    assert (shown.state, shown.reason == "never-came") == (seen, state is State.WAITING and seen is State.REFUSED)
