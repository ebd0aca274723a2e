"""What went wrong, as a page, where a browser without scripts asked for a page and none of its own can be shown."""

from collections.abc import Mapping
from typing import Any

from chalicelib.api import form_words, html
from chalicelib.api.html import node
from chalicelib.api.http import FORM_PATH

SAID: Mapping[str, Mapping[str, str]] = {
    "id": {
        "title": "Halaman ini tidak dapat ditampilkan",
        "busy": "Layanan sedang sibuk. Coba lagi sebentar lagi. Mengirim lagi tidak membuat pengaduan kedua.",
        "body-too-large": "Isinya terlalu panjang. Kembali dengan tombol Kembali di peramban Anda: yang Anda tulis biasanya masih ada. Persingkat, lalu kirim lagi.",
        "otherwise": "Ada yang tidak beres. Kembali dengan tombol Kembali di peramban Anda: yang Anda tulis biasanya masih ada. Coba lagi, atau mulai dari awal.",
        "form": "Mulai dari formulir kosong",
    },
    "en": {
        "title": "This page cannot be shown",
        "busy": "The service is busy. Try again in a moment. Sending again does not make a second complaint.",
        "body-too-large": "It is too long. Go back with the Back button of your browser: what you wrote is usually still there. Make it shorter, and send it again.",
        "otherwise": "Something is wrong. Go back with the Back button of your browser: what you wrote is usually still there. Try again, or begin anew.",
        "form": "Begin with an empty form",
    },
}


def written(lang: str, problem: Mapping[str, Any]) -> str:
    """The page of a problem document; what is no language of ours is read as Indonesian."""
    lang = lang if lang in SAID else "id"
    words, code = SAID[lang], problem["type"].rpartition("#")[2]
    said = node("p", {"class": "note care column", "role": "alert"}, words.get(code, words["otherwise"]))
    again = node("p", {}, node("a", {"href": f"{FORM_PATH}?lang={lang}"}, words["form"]))
    return html.page(lang, form_words.WORDS[lang], FORM_PATH, words["title"], node("h1", {}, words["title"]), said, again)
