"""Support: digests that lead nowhere else, and the way out of a notice."""

from chalicelib.domain import support

KEY, OTHER, CODE = b"k" * 32, b"o" * 32, "7KQM2F9X4HDT"


def test_a_device_is_the_same_at_the_same_complaint_and_another_at_any_other() -> None:
    assert support.device(KEY, CODE, "a" * 20) == support.device(KEY, CODE, "a" * 20)
    digests = {
        support.device(KEY, CODE, "a" * 20),
        support.device(KEY, CODE, "b" * 20),
        support.device(KEY, "3ZYX2F9X4HDS", "a" * 20),
        support.device(OTHER, CODE, "a" * 20),
        support.email(KEY, CODE, "a" * 20),
        support.client(KEY, CODE, "a" * 20),
    }
    assert len(digests) == 6


def test_an_address_is_the_same_however_its_letters_are_written() -> None:
    assert support.email(KEY, CODE, "Wayan@Example.org") == support.email(KEY, CODE, "wayan@example.org")


def test_an_address_is_confirmed_by_its_own_token_at_its_own_complaint_alone() -> None:
    email = support.email(KEY, CODE, "wayan@example.org")
    token = support.confirm_token(KEY, CODE, email)

    assert support.confirmed_by(KEY, CODE, token) == email
    for wrong in (f"{email}-{'0' * 20}", email, "", support.stop_token(KEY, CODE, email)):
        assert support.confirmed_by(KEY, CODE, wrong) is None
    assert support.confirmed_by(KEY, "3ZYX2F9X4HDS", token) is None
    assert not support.is_stop_token(KEY, CODE, token)


def test_the_token_of_a_notice_stands_for_its_device_and_nobody_can_make_one() -> None:
    device = support.device(KEY, CODE, "a" * 20)
    token = support.stop_token(KEY, CODE, device)

    assert support.device(KEY, CODE, token) == device
    assert support.device(KEY, "3ZYX2F9X4HDS", token) != device
    assert support.device(KEY, CODE, f"{device}-{'0' * 20}") != device
