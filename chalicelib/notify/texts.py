"""The words of notices, in Indonesian and English. They name the case and what happened, never what was written in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain import receipt
from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Action, Role

A = Action
OWN: Mapping[str, tuple[str, str]] = {"id": ("", "Pengaduan Anda"), "en": ("", "Your complaint")}
LEAD: Mapping[str, tuple[str, str]] = {
    "id": ("pengaduan yang terhubung: ", "Pengaduan yang terhubung dengan pengaduan Anda ({lead})"),
    "en": ("linked complaint: ", "The complaint that yours is linked to ({lead})"),
}
"""How the subject begins and what `{it}` is: to the complaint's own reporter, and to one whose complaint is linked to it."""
SUPPORTED: Mapping[str, tuple[str, str]] = {"id": ("", "Pengaduan yang Anda dukung"), "en": ("", "The complaint that you support")}
"""The same to who supports it."""

TO_REPORTER: Mapping[str, Mapping[Action, tuple[str, ...]]] = {
    "id": {
        A.SUBMIT: ("diterima", "{it} diterima. {agency} memeriksanya paling lambat {due}."),
        A.VERIFY: ("diteruskan", "{it} diperiksa dan diteruskan kepada {agency}. Tenggat penyelesaian: {due}."),
        A.FORWARD: ("diteruskan", "{it} diteruskan di dalam instansi kepada {agency}. Tenggatnya tetap."),
        A.START: ("ditindaklanjuti", "{it} mulai ditindaklanjuti oleh {agency}."),
        A.RESPOND: ("ditanggapi", "{it} ditanggapi oleh {agency}.", "Anda dapat menerima atau menyanggah tanggapan ini sampai {due}."),
        A.RETURN: ("diperiksa instansi lain", "{it} bukan wewenang instansi sebelumnya. {agency} memeriksanya paling lambat {due}."),
        A.HOLD: ("ada pertanyaan", "{it} tertunda: {agency} bertanya kepada Anda.", "Jawablah paling lambat {due} lewat tautan di bawah."),
        A.EXTEND: ("waktu diperpanjang", "{it} diberi waktu lebih panjang oleh {agency}. Tenggat penyelesaian yang baru: {due}."),
        A.CONFIRM: ("selesai", "{it} selesai: pelapornya menerima tanggapan."),
        A.DISPUTE: ("disanggah", "{it} disanggah oleh pelapornya dan ditangani lagi oleh {agency}.", "Tenggat yang baru: {due}."),
        A.CLOSE: ("ditutup", "{it} ditutup karena tanggapan tidak disanggah.", "Anda masih dapat menyanggahnya selama 30 hari."),
        A.WITHDRAW: ("ditarik", "{it} ditarik dengan tanda terimanya dan tidak ditangani lagi.", "Jika bukan Anda yang menariknya, ajukan lagi."),
        A.ARCHIVE: (
            "diarsipkan",
            "{it} diarsipkan oleh {agency} tanpa ditangani.",
            "Baca alasannya lewat tautan di bawah. Anda dapat menyanggahnya sekali.",
        ),
        A.LINK: ("terhubung", "{it} terhubung dengan pengaduan tentang hal yang sama yang sudah ditangani.", "Tanda terima Anda tetap berlaku."),
        A.UNLINK: ("ditangani tersendiri", "{it} tidak lagi terhubung dengan pengaduan lain dan ditangani tersendiri oleh {agency}."),
        A.ASSIGN: ("instansi ditetapkan", "{it} ditangani oleh {agency}: itu ditetapkan oleh admin nasional dan tidak berubah lagi."),
        A.TRANSFER: ("instansi berganti", "{it} dilanjutkan oleh {agency}, karena instansi sebelumnya ditutup. Tenggatnya tetap."),
        A.UNSEAL: (
            "identitas dibuka",
            "{it}: identitas Anda yang tersegel dibuka oleh inspektorat atau admin nasional.",
            "Baca siapa yang membukanya dan alasannya lewat tautan di bawah, dengan kata rahasia Anda.",
        ),
        A.REDACT: (
            "sebagian disamarkan",
            "{it}: sebagian isi atau berkasnya tidak lagi ditampilkan kepada publik.",
            "Baca apa dan alasannya lewat tautan di bawah, dengan kata rahasia Anda.",
        ),
        A.ESCALATE: ("terlambat", "{it} melewati tenggat {due}. Kami meneruskannya ke tingkat {level}; yang sudah diberi tahu: {told}."),
    },
    "en": {
        A.SUBMIT: ("received", "{it} was received. {agency} checks it by {due}."),
        A.VERIFY: ("forwarded", "{it} was checked and forwarded to {agency}. It is to be resolved by {due}."),
        A.FORWARD: ("passed on", "{it} was passed on inside the agency to {agency}. Its due dates stay."),
        A.START: ("being worked on", "{it} is now being worked on by {agency}."),
        A.RESPOND: ("answered", "{it} was answered by {agency}.", "You can accept or dispute the answer until {due}."),
        A.RETURN: ("checked by another agency", "{it} was not for the agency that had it. {agency} checks it by {due}."),
        A.HOLD: ("there is a question", "{it} is on hold: {agency} has a question for you.", "Please answer it by {due}, at the link below."),
        A.EXTEND: ("more time", "{it} was given more time by {agency}. It is now to be resolved by {due}."),
        A.CONFIRM: ("closed", "{it} is closed: its reporter accepted the answer."),
        A.DISPUTE: ("disputed", "{it} was disputed by its reporter and is being handled again by {agency}.", "The new due date: {due}."),
        A.CLOSE: ("closed", "{it} was closed, as the answer was not disputed.", "You can still dispute it for 30 days."),
        A.WITHDRAW: ("withdrawn", "{it} was withdrawn with its receipt and is no longer handled.", "If it was not you, file it again."),
        A.ARCHIVE: (
            "archived",
            "{it} was archived by {agency} without being handled.",
            "Read the reason at the link below. You can dispute it once.",
        ),
        A.LINK: ("linked", "{it} was linked to one about the same matter that is already being handled.", "Your receipt stays valid."),
        A.UNLINK: ("handled by itself", "{it} is no longer linked to another complaint and is handled by itself by {agency}."),
        A.ASSIGN: ("agency decided", "{it} is handled by {agency}: the national steward has decided that, for good."),
        A.TRANSFER: ("another agency", "{it} goes on at {agency}, because the agency before was closed. Its due dates stay."),
        A.UNSEAL: (
            "identity opened",
            "{it}: your sealed identity was opened by the inspectorate or the national steward.",
            "Read who opened it and why at the link below, with your secret.",
        ),
        A.REDACT: (
            "partly masked",
            "{it}: a part of what it says, or a file, is no longer shown to the public.",
            "Read what and why at the link below, with your secret.",
        ),
        A.ESCALATE: ("overdue", "{it} has passed its due date {due}. We have escalated it to level {level}; who has been told: {told}."),
    },
}
"""Subject, what happened, and what its own reporter can do about it."""

