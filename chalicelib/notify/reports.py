"""What SES reports of mail: that it bounced, or that its reader called it spam."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.delivery import Report, Why
from chalicelib.domain.words import Role

RECIPIENTS = {"Bounce": ("bounce", "bouncedRecipients"), "Complaint": ("complaint", "complainedRecipients")}


def read(message: str) -> Report | None:
    """The report in an event of SES; none for what says nothing, such as its greeting to a new topic."""
    try:
        event = json.loads(message)
    except ValueError:
        return None
    kind = event.get("eventType") if isinstance(event, dict) else None
    if kind not in RECIPIENTS:
        return None
    part, recipients = RECIPIENTS[kind]
    tags = event["mail"].get("tags", {})
    return Report(
        code=_tag(tags, "code"),
        audience=next((role for role in Role if role == _tag(tags, "audience")), None),
        why=_why(kind, event[part]),
        addresses=tuple(one["emailAddress"] for one in event[part][recipients]),
    )


def _why(kind: str, said: Mapping[str, Any]) -> Why:
    """A mailbox that is full for long, or a server that is away for long, may take mail again: that mail is lost and no more."""
    if kind == "Complaint":
        return Why.COMPLAINED
    return Why.BOUNCED if said["bounceType"] == "Permanent" else Why.FAILED


def _tag(tags: Mapping[str, list[str]], name: str) -> str:
    return next(iter(tags.get(name, ())), "")
