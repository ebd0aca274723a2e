"""Pages that the API writes itself, for browsers without scripts: nodes, the frame that all pages share, and the headers they go out with.

Text becomes markup only here, by the library's own escaping. Imported by who writes a page: nobody else waits for it.
"""

from collections.abc import Mapping
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, tostring

from chalicelib.api.atom import NOT_XML
from chalicelib.api.http import PRIVATE

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = PRIVATE | {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
STYLES = ("tokens", "base", "forms", "case")
PAGES = ("complain", "track", "explore")


def node(tag: str, attributes: Mapping[str, str] | None = None, *children: "Element | str") -> Element:
    """An element with its children; text goes between them in their order."""
    made = Element(tag, {name: NOT_XML.sub("", value) for name, value in (attributes or {}).items()})
    for child in children:
        if not isinstance(child, str):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + NOT_XML.sub("", child)
        else:
            made.text = (made.text or "") + NOT_XML.sub("", child)
    return made


def page(lang: str, words: Mapping[str, str], path: str, title: str, *content: Element, asked: Mapping[str, str] | None = None) -> str:
    """A whole page of the site, with its menu, and without any script; `path` and what is `asked` are its address but for the language."""
    skip = node("a", {"class": "skip", "href": "#main"}, words["skip"])
    body = node("body", {}, skip, _top(lang, words, path, asked or {}), node("main", {"id": "main", "class": "frame"}, *content))
    root = node("html", {"lang": lang}, _head(title), body)
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def address(lang: str, name: str) -> str:
    """That of a page of the site in a language."""
    return f"{'/en' if lang == 'en' else ''}/{name}.html"


def _head(title: str) -> Element:
    return node(
        "head",
        {},
        node("meta", {"charset": "utf-8"}),
        node("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        node("title", {}, f"{title} - Tanggap"),
        node("link", {"rel": "icon", "href": "/img/icon.svg", "type": "image/svg+xml"}),
        *(node("link", {"rel": "stylesheet", "href": f"/css/{name}.css"}) for name in STYLES),
        node("link", {"rel": "stylesheet", "href": "/css/print.css", "media": "print"}),
    )


def _top(lang: str, words: Mapping[str, str], path: str, asked: Mapping[str, str]) -> Element:
    other = "id" if lang == "en" else "en"
    twin = node("a", {"class": "language", "href": f"{path}?{urlencode({'lang': other, **asked})}", "hreflang": other, "lang": other}, words["other"])
    brand = node(
        "a",
        {"class": "brand", "href": address(lang, "index")},
        node("img", {"src": "/img/logo.svg", "alt": "", "width": "32", "height": "32"}),
        "Tanggap",
    )
    menu = node("nav", {"aria-label": words["menu"]}, *(node("a", {"href": address(lang, name)}, words[f"menu.{name}"]) for name in PAGES))
    return node("header", {"class": "top"}, node("div", {"class": "frame"}, brand, menu, twin))
