"""A notice as an e-mail: its subject, its text, and the same as HTML, which loads nothing from anywhere and so tells nobody that it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from chalicelib.domain.notices import Notice
from chalicelib.notify.texts import said

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
    '<body style="margin:0 auto;max-width:36em;padding:1em;font:16px/1.5 sans-serif;color:#1a1a1a;background:#ffffff">'
    '<p>{says}</p><p><strong style="font:18px monospace">{code}</strong></p><p><a href="{link}" style="color:#0b4a8f">{follow}</a></p>{foot}</body></html>\n'
)
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
    why, stop_here = (STOP_SUPPORT if notice.supported else STOP)[notice.lang]
    foot = f"\n-- \n{why}\n{stop_here}:\n{notice.stop}\n" if notice.stop else ""
    values = {"lang": notice.lang, "subject": it.subject, "says": it.says, "code": it.code, "link": notice.link, "follow": FOLLOW[notice.lang]}
    foot_html = FOOT.format(why=escape(why), stop=escape(notice.stop), stop_here=escape(stop_here)) if notice.stop else ""
    html = PAGE.format(**{name: escape(value) for name, value in values.items()}, foot=foot_html)
    return Rendered(it.subject, f"{it.says}\n\n{it.code}\n{notice.link}\n{foot}", html)


def headers(notice: Notice) -> list[dict[str, str]]:
    """How a mail program ends these notices with one click (RFC 8058), of those who may end them."""
    if not notice.stop_at:
        return []
    return [
        {"Name": "List-Unsubscribe", "Value": f"<{notice.stop_at}>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]
