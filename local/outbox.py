"""The outbox page: every mail that would have been sent, as the text and as the HTML that its reader would see. Only here, never deployed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from typing import Any

from local.site import Page

PATH = "/outbox/"
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
OURS = SAFE | {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
}
MAIL = OURS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; sandbox allow-popups"}
"""A mail's HTML is shown as a careful mail program does: it loads nothing and runs nothing."""
TEXT = SAFE | {"Content-Type": "text/plain; charset=utf-8"}
LIST = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Outbox</title></head>'
    '<body style="margin:0 auto;max-width:60em;padding:1em;font:16px/1.5 sans-serif"><main><h1>Outbox</h1>'
    "<p>{count} mails would have been sent. The newest come first.</p><ul>{lines}</ul></main></body></html>"
)
LINE = '<li>{at} to {to}<br>{subject}<br><a href="{number}.html">HTML</a> <a href="{number}.txt">text</a></li>'


class Outbox:
    """Answers for `PATH`. `messages` gives all mails, oldest first."""

    def __init__(self, messages: Callable[[], Sequence[dict[str, Any]]]) -> None:
        self._messages = messages

    def get(self, address: str) -> Page:
        """The list, or one mail as text or HTML."""
        name = address.partition("?")[0].removeprefix(PATH)
        mails = self._messages()
        if not name:
            return Page(HTTPStatus.OK, OURS, _listed(mails).encode())
        number, _, kind = name.partition(".")
        if kind not in {"txt", "html"} or not (number.isascii() and number.isdigit() and int(number) < len(mails)):
            return Page(HTTPStatus.NOT_FOUND, TEXT, b"There is no such mail.\n")
        mail = mails[int(number)]
        if kind == "html":
            return Page(HTTPStatus.OK, MAIL, str(mail["BodyHtml"]).encode())
        return Page(HTTPStatus.OK, TEXT, f"To: {', '.join(mail['To'])}\nSubject: {mail['Subject']}\n\n{mail['BodyText']}".encode())


def _listed(mails: Sequence[dict[str, Any]]) -> str:
    lines = (_line(number, mail) for number, mail in reversed(list(enumerate(mails))))
    return LIST.format(count=len(mails), lines="".join(lines))


def _line(number: int, mail: dict[str, Any]) -> str:
    at = mail["Timestamp"]
    shown = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC" if isinstance(at, int | float) else str(at)
    return LINE.format(number=number, at=escape(shown), to=escape(", ".join(mail["To"])), subject=escape(mail["Subject"]))
