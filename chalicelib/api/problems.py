"""Every refusal as RFC 9457 problem+json: the table of codes, and the documents."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import ActionRefused, DomainError, InvalidInput

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "not-json": (400, "The body is not JSON"),
    "idempotency-key-invalid": (400, "The Idempotency-Key is not of the right form"),
    "invalid-cursor": (400, "The cursor is not one of ours"),
    "unauthenticated": (401, "A valid agency key is needed"),
    "secret-missing": (401, "The receipt's secret is needed"),
    "wrong-secret": (403, "The secret is wrong"),
    "forbidden": (403, "Not for your role"),
    "not-found": (404, "There is no such thing"),
    "method-not-allowed": (405, "The method is not allowed here"),
    "action-refused": (409, "The rules do not allow this now"),
    "too-many-attachments": (409, "There are too many attachments"),
    "attachment-not-stored": (409, "The attachment is not there"),
    "stale-version": (412, "Somebody else changed it first"),
    "body-too-large": (413, "The body is too large"),
    "unsupported-media-type": (415, "The body must be JSON"),
    "invalid-input": (422, "Some fields are wrong"),
    "idempotency-key-reused": (422, "The Idempotency-Key was used for something else"),
    "precondition-required": (428, "If-Match is needed"),
    "challenge-required": (428, "A challenge must be solved first"),
    "too-many-tries": (429, "There were too many tries"),
    "rate-limited": (429, "The key has asked too much this minute"),
    "calendar-ends": (503, "The calendar does not reach so far"),
    "internal-error": (500, "Something broke on our side"),
    "busy": (503, "Try again in a moment"),
}
CODE_BY_STATUS = {
    400: "not-json",
    403: "not-found",
    404: "not-found",
    405: "method-not-allowed",
    415: "unsupported-media-type",
    500: "internal-error",
}
FIELD_CODES = {
    "length >=": "too-short",
    "length <=": "too-long",
    "matching regex": "wrong-form",
    ">=": "out-of-range",
    "<=": "out-of-range",
    "Invalid enum value": "not-an-option",
    "Invalid ": "wrong-form",
}
HEADERS = {
    "unauthenticated": {"WWW-Authenticate": "Bearer"},
    "busy": {"Retry-After": "1"},
    "rate-limited": {"Retry-After": "60"},
    "too-many-tries": {"Retry-After": "60"},
}


class EdgeError(Exception):
    """The request itself is wrong; `code` is one of the table's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def type_of(code: str) -> str:
    """The type of a code: the place of the page that explains it."""
    return f"/problems.html#{code}"


def document(code: str, detail: str, **more: Any) -> dict[str, Any]:
    """The problem document of a code."""
    status, title = PROBLEMS[code]
    return {"type": type_of(code), "title": title, "status": status, "detail": detail} | more


def of_error(error: DomainError | EdgeError) -> dict[str, Any]:
    """The problem document of an error, with all that it says."""
    more: dict[str, Any] = {}
    if isinstance(error, InvalidInput):
        more["errors"] = [{"pointer": one.pointer, "code": one.code, "detail": one.detail} for one in error.errors]
    if isinstance(error, ActionRefused):
        more["rule"] = error.rule
    return document(error.code, str(error), **more)


def broken() -> dict[str, Any]:
    """The problem document of what should not happen: the log knows why, and nobody else."""
    return document("internal-error", "it has been logged; nothing was lost")


def error_code(message: str) -> str:
    """A stable code for what msgspec says."""
    return next((code for words, code in FIELD_CODES.items() if words in message), "wrong-type")
