"""The receipt as a page that needs no scripts."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from chalicelib.api import html
from chalicelib.api.form_words import WORDS
from chalicelib.api.html import node
from chalicelib.api.http import FORM_PATH, TRACK_PATH
from chalicelib.notify.texts import day_of

STEPS = ("1", "2", "3", "4")


def written(lang: str, title: str, receipt: Mapping[str, Any]) -> str:
    """The page of a receipt, as `outputs.filed` gives it."""
    words = WORDS[lang]
    return html.page(lang, words, f"{FORM_PATH}/receipt", words["receipt.title"], node("div", {"class": "column"}, *_content(lang, title, receipt)))


def missing(lang: str) -> str:
    """The page for who comes too late, or from elsewhere."""
    words = WORDS[lang]
    content = (node("h1", {}, words["receipt.none"]), node("p", {}, words["receipt.none.why"]), _track(lang))
    return html.page(lang, words, f"{FORM_PATH}/receipt", words["receipt.none"], node("div", {"class": "column"}, *content))


def _content(lang: str, title: str, receipt: Mapping[str, Any]) -> Iterator[Element]:
    words = WORDS[lang]
    yield node("h1", {}, words["receipt.title"])
    yield node("p", {"class": "lead"}, node("bdi", {}, title))
    yield node("div", {"class": "note care"}, node("p", {}, node("strong", {}, words["receipt.keep"]), " ", words["receipt.why"]))
    yield node("div", {"class": "slip"}, *(_value(name, words[f"receipt.{name}"], receipt[name]) for name in ("code", "secret")))
    yield node("h2", {}, words["receipt.deadlines"])
    yield node("p", {}, words["receipt.by"].format(agency=receipt["agency"]["name"]))
    yield node("div", {"class": "card"}, node("ol", {"class": "deadlines"}, *(deadline(lang, one) for one in receipt["deadlines"])))
    yield node("h2", {}, words["receipt.next"])
    yield node("ol", {}, *(node("li", {}, words[f"receipt.next.{step}"]) for step in STEPS))
    yield _track(lang)


def _value(name: str, label: str, value: str) -> Element:
    return node("div", {}, node("h2", {}, label), node("p", {"class": "value long", "id": name}, value))


def deadline(lang: str, one: Mapping[str, Any]) -> Element:
    """The due date, and how it was counted."""
    words, start, due = WORDS[lang], day_of(str(one["start"]), lang), day_of(str(one["due"]), lang)
    counted = words["receipt.counted"].format(count=one["working_days"], start=start, due=due, zone=one["zone"])
    days = ", ".join(_skipped(lang, str(day["date"]), day["name"]) for day in one["skipped"])
    return node(
        "li",
        {},
        node("h3", {}, words[f"clock.{one['clock']}"]),
        node("p", {"class": "due"}, due),
        *((node("p", {"class": "small quiet"}, words["receipt.estimated"]),) if one["estimated"] else ()),
        node("p", {"class": "small"}, counted, *((" ", words["receipt.skipped"].format(days=days)) if days else ())),
    )


def _skipped(lang: str, date: str, name: str) -> str:
    """Days of the weekend in the page's language, holidays as the calendar names them."""
    return f"{day_of(date, lang)} ({WORDS[lang].get(f'day.{name}', name)})"


def _track(lang: str) -> Element:
    return node("p", {}, node("a", {"href": f"{TRACK_PATH}?lang={lang}"}, WORDS[lang]["receipt.track"]))
