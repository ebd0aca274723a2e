"""Cursors: where a list goes on, opaque and signed, so that nobody can point one at another list."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.api.problems import EdgeError

SIGNATURE = 12


def written(after: Mapping[str, Any] | None, purpose: str, key: bytes) -> str | None:
    """The cursor for a key to go on from; `purpose` names the list and its filters."""
    if after is None:
        return None
    body = msgspec.json.encode(after)
    return base64.urlsafe_b64encode(_sign(body, purpose, key) + body).decode().rstrip("=")


def parsed(cursor: str, purpose: str, key: bytes) -> Mapping[str, Any] | None:
    """The key to go on from, none for the start; raises `EdgeError`."""
    if not cursor:
        return None
    try:
        signed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise EdgeError("invalid-cursor", "the cursor is damaged") from error
    body = signed[SIGNATURE:]
    if not hmac.compare_digest(signed[:SIGNATURE], _sign(body, purpose, key)):
        raise EdgeError("invalid-cursor", "the cursor belongs to another list")
    return msgspec.json.decode(body, type=dict[str, Any])


def _sign(body: bytes, purpose: str, key: bytes) -> bytes:
    return hmac.digest(key, f"cursor\0{purpose}\0".encode() + body, "sha256")[:SIGNATURE]
