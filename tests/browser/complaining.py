"""Filing a complaint as a person does, by what the form shows. Only this module knows how the form is laid out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.visits import Visit

LABELS = {
    "id": {
        "page": "/complain.html",
        "type": "Pengaduan",
        "title": "Judul",
        "body": "Ceritakan",
        "category": "Topik",
        "region": "Kabupaten, kota, atau provinsi",
        "place": "Tempat",
        "files": "Foto, video, atau PDF",
        "named": "Bernama",
        "sealed": "Tersegel",
        "none": "Anonim",
        "name": "Nama",
        "email": "Email",
        "public": "Terbuka",
        "confidential": "Rahasia",
        "continue": "Lanjut: periksa jawaban",
        "check": "Periksa sebelum mengirim",
        "send": "Kirim pengaduan",
        "received": "Pengaduan Anda sudah kami terima",
        "sent": "Terkirim",
    },
    "en": {
        "page": "/en/complain.html",
        "type": "Complaint",
        "title": "Title",
        "body": "Tell us about it",
        "category": "Topic",
        "region": "Regency, city or province",
        "place": "Place",
        "files": "Photos, videos or PDF",
        "named": "Named",
        "sealed": "Sealed",
        "none": "Anonymous",
        "name": "Name",
        "email": "E-mail",
        "public": "Public",
        "confidential": "Confidential",
        "continue": "Continue: check your answers",
        "check": "Check before you send",
        "send": "Send complaint",
        "received": "We have received your complaint",
        "sent": "Sent",
    },
}


@dataclass(frozen=True)
class Story:
    """What the person wants to tell."""

    title: str = "Lampu jalan mati di depan SDN 3 Ubung"
    body: str = "Lampu di tiga tiang mati sejak 15 November. Anak sekolah pulang dalam gelap.\n\nMohon diganti."
    category: str = "jalan.lampu"
    region: str = "denpas"
    place: str = "Jl. Gatot Subroto 12"
    identity: str = "named"
    name: str = "Ni Made Sari"
    email: str = "sari@example.org"
    visibility: str = "public"
    files: Sequence[dict[str, Any]] = field(default_factory=list)

    def but(self, **changes: Any) -> "Story":
        """The same story, differently told."""
        return replace(self, **changes)


STORY = Story()


class Form:
    """The form, open in a browser, in one of its languages."""

    def __init__(self, visit: Visit, language: str = "id") -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.words = LABELS[language]

    def open(self) -> "Form":
        """The empty form, or the draft that this device keeps."""
        self.visit.go(self.words["page"])
        return self

    def tell(self, story: Story) -> "Form":
        """Answers every question, up to the answers to check."""
        self._choose("type")
        self._write("title", story.title)
        self._write("body", story.body)
        self.page.get_by_label(self.words["category"]).select_option(story.category)
        self._pick_region(story.region)
        self._write("place", story.place)
        if story.files:
            self.page.get_by_label(self.words["files"]).set_input_files(story.files)
            expect(self.page.locator("#files-list li")).to_have_count(len(story.files))
        self._choose(story.identity)
        if story.identity != "none":
            self._write("name", story.name)
            self._write("email", story.email)
        self._choose(story.visibility)
        self.page.get_by_role("button", name=self.words["continue"]).click()
        expect(self.page.get_by_role("heading", name=self.words["check"])).to_be_focused()
        return self

    def send(self) -> None:
        """Presses send and does not wait."""
        self.page.get_by_role("button", name=self.words["send"]).click()

    def receipt(self) -> tuple[str, str]:
        """Code and secret, once the receipt is there."""
        expect(self.page.get_by_role("heading", name=self.words["received"])).to_be_visible()
        return self.page.locator("#code").inner_text(), self.page.locator("#secret").inner_text()

    def file(self, story: Story) -> tuple[str, str]:
        """The whole way."""
        self.open().tell(story).send()
        return self.receipt()

    def await_sent_files(self, count: int) -> None:
        """All files have arrived."""
        expect(self.page.locator("#files-list li").get_by_text(self.words["sent"], exact=True)).to_have_count(count)

    def _choose(self, what: str) -> None:
        self.page.get_by_role("radio", name=re.compile(f"^{self.words[what]}")).check(force=True)

    def _write(self, what: str, text: str) -> None:
        self.page.get_by_role("textbox", name=self.words[what]).first.fill(text)

    def _pick_region(self, typed: str) -> None:
        self.page.get_by_role("combobox", name=self.words["region"]).fill(typed)
        self.page.get_by_role("listbox").get_by_role("option").first.click()
