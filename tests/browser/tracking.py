"""Following a complaint as its reporter does, or as anybody. Only this module knows how the tracking page is laid out."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import press
from tests.browser.visits import Visit

LABELS = {
    "id": {
        "page": "/track.html",
        "code": "Kode pengaduan",
        "secret": "Kata rahasia",
        "find": "Lihat status",
        "follow": "Lacak pengaduan ini",
        "dispute": "Sanggah tanggapan",
        "why": "Mengapa masalahnya belum selesai?",
        "send": "Kirim sanggahan",
        "accept": "Terima tanggapan dan beri nilai",
        "data": "Lihat data saya",
    },
    "en": {
        "page": "/en/track.html",
        "code": "Complaint code",
        "secret": "Secret",
        "find": "See its status",
        "follow": "Track this complaint",
        "dispute": "Dispute the response",
        "why": "Why is the problem not solved?",
        "send": "Send the dispute",
        "accept": "Accept the response and rate it",
        "data": "Show my data",
    },
}


class Tracking:
    """The tracking page, open in a browser, in one of its languages."""

    def __init__(self, visit: Visit, language: str = "id") -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.words = LABELS[language]

    def follow_receipt(self) -> "Tracking":
        """From the receipt, which hands the secret over."""
        self._follow().click()
        return self._shown()

    def follow_receipt_by_keyboard(self) -> "Tracking":
        """The same by Enter."""
        press(self._follow(), "Enter")
        return self._shown()

    def find(self, code: str, secret: str = "") -> "Tracking":
        """By typing what stands on the receipt; without the secret it is the public's view."""
        self.look_for(code, secret)
        return self._shown()

    def look_for(self, code: str, secret: str = "") -> "Tracking":
        """The same, found or not."""
        self.visit.go(self.words["page"])
        self.page.get_by_label(self.words["code"]).fill(code)
        self.page.get_by_label(self.words["secret"]).fill(secret)
        self.page.get_by_role("button", name=self.words["find"]).click()
        return self

    def dispute(self, reason: str) -> None:
        """Says why it is not solved."""
        self.page.get_by_text(self.words["dispute"], exact=True).click()
        self.page.get_by_label(self.words["why"]).fill(reason)
        self.page.get_by_role("button", name=self.words["send"]).click()

    def accept(self) -> None:
        """Takes the answer, with the best mark."""
        self.page.get_by_text(self.words["accept"], exact=True).click()
        self.page.locator("#confirm").get_by_role("radio").last.check(force=True)
        self.press_send("confirm")
        expect(self.page.locator("#act-survey")).to_be_visible()

    def fill_in_survey(self) -> None:
        """The best mark for everything."""
        for question in self.page.locator("#survey fieldset").all():
            question.get_by_role("radio").last.check(force=True)
        self.press_send("survey")

    def open_everything(self) -> None:
        """Unfolds whatever is folded."""
        for summary in self.page.locator("details:not([open]) > summary:visible").all()[::-1]:
            summary.click()

    def show_my_data(self) -> None:
        """Asks for all that is kept about the reporter."""
        self.page.get_by_role("button", name=self.words["data"]).click()
        expect(self.page.locator("#data-list dd").first).to_be_visible()

    def press_send(self, form: str) -> None:
        """Presses send in one of the forms, whatever is filled in."""
        self.page.locator(f"#{form} .button:not([type])").click()

    def _follow(self) -> Locator:
        return self.page.get_by_role("link", name=self.words["follow"])

    def _shown(self) -> "Tracking":
        expect(self.page.locator("#case")).to_be_visible()
        return self
