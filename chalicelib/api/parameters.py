"""Every parameter in a path, a query or a header, with its type; one name means the same everywhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import unquote

import msgspec
from msgspec import Meta

from chalicelib.api.fields import Id, Key
from chalicelib.api.problems import error_code
from chalicelib.domain import receipt
from chalicelib.domain.errors import FieldError, InvalidInput, NotFound
from chalicelib.domain.periods import Length
from chalicelib.domain.words import Class, Clock, Status

Month: TypeAlias = Annotated[str, Meta(pattern=r"\A[0-9]{4}-(0[1-9]|1[0-2])\Z")]
Period: TypeAlias = Annotated[str, Meta(pattern=r"\A[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?\Z")]
Kind: TypeAlias = Literal["nation", "ministry", "province", "regency", "city", "unit"]

PARAMETERS: Mapping[str, Any] = {
    "code": Annotated[str, Meta(description="The tracking code, in any case, with or without hyphens.")],
    "id": Annotated[Id, Meta(description="Which one.")],
    "token": Annotated[Id, Meta(description="What the address in a notice ends with.")],
    "for": Annotated[
        str,
        Meta(pattern=r"\A[0-9A-Za-z-]{1,40}\Z", description="The code of the complaint that is to be supported; to file a complaint unless named."),
    ],
    "number": Annotated[int, Meta(ge=1, le=999, description="Which attachment.")],
    "version": Annotated[int, Meta(ge=1, le=9999, description="Which version; the one in force unless named.")],
    "closed": Annotated[bool, Meta(description="Closed ones too.")],
    "dry_run": Annotated[bool, Meta(description="Answer what would change, and keep nothing.")],
    "month": Annotated[Month, Meta(description="A month; this one unless named.")],
    "format": Annotated[Literal["csv", "jsonl"], Meta(description="CSV unless named.")],
    "unit": Annotated[Id, Meta(description="Only the cases of this agency.")],
    "status": Annotated[Status, Meta(description="Only cases in this status.")],
    "class": Annotated[Class, Meta(description="Only cases of this class; to calculate for, a complaint unless named.")],
    "from": Annotated[date, Meta(description="The date on which the clock starts, which does not count itself.")],
    "clock": Annotated[Clock, Meta(description="Which clock; to resolve unless named.")],
    "calendar": Annotated[Id, Meta(description="A calendar; the nation's unless named.")],
    "extended": Annotated[int, Meta(ge=0, le=365, description="Working days of an extension.")],
    "paused": Annotated[int, Meta(ge=0, le=365, description="Working days for which the agency waits for the reporter.")],
    "zone": Annotated[
        str,
        Meta(max_length=60, pattern=r"\A[A-Za-z0-9_+/-]+\Z", description="An IANA time zone; the nation's unless named.", examples=["Asia/Makassar"]),
    ],
    "category": Annotated[Id, Meta(description="Only cases of this category.")],
    "region": Annotated[Id, Meta(description="Only cases of this region; of a province those of its regions too.")],
    "late": Annotated[bool, Meta(description="Only overdue complaints, or only others.")],
    "near": Annotated[
        str,
        Meta(
            pattern=r"\A-?[0-9]{1,3}(\.[0-9]{1,9})?,-?[0-9]{1,3}(\.[0-9]{1,9})?\Z",
            description="Latitude and longitude, WGS84 degrees.",
            examples=["-8.65,115.21"],
        ),
    ],
    "level": Annotated[int, Meta(ge=0, le=9, description="Only cases that have been escalated to this level.")],
    "held": Annotated[bool, Meta(description="Only cases that wait for their reporter, or only others.")],
    "moderation": Annotated[bool, Meta(description="Only cases that are marked for moderation, or only others.")],
    "overdue": Annotated[bool, Meta(description="Only overdue cases, or only others.")],
    "received_from": Annotated[date, Meta(description="Only cases received on this date or later.")],
    "received_to": Annotated[date, Meta(description="Only cases received on this date or earlier.")],
    "agency": Annotated[Id, Meta(description="An agency; where a key is shown, the caller's own unless named.")],
    "year": Annotated[
        int, Meta(ge=2000, le=9999, description="A year; unless named this one, of an agency all, of periods the last with a frozen one.")
    ],
    "parent": Annotated[Id, Meta(description="Only the agencies right below this one.")],
    "kind": Annotated[Kind, Meta(description="Only agencies of this kind.")],
    "period": Annotated[Period, Meta(description="A month, quarter, half-year or year; this month unless named.", examples=["2026-11", "2026-Q4"])],
    "band": Annotated[str, Meta(pattern=r"\A([1-9][0-9]{0,6}|unranked)\Z", description="Only this volume band, by its smallest volume a month.")],
    "top": Annotated[int, Meta(ge=1, le=1000, description="Only the first so many places of each table.")],
    "length": Annotated[Length, Meta(description="How long the periods are; years unless named.")],
    "lang": Annotated[Literal["id", "en"], Meta(description="The language; Indonesian unless named.")],
    "limit": Annotated[int, Meta(ge=1, le=100, description="How many a page; 25 unless named.")],
    "cursor": Annotated[str, Meta(description="`next` of the page before.")],
    "If-None-Match": Annotated[str, Meta(description="The ETag of what you have.")],
    "If-Modified-Since": Annotated[str, Meta(description="The Last-Modified of what you have; read where there is no If-None-Match.")],
    "If-Match": Annotated[str, Meta(description="The version that you saw, as its ETag says it.", examples=['"4"'])],
    "Idempotency-Key": Annotated[Key, Meta(description="One a deed, a UUID for example: sent again with the same body it does nothing twice.")],
    "Altcha": Annotated[str, Meta(description="A solved challenge, where one was asked for: ALTCHA's payload, base64.")],
}
QUEUE_FILTERS = ("status", "class", "category", "level", "held", "overdue", "moderation", "received_from", "received_to")
"""What a queue can be narrowed by."""
FEED_FILTERS = ("status", "category", "agency", "region", "late")
"""What the list of published complaints can be narrowed by."""
IN_PATH = {"id": "1 to 60 letters, digits, dots, hyphens and _ are", "token": "what the address in a notice ends with is", "number": "a number is"}


def read_path(sent: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a path by their types; raises `NotFound` where nothing can be: the database refuses keys that are too long, which would be no answer."""
    return {name: code(unquote(text)) if name == "code" else part(name, unquote(text)) for name, text in sent.items()}


