"""From items as they come over the wire to the domain's values, straight: lists and timelines are read far more often than written. `encode` goes the other way,
by the row classes; that both agree on every attribute is tested.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.complaint import Complaint, Location, Reporter, Text
from chalicelib.domain.events import Actor, Event
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action, Class, Identity, Outcome, Role, Status, Suspicion, Visibility
from chalicelib.store import keys
from chalicelib.store.tables import Item

if TYPE_CHECKING:
    from chalicelib.domain.delivery import Trouble

Value: TypeAlias = Mapping[str, Any]
"""One attribute of an item: its type and what it holds, `{"S": "A"}`."""
Read: TypeAlias = Callable[[Value], Any]


def _text(value: Value) -> str:
    text: str = value["S"]
    return text


def _whole(value: Value) -> int:
    return int(value["N"])


def _flag(value: Value) -> bool:
    flag: bool = value["BOOL"]
    return flag


def _instant(value: Value) -> datetime:
    return datetime.fromisoformat(value["S"])


def _day(value: Value) -> date:
    return date.fromisoformat(value["S"])


def _word(vocabulary: type[StrEnum]) -> Read:
    return lambda value: vocabulary(value["S"])


def _suspicions(value: Value) -> tuple[Suspicion, ...]:
    return tuple(map(Suspicion, value["S"].split(",")))


def _numbers(value: Value) -> frozenset[int]:
    return frozenset(map(int, value["NS"]))


COMPLAINT: Mapping[str, tuple[str, Read]] = {
    "code": ("c", _text),
    "version": ("v", _whole),
    "head": ("h", _text),
    "status": ("st", _word(Status)),
    "class_": ("cl", _word(Class)),
    "category": ("ca", _text),
    "region": ("rg", _text),
    "coordinator": ("co", _text),
    "agency": ("ag", _text),
    "visibility": ("vi", _word(Visibility)),
    "identity": ("id", _word(Identity)),
    "policy": ("po", _whole),
    "secret_hash": ("sh", _text),
    "received_at": ("rc", _instant),
    "verify_due": ("vd", _day),
    "title": ("t", _text),
    "wake": ("gs", _instant),
    "cell": ("l", _text),
    "verify_from": ("vf", _instant),
    "published_at": ("fw", _instant),
    "forwarded_at": ("ft", _instant),
    "follow_up_due": ("fd", _day),
    "followed_up_at": ("fa", _instant),
    "resolve_from": ("rf", _instant),
    "resolve_due": ("rd", _day),
    "responded_at": ("ra", _instant),
    "outcome": ("ou", _word(Outcome)),
    "confirm_due": ("cd", _day),
    "closed_at": ("cz", _instant),
    "rating": ("rt", _whole),
    "disputes": ("di", _whole),
    "level": ("lv", _whole),
    "rung": ("ru", _whole),
    "paused_at": ("pa", _instant),
    "paused_from": ("pf", _word(Status)),
    "paused_days": ("pd", _whole),
    "hold_due": ("hd", _day),
    "held_days": ("hn", _whole),
    "extension": ("ex", _whole),
    "returns": ("re", _whole),
    "assigned": ("as", _flag),
    "appealed": ("ap", _flag),
    "lead": ("le", _text),
    "withheld": ("wh", _flag),
    "moderation": ("mo", _suspicions),
}
ATTACHMENT: Mapping[str, tuple[str, Read]] = {
    "code": ("c", _text),
    "number": ("n", _whole),
    "key": ("ke", _text),
    "name": ("na", _text),
    "type": ("ty", _text),
    "size": ("si", _whole),
    "until": ("un", _instant),
    "state": ("st", _word(State)),
    "reason": ("re", _text),
    "kept_type": ("kt", _text),
    "kept_size": ("ks", _whole),
    "sha256": ("sh", _text),
    "thumbnail": ("th", _text),
    "public": ("pb", _flag),
}
REDACTION: Mapping[str, tuple[str, Read]] = {
    "number": ("n", _whole),
    "title": ("t", _text),
    "body": ("b", _text),
    "place": ("w", _text),
    "text": ("tx", _text),
    "hide_location": ("hl", _flag),
    "files": ("fi", _numbers),
    "salt": ("sa", _text),
}


def complaint(item: Item) -> Complaint:
    """A complaint's state."""
    return Complaint(**_fields(COMPLAINT, item))


def attachment(item: Item) -> Attachment:
    """An attachment."""
    return Attachment(**_fields(ATTACHMENT, item))


def redaction(item: Item) -> Redaction:
    """What is shown in place of a text."""
    return Redaction(**_fields(REDACTION, item))


def _fields(known: Mapping[str, tuple[str, Read]], item: Item) -> dict[str, Any]:
    """The fields that the item has; the others are what they are at first."""
    return {field: read(item[name]) for field, (name, read) in known.items() if name in item}


def text(item: Item) -> Text:
    """What was written when it was filed."""
    located = "lat" in item and "lon" in item
    return Text(
        title=item["t"]["S"],
        body=item["b"]["S"],
        place=_text_of(item, "w"),
        location=Location(lat=float(item["lat"]["N"]), lon=float(item["lon"]["N"])) if located else None,
        occurred_on=_day(item["on"]) if "on" in item else None,
        salt=item["sa"]["S"],
    )


def first_picture(item: Item) -> int | None:
    """The first of the pictures for everybody that stand beside what was written, if there is one that is not withheld."""
    shown = _numbers(item["pi"]) if "pi" in item else frozenset[int]()
    withheld = _numbers(item["wi"]) if "wi" in item else frozenset[int]()
    return min(shown - withheld, default=None)


def trouble(item: Item) -> "Trouble":
    """Why mail does not reach an audience."""
    from chalicelib.domain.delivery import Trouble, Why  # noqa: PLC0415 - few cases have any

    return Trouble(audience=Role(item["au"]["S"]), why=Why(item["wy"]["S"]), at=_instant(item["at"]))


def event(item: Item, previous: str) -> Event:
    """An event; `previous` is the hash of the one before."""
    return Event(
        code=keys.code_of(item["pk"]["S"]),
        seq=int(item["sk"]["S"].removeprefix(keys.EVENT)),
        at=_instant(item["at"]),
        action=Action(item["ac"]["S"]),
        actor=Actor(role=Role(item["ro"]["S"]), agency=_text_of(item, "ag"), holder=_text_of(item, "ho")),
        data=json.loads(item["da"]["S"]),
        public=item["pu"]["BOOL"],
        text=_text_of(item, "tx"),
        salt=_text_of(item, "sa"),
        text_digest=_text_of(item, "td"),
        previous=previous,
        hash=item["ha"]["S"],
    )


def timeline(items: Sequence[Item]) -> tuple[Event, ...]:
    """Events in order, each with the hash of the one before."""
    return tuple(event(item, items[number - 1]["ha"]["S"] if number else "") for number, item in enumerate(items))


def reporter(item: Item) -> Reporter:
    """Who filed, or who follows."""
    return Reporter(
        name=item["name"]["S"], email=_text_of(item, "email"), phone=_text_of(item, "phone"), lang=item["lang"]["S"], contact=_text_of(item, "m")
    )


def _text_of(item: Item, name: str) -> str:
    text: str = item[name]["S"] if name in item else ""
    return text