TO_AGENCY: Mapping[Action, tuple[str, str]] = {
    A.SUBMIT: ("pengaduan baru", "Pengaduan baru untuk {agency}. Periksa dan teruskan paling lambat {due}."),
    A.VERIFY: ("pengaduan diteruskan", "Pengaduan diteruskan kepada {agency}. Tenggat penyelesaian: {due}."),
    A.FORWARD: ("pengaduan diteruskan", "Pengaduan diteruskan di dalam instansi kepada {agency}. Tenggatnya tetap."),
    A.RETURN: ("pengaduan dikembalikan", "Instansi lain mengembalikan pengaduan ini. {agency} memeriksa dan meneruskannya paling lambat {due}."),
    A.REPLY: ("balasan pelapor", "Pelapor membalas pada pengaduan {agency}."),
    A.RESUME: ("waktu berjalan lagi", "Pelapor tidak menjawab pertanyaan. Waktu {agency} berjalan lagi; tenggatnya ada pada tautan di bawah."),
    A.CONFIRM: ("tanggapan diterima", "Pelapor menerima tanggapan {agency}."),
    A.DISPUTE: ("pengaduan disanggah", "Pelapor menyanggah. Pengaduan ditangani lagi oleh {agency}. Tenggat baru: {due}."),
    A.CLOSE: ("ditutup", "Pengaduan ditutup karena tanggapan {agency} tidak disanggah."),
    A.UNLINK: ("ditangani tersendiri", "Pengaduan pada {agency} tidak lagi terhubung dengan pengaduan lain. Waktunya berjalan lagi."),
    A.WITHDRAW: ("ditarik", "Pelapor menarik pengaduannya kepada {agency}."),
    A.INSTRUCT: ("arahan inspektorat", "Inspektorat memberi arahan tentang pengaduan pada {agency}. Arahan itu tidak tampil di halaman publik."),
    A.ASSIGN: ("instansi ditetapkan", "Admin nasional menetapkan {agency} untuk menangani pengaduan ini. Pengaduan tidak dapat dikembalikan."),
    A.TRANSFER: ("pengaduan dialihkan", "{agency} mengambil alih pengaduan ini dari instansi yang ditutup. Tenggatnya tetap."),
    A.REMIND: ("pengingat tenggat", "Pengaduan pada {agency} jatuh tempo {due}."),
    A.ESCALATE: ("eskalasi tingkat {level}", "Pengaduan pada {agency} melewati tenggat {due}; eskalasi tingkat {level}."),
}


