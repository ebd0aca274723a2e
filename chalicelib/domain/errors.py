"""What the rules refuse. Each error has a stable `code` for machines and a sentence for people; the HTTP status is the edge's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class DomainError(Exception):
    """Something was refused; the subclass says what, the message says it to people."""

    code: ClassVar[str]


class NotFound(DomainError):
    """There is no such thing, or the caller may not know of it."""

    code = "not-found"


class WrongSecret(DomainError):
    """The receipt's secret does not belong to this complaint."""

    code = "wrong-secret"


class TooManyTries(DomainError):
    """So many wrong secrets, or other questions that cost the asker nothing, came that the next waits."""

    code = "too-many-tries"


class Forbidden(DomainError):
    """The caller is known, sees the case, and may not do this."""

    code = "forbidden"


class KeyReused(DomainError):
    """An Idempotency-Key came again with another body."""

    code = "idempotency-key-reused"


class ChallengeRequired(DomainError):
    """The client has filed much today: it must solve a challenge for what follows."""

    code = "challenge-required"


class TooManyAttachments(DomainError):
    """The complaint has all the attachments it may have."""

    code = "too-many-attachments"


class NotStored(DomainError):
    """The attachment's upload has not been recorded, or was refused."""

    code = "attachment-not-stored"


class Busy(DomainError):
    """Others keep changing the same thing, or the store does not answer: trying again is right."""

    code = "busy"


class Undeliverable(Exception):
    """The mail service says that there can be no such address: sending again will not help."""


class ActionRefused(DomainError):
    """The lifecycle forbids the action; `rule` names the rule that was broken."""

    code = "action-refused"

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(detail)
        self.rule = rule


class Conflict(DomainError):
    """Somebody else changed the complaint first. Who asked for a version gets the state as it now stands."""

    code = "stale-version"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: a JSON Pointer into the body, a code for machines, a sentence for people."""

    pointer: str
    code: str
    detail: str


class InvalidInput(DomainError):
    """Fields are wrong; all of them are listed."""

    code = "invalid-input"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(f"{len(errors)} field{'s are' if len(errors) != 1 else ' is'} wrong")
        self.errors = tuple(errors)