def code(text: str) -> str:
    """A complaint's code, however it was written; raises `NotFound`."""
    try:
        return receipt.parse_code(text)
    except receipt.Mistyped as error:
        raise NotFound(f"there is no such code: {error}") from error


def part(name: str, text: str) -> Any:
    """One of `IN_PATH` by its type; raises `NotFound`."""
    try:
        return msgspec.convert(text, PARAMETERS[name], strict=False)
    except msgspec.ValidationError as error:
        raise NotFound(f"there can be nothing with this {name}: {IN_PATH[name]} expected") from error


def read_query(sent: Mapping[str, str], known: Sequence[str]) -> dict[str, Any]:
    """The parameters of a query by their types; raises `InvalidInput` with all that are wrong or not known: a mistyped `dry_run` must not be a real one."""
    errors = [FieldError(f"?{name[:60]}", "unknown-field", "there is no such parameter") for name in sent if name not in known]
    asked: dict[str, Any] = {}
    for name in (one for one in known if one in sent):
        try:
            asked[name] = msgspec.convert(sent[name], PARAMETERS[name], strict=False)
        except msgspec.ValidationError as error:
            errors.append(FieldError(f"?{name}", error_code(str(error)), str(error)))
    if errors:
        raise InvalidInput(errors)
    return asked
