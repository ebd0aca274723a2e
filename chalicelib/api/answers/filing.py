"""The answers to who files: the receipt, work to be done before, what was found in a text, lost receipts."""

from typing import Literal

import msgspec

from chalicelib.api.answers import Answer, Code, Instant, Named
from chalicelib.api.answers.complaints import Deadline
from chalicelib.domain.personal import Kind
from chalicelib.domain.words import Status


class Receipt(Answer):
    """A filed complaint, with the secret: no other answer ever holds it."""

    code: Code
    secret: str
    received_at: Instant
    status: Status
    agency: Named
    deadlines: list[Deadline]


class MadeFor(Answer):
    """What the challenge is for, in a form that only we read."""

    made_for: str = msgspec.field(name="for")


class ChallengeParameters(Answer, rename="camel"):
    """Find the first counter from 0 for which PBKDF2 (password: the nonce's bytes and the counter in four bytes, big end first; `cost` rounds) gives a key that begins so."""

    algorithm: Literal["PBKDF2/SHA-256"]
    nonce: str
    salt: str
    cost: int
    key_length: int
    key_prefix: str
    expires_at: int
    data: MadeFor


class Challenge(Answer):
    """A challenge of ALTCHA's protocol, version 2; any client of theirs can solve it."""

    parameters: ChallengeParameters
    signature: str


class LostReceipt(Answer):
    """A link is on its way if anything was filed with the address."""

    sent_if_known: Literal[True]


class LostCode(Answer):
    """A complaint that was filed with the address."""

    code: Code
    received_at: Instant
    status: Status


class LostCodes(Answer):
    """All of them; nothing where the link does not work, since it has been used, is too old, or never was one."""

    works: bool
    items: list[LostCode]


class FoundInText(Answer):
    """Something in a text that should perhaps not be read by others, from character `start` to before `end`."""

    pointer: Literal["/title", "/body", "/place", "/text"]
    kind: Kind
    start: int
    end: int


class TextCheck(Answer):
    """What was found, and the texts in which something was found with dots instead."""

    found: list[FoundInText]
    masked: dict[str, str]
