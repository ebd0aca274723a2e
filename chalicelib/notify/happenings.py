"""What happened to complaints, in the words of feeds: to no one reader, and never what was written."""

from collections.abc import Mapping

from chalicelib.domain.notices import Notice
from chalicelib.domain.words import Action, Role, Status
from chalicelib.notify.texts import TO_REPORTER, values

LIST: Mapping[str, str] = {"id": "Pengaduan: {name}", "en": "Complaints: {name}"}
IT: Mapping[str, str] = {"id": "Pengaduan ini", "en": "This complaint"}
MORE: Mapping[str, Mapping[Action, str]] = {
    "id": {
        Action.HOLD: "{it} tertunda: {agency} bertanya kepada pelapor.",
        Action.REPLY: "Pelapor membalas.",
        Action.UNSEAL: "Identitas pelapor yang tersegel dibuka oleh inspektorat atau admin nasional.",
        Action.ERASE: "Identitas pelapor dihapus.",
        Action.RECOUNT: "Tenggat pengaduan ini dihitung lagi, karena kalendernya berubah.",
        Action.RESUME: "{it} dilanjutkan tanpa jawaban atas pertanyaan {agency}.",
        Action.PUBLISH: "Diputuskan apakah isi pengaduan ini terbuka untuk publik.",
        Action.REDACT: "Sebagian isi pengaduan ini disamarkan.",
    },
    "en": {
        Action.HOLD: "{it} is on hold: {agency} has a question for the reporter.",
        Action.REPLY: "The reporter replied.",
        Action.UNSEAL: "The reporter's sealed identity was opened by the inspectorate or the national steward.",
        Action.ERASE: "The reporter's identity was erased.",
        Action.RECOUNT: "The due dates of this complaint were counted again, since the calendar has changed.",
        Action.RESUME: "{it} goes on without an answer to the question of {agency}.",
        Action.PUBLISH: "It was decided whether what this complaint says is open to the public.",
        Action.REDACT: "A part of what this complaint says was masked.",
    },
}
"""What reporters are not told of by mail, or in words that are for them alone."""
OTHERWISE: Mapping[str, str] = {"id": "Ada perkembangan pada pengaduan ini.", "en": "Something happened to this complaint."}
BY: Mapping[str, Mapping[str, str]] = {"id": {Role.REPORTER: "Pelapor"}, "en": {Role.REPORTER: "Reporter"}}
STATUS: Mapping[str, Mapping[Status, str]] = {
    "id": {
        Status.RECEIVED: "Diperiksa oleh {agency}.",
        Status.FORWARDED: "Diteruskan kepada {agency}.",
        Status.IN_PROGRESS: "Ditindaklanjuti oleh {agency}.",
        Status.RESPONDED: "Ditanggapi oleh {agency}.",
        Status.CLOSED: "Selesai di {agency}.",
        Status.ON_HOLD: "{agency} menunggu jawaban pelapor.",
        Status.ARCHIVED: "Diarsipkan oleh {agency}.",
        Status.WITHDRAWN: "Ditarik oleh pelapor.",
        Status.LINKED: "Terhubung dengan pengaduan lain pada {agency}.",
    },
    "en": {
        Status.RECEIVED: "Being checked by {agency}.",
        Status.FORWARDED: "Forwarded to {agency}.",
        Status.IN_PROGRESS: "Being worked on by {agency}.",
        Status.RESPONDED: "Answered by {agency}.",
        Status.CLOSED: "Closed at {agency}.",
        Status.ON_HOLD: "{agency} waits for the reporter's answer.",
        Status.ARCHIVED: "Archived by {agency}.",
        Status.WITHDRAWN: "Withdrawn by its reporter.",
        Status.LINKED: "Linked to another complaint at {agency}.",
    },
}
"""Where a complaint stands."""


def happened(notice: Notice) -> str:
    """What happened, to anybody."""
    _, told, *_ = TO_REPORTER[notice.lang].get(notice.action, ("", OTHERWISE[notice.lang]))
    sentence = MORE[notice.lang].get(notice.action, told)
    return sentence.format(**values(notice, IT[notice.lang]))
