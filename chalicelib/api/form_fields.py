"""What a form sends, as the JSON of a submission: text becomes numbers and parts, what is empty is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.reference import Region
from chalicelib.domain.words import Channel, Identity

PLAIN = ("type", "title", "body", "category", "region", "place", "occurred_on", "agency", "visibility", "identity")
REPORTER = ("name", "email", "phone")
KINDS = ("kabupaten ", "kota ")


def submission(typed: Mapping[str, str], lang: str) -> dict[str, Any]:
    """The submission. Of an anonymous reporter nothing may be kept, so name and contact are left out whatever was typed."""
    sent: dict[str, Any] = _filled(typed, PLAIN) | {"lang": lang, "channel": Channel.POSTER if typed.get("via") == Channel.POSTER else Channel.WEB}
    if typed.get("lat") and typed.get("lon"):
        sent["location"] = {"lat": _number(typed["lat"]), "lon": _number(typed["lon"])}
    if typed.get("identity") != Identity.NONE and (reporter := _filled(typed, REPORTER)):
        sent["reporter"] = reporter
    return sent


def region_named(typed: str, regions: Iterable[Region]) -> str:
    """The code of the only region that a typed name means, or nothing: `Denpasar`, `Kota Denpasar` and `Kota Denpasar, Bali` are one."""
    name = typed.partition(",")[0].strip().casefold()
    fitting = [one.code for one in regions if name and name in _names(one)]
    return fitting[0] if len(fitting) == 1 else ""


def _names(region: Region) -> set[str]:
    name = region.name.casefold()
    return {name, *(name.removeprefix(kind) for kind in KINDS)}


def _filled(typed: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: value for name in names if (value := typed.get(name, "").strip())}


def _number(text: str) -> float | str:
    """The number, or the text that is none: whoever reads the fields says what is wrong with it."""
    try:
        return float(text)
    except ValueError:
        return text
