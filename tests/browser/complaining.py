"""Filing a complaint as a person does, by what the form shows. Only this module knows how the form is laid out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import press, type_into
from tests.browser.visits import Visit

WORDS = {
    "id": {
        "page": "/complain.html",
        "about": "Tentang apa?",
        "type": "Pengaduan",
        "category": "Topik",
        "search": "Cari topik",
        "lamp": "penerangan",
        "tell": "Ceritakan",
        "title": "Judul",
        "body": "Apa yang terjadi",
        "where": "Di mana?",
        "region": "Kabupaten, kota, atau provinsi",
        "place": "Tempat",
        "when": "Kapan terjadinya?",
        "who": "Siapa yang seharusnya menjawab?",
        "agency": "Instansi yang dituju",
        "proof": "Ada foto atau berkas?",
        "files": "Foto, video, atau PDF",
        "you": "Tentang Anda",
        "named": "Bernama",
        "sealed": "Tersegel",
        "none": "Anonim",
        "name": "Nama",
        "email": "Email",
        "public": "Terbuka",
        "confidential": "Rahasia",
        "next": "Lanjut",
        "check": "Periksa sebelum mengirim",
        "send": "Kirim pengaduan",
        "waiting": "Menunggu sambungan",
        "try": "Coba kirim sekarang",
        "received": "Pengaduan Anda sudah kami terima",
        "sent": "Terkirim",
        "retry": "Coba lagi",
    },
    "en": {
        "page": "/en/complain.html",
        "about": "What is it about?",
        "type": "Complaint",
        "category": "Topic",
        "search": "Search for a topic",
        "lamp": "lighting",
        "tell": "Tell us about it",
        "title": "Title",
        "body": "What happened",
        "where": "Where?",
        "region": "Regency, city or province",
        "place": "Place",
        "when": "When did it happen?",
        "who": "Who should answer?",
        "agency": "Agency",
        "proof": "Any photos or files?",
        "files": "Photos, videos or PDF",
        "you": "About you",
        "named": "Named",
        "sealed": "Sealed",
        "none": "Anonymous",
        "name": "Name",
        "email": "E-mail",
        "public": "Public",
        "confidential": "Confidential",
        "next": "Continue",
        "check": "Check before you send",
        "send": "Send complaint",
        "waiting": "Waiting for a connection",
        "try": "Try to send it now",
        "received": "We have received your complaint",
        "sent": "Sent",
        "retry": "Try again",
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
    shown: int = 0

    def but(self, **changes: Any) -> "Story":
        """The same story, differently told."""
        return replace(self, **changes)


STORY = Story()


class Form:
    """The form, open in a browser, in one of its languages."""

    def __init__(self, visit: Visit, language: str = "id") -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.words = WORDS[language]

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
        """The same, with a stop at each step once it is answered: its name."""
        for step in self.questions():
            self.answer(step, story)
            yield step
            self.go_on()
        self.await_step("check")
        yield "check"

    def questions(self) -> Iterator[str]:
        """Each step as it comes, with its question in the focus; whoever asks for the next has to answer and go on before."""
        for step in ("about", "tell", "where", "when", "who", "proof", "you"):
            self.await_step(step)
            yield step

    def tell_by_keyboard(self, story: Story) -> "Form":
        """The same without a pointer."""
        press(self._radio("type"), "Space")
        type_into(self._combobox("search"), self.words["lamp"])
        expect(self._options().first).to_be_visible()
        press(self._combobox("search"), "ArrowDown", "Enter")
        self._go_on_by_keyboard("tell")
        type_into(self._box("title"), story.title)
        type_into(self._box("body"), story.body.replace("\n", " "))
        self._go_on_by_keyboard("where")
        type_into(self._combobox("region"), story.region)
        expect(self._options().first).to_be_visible()
        press(self._combobox("region"), "ArrowDown", "Enter")
        for step in ("when", "who", "proof", "you"):
            self._go_on_by_keyboard(step)
        press(self._radio("named"), "Space", "ArrowDown", "ArrowDown")
        press(self._radio("public"), "Space")
        self._go_on_by_keyboard("check")
        return self

    def answer(self, step: str, story: Story) -> None:
        """Fills in what a step asks for."""
        getattr(self, f"_answer_{step}", lambda _: None)(story)

    def go_on(self) -> None:
        """To the next question."""
        self._next().click()

    def send(self, clicks: int = 1) -> None:
        """Presses send and does not wait."""
        self._send_button().click(click_count=clicks)

    def send_by_keyboard(self) -> None:
        """The same by Enter."""
        press(self._send_button(), "Enter")

    def try_now(self) -> None:
        """Does not wait for the browser to notice that the line is back."""
        self.page.get_by_role("button", name=self.words["try"]).click()

    def await_step(self, step: str) -> None:
        """The step is there, and its question has the focus; at the first, whatever had it keeps it."""
        question = self.page.get_by_role("heading", name=self.words[step])
        expect(question).to_be_visible() if step == "about" else expect(question).to_be_focused()

    def receipt(self) -> tuple[str, str]:
        """Code and secret, once the receipt is there."""
        expect(self.page.get_by_role("heading", name=self.words["received"])).to_be_visible()
        code, secret = self.page.locator("#code"), self.page.locator("#secret")
        expect(secret).not_to_be_empty()
        return code.inner_text(), secret.inner_text()

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

    def _answer_about(self, story: Story) -> None:
        self._radio("type").check(force=True)
        self.page.get_by_role("combobox", name=self.words["category"], exact=True).select_option(story.category)

    def _answer_tell(self, story: Story) -> None:
        self._box("title").fill(story.title)
        self._box("body").fill(story.body)

    def _answer_where(self, story: Story) -> None:
        self._combobox("region").fill(story.region)
        self._options().first.click()
        self._box("place").fill(story.place)

    def _answer_who(self, story: Story) -> None:
        self._combobox("agency").select_option(story.agency)

    def _answer_proof(self, story: Story) -> None:
        if story.files:
            self.page.get_by_role("button", name=self.words["files"]).set_input_files(story.files)
            expect(self._files()).to_have_count(len(story.files))
        for number in range(story.shown):
            self._files().nth(number).get_by_role("checkbox").check(force=True)

    def _answer_you(self, story: Story) -> None:
        self._radio(story.identity).check(force=True)
        if story.identity != "none":
            self._box("name").fill(story.name)
            self._box("email").fill(story.email)
        self._radio(story.visibility).check(force=True)

    def _go_on_by_keyboard(self, step: str) -> None:
        press(self._next(), "Enter")
        self.await_step(step)

    def _next(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{self.words['next']}"))

    def _radio(self, what: str) -> Locator:
        return self.page.get_by_role("radio", name=re.compile(f"^{self.words[what]}"))

    def _box(self, what: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.words[what])

    def _combobox(self, what: str) -> Locator:
        return self.page.get_by_role("combobox", name=self.words[what])

    def _options(self) -> Locator:
        return self.page.get_by_role("listbox").get_by_role("option")

    def _files(self) -> Locator:
        return self.page.locator("#files-list li")

    def _send_button(self) -> Locator:
        return self.page.get_by_role("button", name=self.words["send"])


class PlainForm(Form):
    """The form for browsers without script: all questions on one page that the server writes."""

    def open(self) -> "PlainForm":
        """Where the address of the other form leads by itself."""
        self.visit.go(self.words["page"])
        self.page.wait_for_url("**/v1/complaints/form?**")
        return self

    def tell(self, story: Story) -> "PlainForm":
        """Answers what has to be answered."""
        self._answer_about(story)
        self._answer_tell(story)
        self._combobox("region").select_option("51.71")
        self._answer_you(story)
        return self
