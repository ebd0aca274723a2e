"""Filing a complaint as a person does, by what the form shows. Only this module knows how the form is laid out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import press, type_into
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
        "agency": "Instansi yang dituju",
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
        "retry": "Coba lagi",
        "line": "Sambungan terputus",
        "lamp": "Lampu",
    },
    "en": {
        "page": "/en/complain.html",
        "type": "Complaint",
        "title": "Title",
        "body": "Tell us about it",
        "category": "Topic",
        "region": "Regency, city or province",
        "place": "Place",
        "agency": "Agency",
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
        "retry": "Try again",
        "line": "The connection was lost",
        "lamp": "Street",
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
    agency: str = "51.71"
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
        for _ in self.steps(story):
            pass
        return self

    def steps(self, story: Story) -> Iterator[str]:
        """The same, with a stop wherever there is something to see: its name."""
        self._choose("type")
        self._write("title", story.title)
        self._write("body", story.body)
        self.page.get_by_role("combobox", name=self.words["category"]).select_option(story.category)
        self._pick_region(story.region)
        self._write("place", story.place)
        self.page.get_by_role("combobox", name=self.words["agency"]).select_option(story.agency)
        if story.files:
            self.page.get_by_role("button", name=self.words["files"]).set_input_files(story.files)
            expect(self.page.locator("#files-list li")).to_have_count(len(story.files))
        self._choose(story.identity)
        if story.identity != "none":
            self._write("name", story.name)
            self._write("email", story.email)
        self._choose(story.visibility)
        yield "written"
        self.page.get_by_role("button", name=self.words["continue"]).click()
        expect(self.page.get_by_role("heading", name=self.words["check"])).to_be_focused()
        yield "check"

    def tell_by_keyboard(self, story: Story) -> "Form":
        """The same without a pointer."""
        press(self._radio("type"), "Space")
        type_into(self._box("title"), story.title)
        type_into(self._box("body"), story.body.replace("\n", " "))
        type_into(self.page.get_by_role("combobox", name=self.words["category"]), self.words["lamp"])
        type_into(self._region(), story.region)
        expect(self._regions().first).to_be_visible()
        press(self._region(), "ArrowDown", "Enter")
        press(self._radio("named"), "Space", "ArrowDown", "ArrowDown")
        press(self._radio("public"), "Space")
        press(self.page.get_by_role("button", name=self.words["continue"]), "Enter")
        expect(self.page.get_by_role("heading", name=self.words["check"])).to_be_focused()
        return self

    def send(self, clicks: int = 1) -> None:
        """Presses send and does not wait."""
        self._send_button().click(click_count=clicks)

    def send_by_keyboard(self) -> None:
        """The same by Enter."""
        press(self._send_button(), "Enter")

    def await_told_of_the_line(self) -> None:
        """It is said that the line broke and that nothing is lost."""
        expect(self.page.get_by_text(self.words["line"])).to_be_visible()

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
        expect(self._files().get_by_text(self.words["sent"], exact=True)).to_have_count(count)

    def await_failed_files(self, count: int) -> None:
        """Each file has its own button to try again."""
        expect(self._files().get_by_role("button", name=self.words["retry"])).to_have_count(count)

    def retry_files(self) -> None:
        """Presses each of these buttons."""
        for button in self._files().get_by_role("button", name=self.words["retry"]).all()[::-1]:
            button.click()

    def _choose(self, what: str) -> None:
        self._radio(what).check(force=True)

    def _write(self, what: str, text: str) -> None:
        self._box(what).fill(text)

    def _pick_region(self, typed: str) -> None:
        self._region().fill(typed)
        self._regions().first.click()

    def _radio(self, what: str) -> Locator:
        return self.page.get_by_role("radio", name=re.compile(f"^{self.words[what]}"))

    def _box(self, what: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.words[what]).first

    def _region(self) -> Locator:
        return self.page.get_by_role("combobox", name=self.words["region"])

    def _regions(self) -> Locator:
        return self.page.get_by_role("listbox").get_by_role("option")

    def _files(self) -> Locator:
        return self.page.locator("#files-list li")

    def _send_button(self) -> Locator:
        return self.page.get_by_role("button", name=self.words["send"])
