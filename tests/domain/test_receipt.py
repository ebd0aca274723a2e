from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import receipt
from chalicelib.domain.receipt import ALPHABET, CODE_LENGTH, SECRET_LENGTH, Mistyped, Receipt
from tests.builders import a_receipt
from tests.domain.samples import repeatable

Parse = Callable[[str], str]
RECEIPTS = st.builds(receipt.from_entropy, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
PARTS: list[tuple[Parse, Callable[[Receipt], str]]] = [
    (receipt.parse_code, lambda given_: given_.code),
    (receipt.parse_secret, lambda given_: given_.secret),
]
EITHER = pytest.mark.parametrize(("parse", "part"), PARTS, ids=["code", "secret"])
MISREAD = str.maketrans({"0": "O", "1": "I"})
MISREAD_AGAIN = str.maketrans({"0": "o", "1": "l"})


@EITHER
@repeatable
@given(given_=RECEIPTS)
def test_what_was_given_is_read_back(parse: Parse, part: Callable[[Receipt], str], given_: Receipt) -> None:
    assert parse(part(given_)) == part(given_)


@EITHER
@repeatable
@given(given_=RECEIPTS, group=st.integers(1, 6))
def test_typing_habits_do_not_matter(parse: Parse, part: Callable[[Receipt], str], given_: Receipt, group: int) -> None:
    symbols = part(given_)
    written = receipt.written(symbols, group)

    typed = [
        written,
        written.lower(),
        f"  {written}\n",
        written.replace("-", " "),
        " - ".join(symbols),
        symbols.translate(MISREAD),
        symbols.translate(MISREAD_AGAIN),
        symbols.lower().replace("1", "L"),
    ]

    assert {parse(text) for text in typed} == {symbols}


@EITHER
@pytest.mark.parametrize("seed", range(3))
def test_every_wrong_character_is_found(parse: Parse, part: Callable[[Receipt], str], seed: int) -> None:
    symbols = part(a_receipt(seed))

    for place, right in enumerate(symbols):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(Mistyped, match="a character is wrong, or two are swapped"):
                parse(symbols[:place] + wrong + symbols[place + 1 :])


@EITHER
@repeatable
@given(given_=RECEIPTS)
def test_every_swap_of_neighbours_is_found(parse: Parse, part: Callable[[Receipt], str], given_: Receipt) -> None:
    symbols = part(given_)
    swaps = [symbols[:n] + symbols[n + 1] + symbols[n] + symbols[n + 2 :] for n in range(len(symbols) - 1) if symbols[n] != symbols[n + 1]]

    for swapped in swaps:
        with pytest.raises(Mistyped, match=r"^a character is wrong, or two are swapped$"):
            parse(swapped)


@EITHER
@repeatable
@given(given_=RECEIPTS, place=st.integers(0, 23), more=st.sampled_from(ALPHABET))
def test_a_character_too_few_or_too_many_is_found(parse: Parse, part: Callable[[Receipt], str], given_: Receipt, place: int, more: str) -> None:
    symbols = part(given_)
    cut = place % len(symbols)

    for text in (symbols[:cut] + symbols[cut + 1 :], symbols[:cut] + more + symbols[cut:], ""):
        with pytest.raises(Mistyped, match=f"{len(symbols)} letters and digits are expected"):
            parse(text)


@EITHER
@pytest.mark.parametrize("stranger", ["U", "V", "v", "#", "é", "٣", "\0", "_"])
def test_characters_that_no_receipt_has_are_refused(parse: Parse, part: Callable[[Receipt], str], stranger: str) -> None:
    symbols = part(a_receipt())

    with pytest.raises(Mistyped):
        parse(stranger + symbols[1:])


@repeatable
@given(text=st.text(f"{ALPHABET}ILOUVouß٣é- ", max_size=14))
def test_whatever_is_typed_is_a_code_or_mistyped(text: str) -> None:
    try:
        code = receipt.parse_code(text)
    except Mistyped:
        return
    assert receipt.parse_code(code) == code


@repeatable
@given(given_=RECEIPTS)
def test_a_receipt_has_its_lengths_and_letters(given_: Receipt) -> None:
    assert (len(given_.code), len(given_.secret)) == (CODE_LENGTH, SECRET_LENGTH)
    assert set(given_.code + given_.secret) <= set(ALPHABET)


def test_the_alphabet_has_a_prime_number_of_characters_and_none_that_are_confused() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set("ILOUV") & set(ALPHABET)


def test_the_secret_has_at_least_a_hundred_random_bits() -> None:
    assert len(ALPHABET) ** (SECRET_LENGTH - 1) > 2**100


@repeatable
@given(code_bytes=st.binary(min_size=32, max_size=32), secret_bytes=st.binary(min_size=32, max_size=32))
def test_the_same_bytes_give_the_same_receipt_and_each_half_depends_on_its_own(code_bytes: bytes, secret_bytes: bytes) -> None:
    made = receipt.from_entropy(code_bytes, secret_bytes)

    assert receipt.from_entropy(code_bytes, secret_bytes) == made
    assert receipt.from_entropy(code_bytes, bytes(32)).code == made.code
    assert receipt.from_entropy(bytes(32), secret_bytes).secret == made.secret


def test_a_receipt_can_be_made_again_from_key_idempotency_key_and_body() -> None:
    made = receipt.derive(b"k" * 32, "again-and-again", "f" * 40)

    assert made == Receipt("Q8ZNXFSQWAYR", "R80XHEN4EQWWNHNKDJ57YM15")
    assert receipt.parse_code(made.code) == made.code
    assert receipt.parse_secret(made.secret) == made.secret


def test_another_body_has_the_same_code_and_another_secret() -> None:
    made = receipt.derive(b"k" * 32, "again-and-again", "f" * 40)
    other = receipt.derive(b"k" * 32, "again-and-again", "e" * 40)

    assert other.code == made.code
    assert other.secret != made.secret


@pytest.mark.parametrize(("key", "idempotency_key"), [(b"l" * 32, "again-and-again"), (b"k" * 32, "another-one")])
def test_another_key_gives_another_receipt(key: bytes, idempotency_key: str) -> None:
    made, other = receipt.derive(b"k" * 32, "again-and-again", "f" * 40), receipt.derive(key, idempotency_key, "f" * 40)

    assert (other.code == made.code, other.secret == made.secret) == (False, False)


@repeatable
@given(given_=RECEIPTS, another=RECEIPTS)
def test_only_the_secret_itself_matches_what_is_stored(given_: Receipt, another: Receipt) -> None:
    stored = receipt.hashed(given_.secret)

    assert receipt.matches(receipt.written(given_.secret).lower(), stored)
    assert receipt.matches(another.secret, stored) is (another.secret == given_.secret)
    assert not receipt.matches(given_.secret[:-1], stored)
    assert not receipt.matches(given_.code, stored)
    assert not receipt.matches("", stored)


def test_the_secret_cannot_be_read_from_what_is_stored() -> None:
    stored = receipt.hashed(a_receipt().secret)

    assert len(stored) == 40
    assert a_receipt().secret not in stored.upper()


@pytest.mark.parametrize(("group", "text"), [(4, "0123-4567-89AB"), (6, "012345-6789AB"), (5, "01234-56789-AB"), (12, "0123456789AB")])
def test_a_receipt_is_written_in_groups(group: int, text: str) -> None:
    assert receipt.written("0123456789AB", group) == text


def test_a_code_is_written_in_fours() -> None:
    assert receipt.written("0123456789AB") == "0123-4567-89AB"
