"""What a client does with a challenge, without a browser."""

import base64
import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from chalicelib.domain import challenge
from chalicelib.domain.challenge import Challenge


def solved(one: Challenge) -> int:
    """The first counter that solves it."""
    return next(counter for counter in count() if challenge.solves(one, counter))


def payload(answer: Mapping[str, Any], **changes: Any) -> str:
    """The header Altcha for the answer of `GET /v1/challenge`, with some parameters or the counter changed."""
    given = answer["parameters"]
    known = Challenge(nonce=given["nonce"], salt=given["salt"], cost=given["cost"], expires_at=given["expiresAt"], made_for=given["data"]["for"])
    solution = {"counter": changes.pop("counter", solved(known)), "derivedKey": "unread", "time": 12.5}
    document = {"challenge": {"parameters": {**given, **changes}, "signature": answer["signature"]}, "solution": solution}
    return base64.b64encode(json.dumps(document).encode()).decode()
