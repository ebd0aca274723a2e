"""What is shown of agencies, categories, scores and keys."""

from datetime import datetime
from typing import Any

from chalicelib.domain.access import AccessKey
from chalicelib.domain.events import instant
from chalicelib.domain.ranking import Scored
from chalicelib.domain.reference import Agency, Category
from chalicelib.domain.tally import NUMBERS


def agency(it: Agency) -> dict[str, Any]:
    """An agency in the public list: its contacts are nobody's business."""
    return {
        "id": it.id,
        "name": it.name,
        "kind": it.kind,
        "parent": it.parent,
        "region": it.region or None,
        "closed_at": _instant(it.closed_at),
        "successor": it.successor or None,
    }


def whole_agency(it: Agency) -> dict[str, Any]:
    """An agency as stewards see it: with where it stands, when it works and whom it tells."""
    return agency(it) | {"path": it.path, "zone": it.zone, "calendar": it.calendar, "contacts": it.contacts}


def category(it: Category) -> dict[str, Any]:
    """A category in the public list."""
    names = {"id": it.id, "name": it.name, "name_en": it.name_en, "parent": it.parent}
    return names | {"default_class": it.default_class, "supervised": it.supervised, "sensitive": it.sensitive}


def whole_category(it: Category) -> dict[str, Any]:
    """A category as stewards see it: with who gets what names nobody."""
    return category(it) | {"agencies": it.agencies, "closed": it.closed}


def scored(one: Scored) -> dict[str, Any]:
    """An agency's score in a period."""
    return {
        "agency": {"id": one.agency, "name": one.name, "kind": one.kind},
        "period": one.period,
        "score": one.score.value,
        "zone": one.score.zone,
        "band": one.score.band,
        "place": one.place,
        "ranked": one.ranked,
        "change": one.change,
        "cases": one.tally.cases,
        "indicators": one.score.indicators,
        "counts": {name: getattr(one.tally, name) for name in NUMBERS},
        "policy": one.policy,
        "computed_at": instant(one.computed_at),
        "digest": one.digest or None,
    }


def key(it: AccessKey, now: datetime) -> dict[str, Any]:
    """What is known of an agency key: all but its text."""
    return {
        "id": it.id,
        "agency": it.agency,
        "role": it.role,
        "holder": it.holder,
        "made_by": it.made_by or None,
        "created_at": instant(it.created_at),
        "expires_at": instant(it.expires_at),
        "revoked_at": _instant(it.revoked_at),
        "last_used_at": _instant(it.last_used_at),
        "state": it.state(now),
    }


def _instant(at: datetime | None) -> str | None:
    return instant(at) if at else None
