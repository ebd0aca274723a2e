"""Where a complaint stands, as a page that needs no scripts: how it is asked for, and what is seen of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from chalicelib.api import html, receipt_page
from chalicelib.api.html import node
from chalicelib.api.http import TRACK_PATH
from chalicelib.api.tracking_words import WORDS
from chalicelib.notify.happenings import STATUS
from chalicelib.notify.texts import day_of

AT_THE_CODE = frozenset({"mistyped", "not-found"})
"""What is wrong with the code; anything else is wrong with the secret."""


def asked(lang: str, code: str = "", wrong: str = "") -> str:
    """The page that asks which complaint; `wrong` is why the last one was not shown."""
    words = WORDS[lang]
    heads = (node("h1", {}, words["track"]), node("p", {"class": "note"}, words["track.without"]))
    title = words["track.wrong.title" if wrong else "track"]
    return html.page(lang, words, TRACK_PATH, title, node("div", {"class": "column"}, *_summary(lang, wrong), *heads, _form(lang, code, wrong)))


def written(lang: str, view: Mapping[str, Any], happened: Sequence[str]) -> str:
    """The page of a complaint; `view` is what the asker may see of it, `happened` a sentence for each event of its timeline."""
    words, zone = WORDS[lang], ZoneInfo(view["deadlines"][0]["zone"])
    deadlines = node("ol", {"class": "deadlines"}, *(receipt_page.deadline(lang, one) for one in view["deadlines"]))
    events = [_event(words, lang, zone, one, told) for one, told in zip(view["timeline"], happened, strict=True)]
    content = (
        _status(lang, view),
        *_text(words, view),
        node("section", {"class": "card"}, node("h2", {}, words["receipt.deadlines"]), deadlines),
        node("section", {"class": "card"}, node("h2", {}, words["track.happened"]), node("ol", {"class": "timeline"}, *reversed(events))),
        node("h2", {}, words["track.again"]),
        _form(lang, view["code"], ""),
    )
    return html.page(lang, words, TRACK_PATH, words["track"], node("div", {"class": "column"}, node("h1", {}, words["track"]), *content))


def _summary(lang: str, wrong: str) -> Iterator[Element]:
    if wrong:
        words = WORDS[lang]
        link = node("a", {"href": f"#{_field_of(wrong)}"}, words[f"track.{wrong}"])
        yield node("div", {"class": "error-summary", "role": "alert"}, node("h2", {}, words["wrong"]), node("ul", {}, node("li", {}, link)))


def _field_of(wrong: str) -> str:
    return "code" if wrong in AT_THE_CODE else "secret"


def _form(lang: str, code: str, wrong: str) -> Element:
    words = WORDS[lang]
    fields = (_field(words, "code", code, wrong), _field(words, "secret", "", wrong))
    attributes = {"id": "find", "method": "post", "action": f"{TRACK_PATH}?lang={lang}", "class": "card", "novalidate": "novalidate"}
    return node("form", attributes, *fields, node("button", {"class": "button"}, words["track.find"]))


def _field(words: Mapping[str, str], name: str, value: str, wrong: str) -> Element:
    error = words[f"track.{wrong}"] if wrong and _field_of(wrong) == name else ""
    optional = (" ", node("span", {"class": "optional"}, words["optional"])) if name == "secret" else ()
    described = f"{name}-error {name}-hint" if error else f"{name}-hint"
    control = {"class": "code", "id": name, "name": name, "value": value, "autocomplete": "off", "spellcheck": "false", "aria-describedby": described}
    return node(
        "div",
        {"class": "field wrong" if error else "field"},
        node("label", {"for": name}, words[f"track.{name}"], *optional),
        *((node("p", {"class": "error", "id": f"{name}-error"}, error),) if error else ()),
        node("p", {"class": "hint", "id": f"{name}-hint"}, words[f"track.{name}.hint"]),
        node("input", control | ({"aria-invalid": "true"} if error else {})),
    )


def _status(lang: str, view: Mapping[str, Any]) -> Element:
    words = WORDS[lang]
    said = (
        words["track.late"] if view["overdue"] else "",
        words["track.level"].format(level=view["level"]) if view["level"] else "",
        words[f"track.outcome.{view['outcome']}"] if view["outcome"] else "",
        words["track.lead"].format(lead=view["lead"]) if view["lead"] else "",
    )
    return node(
        "div",
        {"class": "card status late" if view["overdue"] else "card status"},
        node("p", {"class": "small quiet"}, f"{words['track.it']} ", node("span", {"class": "code", "id": "code-shown"}, view["code"])),
        node("h2", {"id": "status"}, STATUS[lang][view["status"]].format(agency=view["agency"]["name"])),
        *(node("p", {}, one) for one in said if one),
    )


def _text(words: Mapping[str, str], view: Mapping[str, Any]) -> Iterator[Element]:
    """What was written, as far as the asker may read it."""
    if view["title"]:
        title = node("h3", {"dir": "auto"}, view["title"])
        yield node(
            "section", {"class": "card"}, node("h2", {}, words["track.told"]), title, node("p", {"class": "said", "dir": "auto"}, view["body"])
        )
    else:
        yield node("p", {"class": "note"}, words["track.hidden"])
    if view["attachments"]:
        yield node("p", {}, words["track.files"].format(names=", ".join(one["name"] for one in view["attachments"])))


def _event(words: Mapping[str, str], lang: str, zone: ZoneInfo, one: Mapping[str, Any], told: str) -> Element:
    at = datetime.fromisoformat(one["at"]).astimezone(zone)
    files = ", ".join(str(number) for number in one["data"].get("attachments", ()))
    return node(
        "li",
        {},
        node("h3", {}, told),
        node("time", {"datetime": one["at"]}, f"{day_of(at.date().isoformat(), lang)}, {at:%H:%M} {at.tzname()}"),
        *((node("p", {"class": "said", "dir": "auto"}, one["text"]),) if one["text"] else ()),
        *((node("p", {"class": "small quiet"}, words["track.files"].format(names=files)),) if files else ()),
    )
