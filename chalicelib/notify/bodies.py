"""A notice as an e-mail: its subject, its text, and the same as HTML, which loads nothing from anywhere and so tells nobody that it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from chalicelib.domain import receipt
from chalicelib.domain.notices import Notice
from chalicelib.notify.texts import LINK, QUESTION, said

FOLLOW: Mapping[str, str] = {"id": "Buka pengaduan", "en": "Open the complaint"}
STOP: Mapping[str, tuple[str, str]] = {
    "id": ("Surat ini dikirim karena alamat Anda diberikan bersama sebuah pengaduan.", "Berhenti menerima surat tentang pengaduan ini"),
    "en": ("You get this mail because your address was given with a complaint.", "Stop mail about this complaint"),
}
STOP_SUPPORT: Mapping[str, tuple[str, str]] = {
    "id": ("Surat ini dikirim karena Anda mendukung sebuah pengaduan.", "Berhenti mendukung dan mengikuti"),
    "en": ("You get this mail because you support a complaint.", "Stop supporting and following"),
}
"""Why somebody gets a notice, and how they end that."""
PAGE = (
    '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{subject}</title></head>"
    '<body style="margin:0 auto;max-width:36em;padding:1em;font:16px/1.5 sans-serif;color:#1a1a1a;background:#ffffff">{inside}</body></html>\n'
)
PARAGRAPH = "<p>{text}</p>"
CODE = '<p><strong style="font:18px monospace">{code}</strong></p>'
LEADS = '<p><a href="{link}" style="color:#0b4a8f">{text}</a></p>'
FOOT = '<hr style="border:0;border-top:1px solid #767676"><p style="font-size:14px">{why} <a href="{stop}" style="color:#0b4a8f">{stop_here}</a>.</p>'


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is sent."""

    subject: str
    text: str
    html: str


def rendered(notice: Notice) -> Rendered:
    """Both bodies of a notice."""
    it = said(notice)
    text, html = _foot(notice)
    inside = _filled(PARAGRAPH, text=it.says) + _filled(CODE, code=it.code) + _filled(LEADS, link=notice.link, text=FOLLOW[notice.lang]) + html
    return Rendered(it.subject, f"{it.says}\n\n{it.code}\n{notice.link}\n{text}", _page(notice.lang, it.subject, inside))


def link_rendered(link: str, lang: str) -> Rendered:
    """Both bodies of the mail with a link to codes."""
    subject, says, leads, more = LINK[lang]
    inside = _filled(PARAGRAPH, text=says) + _filled(LEADS, link=link, text=leads) + _filled(PARAGRAPH, text=more)
    return Rendered(subject, f"{says}\n\n{link}\n\n{more}\n", _page(lang, subject, inside))


def question_rendered(link: str, code: str, lang: str) -> Rendered:
    """Both bodies of the mail that asks whether its reader wishes to follow a complaint."""
    subject, says, leads, more = QUESTION[lang]
    known = receipt.written(code)
    says = says.format(code=known)
    inside = _filled(PARAGRAPH, text=says) + _filled(LEADS, link=link, text=leads) + _filled(PARAGRAPH, text=more)
    return Rendered(subject.format(code=known), f"{says}\n\n{link}\n\n{more}\n", _page(lang, subject.format(code=known), inside))


def _foot(notice: Notice) -> tuple[str, str]:
    """Why somebody gets a notice, and how they end that: as text and as HTML; nothing for those whose duty it is."""
    if not notice.stop:
        return "", ""
    why, stop_here = (STOP_SUPPORT if notice.supported else STOP)[notice.lang]
    return f"\n-- \n{why}\n{stop_here}:\n{notice.stop}\n", _filled(FOOT, why=why, stop=notice.stop, stop_here=stop_here)


def _page(lang: str, subject: str, inside: str) -> str:
    return PAGE.format(lang=lang, subject=escape(subject), inside=inside)


def _filled(html: str, **values: str) -> str:
    """HTML with values that are no HTML."""
    return html.format(**{name: escape(value) for name, value in values.items()})


def headers(notice: Notice) -> list[dict[str, str]]:
    """How a mail program ends these notices with one click (RFC 8058), of those who may end them."""
    if not notice.stop_at:
        return []
    return [
        {"Name": "List-Unsubscribe", "Value": f"<{notice.stop_at}>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]