LINK: Mapping[str, tuple[str, str, str, str]] = {
    "id": (
        "[Tanggap] kode pengaduan Anda",
        "Seseorang meminta kode pengaduan yang dikirim dengan alamat email ini. Buka tautan ini untuk melihatnya; tautan berlaku satu kali, selama 24 jam:",
        "Lihat kode pengaduan",
        "Kata rahasia tidak dapat ditampilkan lagi. Bila bukan Anda yang meminta, abaikan saja email ini.",
    ),
    "en": (
        "[Tanggap] the codes of your complaints",
        "Somebody asked for the codes of the complaints that were filed with this e-mail address. Open this link to see them; it works once, for 24 hours:",
        "See the codes",
        "The secret cannot be shown again. If it was not you who asked, ignore this e-mail.",
    ),
}
"""To whoever has lost a receipt. The codes are behind the link, so that who looks over a shoulder at the list of mails does not read them."""

QUESTION: Mapping[str, tuple[str, str, str, str]] = {
    "id": (
        "[Tanggap] {code}: ingin dikabari?",
        "Seseorang memberikan alamat email ini untuk dikabari tentang pengaduan publik {code}. Bila itu Anda, buka tautan ini dan setujui; tautan berlaku 7 hari:",
        "Ya, kabari saya",
        "Bila bukan Anda, abaikan saja email ini: Anda tidak akan dikabari, dan alamat ini dihapus sesudah 7 hari.",
    ),
    "en": (
        "[Tanggap] {code}: would you like to be told?",
        "Somebody gave this e-mail address to be told about the public complaint {code}. If it was you, open this link and agree; it works for 7 days:",
        "Yes, tell me",
        "If it was not you, ignore this e-mail: you will not be told, and the address is deleted after 7 days.",
    ),
}
"""To whoever reads the mail to an address that was left with a support."""

TOLD: Mapping[str, Mapping[Role, str]] = {
    "id": {
        Role.OFFICER: "petugas instansi",
        Role.COORDINATOR: "koordinator instansi",
        Role.INSPECTOR: "inspektorat",
        Role.STEWARD: "admin nasional",
        Role.OBSERVER: "pengamat",
    },
    "en": {
        Role.OFFICER: "the agency's officer",
        Role.COORDINATOR: "the agency's coordinator",
        Role.INSPECTOR: "the inspectorate",
        Role.STEWARD: "the national steward",
        Role.OBSERVER: "the observers",
    },
}
"""Who an escalation went to."""

MONTHS: Mapping[str, tuple[str, ...]] = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words: the subject, what it says, and the case's code as people write it."""

    subject: str
    says: str
    code: str


def said(notice: Notice) -> Said:
    """The words of a notice."""
    begins, it = (LEAD if notice.lead else SUPPORTED if notice.supported else OWN)[notice.lang]
    subject, sentence = _sentence(notice)
    known = values(notice, it.format(lead=receipt.written(notice.lead)))
    code = receipt.written(notice.code)
    return Said(f"[Tanggap] {code}: {begins}{subject.format(**known)}", sentence.format(**known), code)


def values(notice: Notice, it: str) -> Mapping[str, str | int]:
    """What is filled into a sentence; `it` is what the complaint is called in it."""
    return {
        "it": it,
        "agency": notice.agency,
        "due": day_of(notice.due, notice.lang),
        "level": notice.level,
        "told": ", ".join(TOLD[notice.lang][role] for role in notice.told if role in TOLD[notice.lang]),
    }


def _sentence(notice: Notice) -> tuple[str, str]:
    """What to do is for the complaint's own reporter alone: who follows it cannot act on it."""
    if notice.audience is not Role.REPORTER:
        return TO_AGENCY[notice.action]
    subject, happened, *to_do = TO_REPORTER[notice.lang][notice.action]
    return subject, happened if notice.lead or notice.supported else " ".join((happened, *to_do))


def day_of(written: str, lang: str) -> str:
    """A date (ISO 8601, or nothing) as people write it: 14 Desember 2026."""
    day = date.fromisoformat(written) if written else None
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}" if day else ""
