"""Receipts: the tracking code that everyone may know and the secret that proves who filed.

Both are written in 31 letters and digits, without I, L, O, U (misread) and V (sounds like F in Indonesian). 31 is prime, so the weighted check character
finds every wrong character and every swap of two neighbours.
"""

import hashlib
import hmac
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH = 12
SECRET_LENGTH = 24
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Mistyped(ValueError):
    """A character is missing, added, wrong or swapped."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reporter gets once: `code` of 12 characters (54 random bits), `secret` of 24 (113 random bits); the last of each is a check."""

    code: str
    secret: str


def from_entropy(code_bytes: bytes, secret_bytes: bytes) -> Receipt:
    """The receipt that these bytes (32 or more each) stand for; the same bytes give the same receipt."""
    return Receipt(_with_check(code_bytes, CODE_LENGTH), _with_check(secret_bytes, SECRET_LENGTH))


def derive(key: bytes, idempotency_key: str, fingerprint: str) -> Receipt:
    """The receipt of a retried submission: the same for the same idempotency key and body, without anything being stored.

    The secret depends on the body too, so that knowing somebody's idempotency key alone does not give their secret.
    """
    return from_entropy(
        hmac.digest(key, f"code\0{idempotency_key}".encode(), "sha256"),
        hmac.digest(key, f"secret\0{idempotency_key}\0{fingerprint}".encode(), "sha256"),
    )


def parse_code(text: str) -> str:
    """The code as it is stored, from what a person typed; raises `Mistyped`."""
    return _parse(text, CODE_LENGTH)


def parse_secret(text: str) -> str:
    """The secret as it was given, from what a person typed; raises `Mistyped`."""
    return _parse(text, SECRET_LENGTH)


def written(symbols: str, group: int = 4) -> str:
    """Grouped with hyphens, for people."""
    return "-".join(symbols[n : n + group] for n in range(0, len(symbols), group))


def hashed(secret: str) -> str:
    """What is stored of a secret: it has 113 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()[:40]


def matches(secret_text: str, secret_hash: str) -> bool:
    """Whether what was typed is the secret; takes the same time right or wrong."""
    try:
        secret = parse_secret(secret_text)
    except Mistyped:
        return False
    return hmac.compare_digest(hashed(secret), secret_hash)


def _parse(text: str, length: int) -> str:
    symbols = "".join(filter(str.isalnum, text.upper())).translate(_READ_AS)
    if len(symbols) != length or any(symbol not in ALPHABET for symbol in symbols):
        raise Mistyped(f"{length} letters and digits are expected")
    if symbols[-1] != _check(symbols[:-1]):
        raise Mistyped("a character is wrong, or two are swapped")
    return symbols


def _with_check(entropy: bytes, length: int) -> str:
    number, symbols = int.from_bytes(entropy), ""
    for _ in range(length - 1):
        number, digit = divmod(number, len(ALPHABET))
        symbols += ALPHABET[digit]
    return symbols + _check(symbols)


def _check(symbols: str) -> str:
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(symbols, start=1))
    return ALPHABET[-total % len(ALPHABET)]
