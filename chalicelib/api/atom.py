"""Atom feeds (RFC 4287): written, and not sent again to who has them (RFC 9110)."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from chalicelib.api.http import FOR_A_WHILE, Reply
from chalicelib.domain.events import instant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `page` is where people read more, `says` what there is to read here."""

    id: str
    title: str
    updated: datetime
    page: str
    author: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, the newest entry first; `id` is also its address, `since` when it was last changed if it has no entries."""

    id: str
    title: str
    lang: str
    page: str
    since: datetime
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """When it was last changed."""
        return max((entry.updated for entry in self.entries), default=self.since)


def answered(feed: Feed, headers: Mapping[str, str]) -> Reply:
    """The feed, or that who asks has it already."""
    body = written(feed)
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    known = {"Content-Type": f"{TYPE}; charset=utf-8", "ETag": etag, "Last-Modified": format_datetime(feed.updated.astimezone(UTC), usegmt=True)}
    if _has(headers, etag, feed.updated):
        return Reply("", 304, FOR_A_WHILE | known)
    return Reply(body, headers=FOR_A_WHILE | known)


def _has(headers: Mapping[str, str], etag: str, updated: datetime) -> bool:
    """The date counts only where no tag is given."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    try:
        return parsedate_to_datetime(headers["if-modified-since"]).astimezone(UTC) >= updated.replace(microsecond=0)
    except (KeyError, ValueError):
        return False


def written(feed: Feed) -> str:
    """The feed as XML."""
    from xml.etree.ElementTree import Element, tostring  # noqa: PLC0415 - who asks for no feed does not wait for it

    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.lang})
    _texts(root, id=feed.id, title=feed.title, updated=instant(feed.updated))
    _link(root, "self", feed.id, TYPE)
    _link(root, "alternate", feed.page, "text/html")
    for entry in feed.entries:
        _entry(root, entry)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _entry(root: "Element", entry: Entry) -> None:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415 - as above

    node = SubElement(root, "entry")
    _texts(node, id=entry.id, title=entry.title, updated=instant(entry.updated))
    _texts(SubElement(node, "author"), name=entry.author)
    _link(node, "alternate", entry.page, "text/html")
    if entry.says:
        _texts(node, summary=entry.says)


def _texts(node: "Element", **texts: str) -> None:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415 - as above

    for name, text in texts.items():
        SubElement(node, name).text = NOT_XML.sub("", text)


def _link(node: "Element", rel: str, href: str, type_: str) -> None:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415 - as above

    SubElement(node, "link", {"rel": rel, "type": type_, "href": href})
