"""The tree of agencies: where one may stand, and when one may close. A refusal names the rule it breaks."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.reference import Agency


def place(agency: Agency, parent: Agency) -> Agency:
    """The agency below a parent."""
    return replace(agency, path=f"{parent.path}/{agency.id}")


def change(before: Agency, after: Agency) -> Agency:
    """The agency changed, knowing the kinds that it had; raises `ActionRefused`. What is of the nation's kind is the root and nothing else, so it cannot be given back."""
    if before.parent is None and after.kind != before.kind:
        raise ActionRefused("change.root", "the root of the tree is the nation and stays of its kind")
    return replace(after, former_kinds=tuple(kind for kind in dict.fromkeys(before.kinds) if kind != after.kind))


def move(agency: Agency, parent: Agency, ancestors: Collection[str]) -> Agency:
    """The agency below another parent; raises `ActionRefused`. `ancestors` are all above the parent: its path says so only once no move is unfinished."""
    if agency.parent is None:
        raise ActionRefused("move.root", "the root of the tree stays where it is")
    if agency.id == parent.id or agency.id in ancestors:
        raise ActionRefused("move.below-itself", f"{parent.id} is {agency.id} or stands below it")
    if parent.closed_at:
        raise ActionRefused("move.closed", f"{parent.id} is closed")
    return place(agency, parent)


def close(agency: Agency, successor: Agency, now: datetime, *, open_below: bool) -> Agency:
    """The agency closed, with a living successor; raises `ActionRefused`. `open_below` says whether an agency below it is open."""
    if agency.parent is None:
        raise ActionRefused("close.root", "the root of the tree stays open: it gets what names no agency")
    if open_below:
        raise ActionRefused("close.below", f"agencies below {agency.id} are open: close or move them first")
    if agency.id in successor.lineage:
        raise ActionRefused("close.below-itself", f"{successor.id} is {agency.id} or stands below it")
    if successor.closed_at:
        raise ActionRefused("close.closed-successor", f"{successor.id} is closed")
    return replace(agency, closed_at=now, successor=successor.id)
