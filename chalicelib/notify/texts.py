"""The words of notices, in Indonesian and English. They name the case and what happened, never what was written in it."""

from collections.abc import Mapping

from chalicelib.domain import receipt
from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Action, Role

A = Action
TO_REPORTER: Mapping[str, Mapping[Action, tuple[str, str]]] = {
    "id": {
        A.SUBMIT: ("diterima", "Pengaduan Anda diterima. {agency} memeriksanya paling lambat {due}."),
        A.VERIFY: ("diteruskan", "Pengaduan Anda diperiksa dan diteruskan kepada {agency}. Tenggat penyelesaian: {due}."),
        A.START: ("ditindaklanjuti", "{agency} mulai menindaklanjuti pengaduan Anda."),
        A.RESPOND: ("ditanggapi", "{agency} menanggapi pengaduan Anda. Anda dapat menerima atau menyanggah tanggapan ini sampai {due}."),
        A.CLOSE: ("ditutup", "Pengaduan Anda ditutup karena tanggapan tidak disanggah. Anda masih dapat menyanggahnya selama 30 hari."),
        A.ESCALATE: ("terlambat", "Pengaduan Anda melewati tenggat {due}. Kami meneruskannya ke tingkat {level}."),
    },
    "en": {
        A.SUBMIT: ("received", "Your complaint was received. {agency} checks it by {due}."),
        A.VERIFY: ("forwarded", "Your complaint was checked and forwarded to {agency}. It is to be resolved by {due}."),
        A.START: ("being worked on", "{agency} has started to work on your complaint."),
        A.RESPOND: ("answered", "{agency} has answered your complaint. You can accept or dispute the answer until {due}."),
        A.CLOSE: ("closed", "Your complaint was closed, as the answer was not disputed. You can still dispute it for 30 days."),
        A.ESCALATE: ("overdue", "Your complaint has passed its due date {due}. We have escalated it to level {level}."),
    },
}
TO_AGENCY: Mapping[Action, tuple[str, str]] = {
    A.SUBMIT: ("pengaduan baru", "Pengaduan baru untuk {agency}. Periksa dan teruskan paling lambat {due}."),
    A.VERIFY: ("pengaduan diteruskan", "Pengaduan diteruskan kepada {agency}. Tenggat penyelesaian: {due}."),
    A.REPLY: ("balasan pelapor", "Pelapor membalas pada pengaduan {agency}."),
    A.CONFIRM: ("tanggapan diterima", "Pelapor menerima tanggapan {agency}."),
    A.DISPUTE: ("tanggapan disanggah", "Pelapor menyanggah tanggapan {agency}. Tenggat baru: {due}."),
    A.CLOSE: ("ditutup", "Pengaduan ditutup karena tanggapan {agency} tidak disanggah."),
    A.WITHDRAW: ("ditarik", "Pelapor menarik pengaduannya kepada {agency}."),
    A.REMIND: ("pengingat tenggat", "Pengaduan pada {agency} jatuh tempo {due}."),
    A.ESCALATE: ("eskalasi tingkat {level}", "Pengaduan pada {agency} melewati tenggat {due}; eskalasi tingkat {level}."),
}


def rendered(notice: Notice) -> tuple[str, str]:
    """Subject and body."""
    by_action = TO_REPORTER[notice.lang] if notice.audience is Role.REPORTER else TO_AGENCY
    subject, sentence = by_action[notice.action]
    values = {"agency": notice.agency, "due": notice.due, "level": notice.level}
    code = receipt.written(notice.code)
    return f"[Tanggap] {code}: {subject.format(**values)}", f"{sentence.format(**values)}\n\n{code}\n{notice.link}\n"
