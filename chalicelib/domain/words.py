"""The closed vocabularies of the rules; the values are what the API, the store and the pages use."""

from enum import StrEnum


class Status(StrEnum):
    """Where a complaint stands. SP4N's words: Belum Terverifikasi, Belum Ditindaklanjuti, Sedang Diproses, Tertunda (on hold), Selesai, Arsip."""

    RECEIVED = "received"
    FORWARDED = "forwarded"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESPONDED = "responded"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    LINKED = "linked"


class Class(StrEnum):
    """What sets the deadline to resolve; `supervised` ("berkadar pengawasan") may be misconduct and needs an inspection."""

    INFORMATION = "information"
    ASPIRATION = "aspiration"
    COMPLAINT = "complaint"
    SUPERVISED = "supervised"


class Action(StrEnum):
    """What can happen to a complaint; each is one event on its timeline."""

    SUBMIT = "submit"
    VERIFY = "verify"
    FORWARD = "forward"
    START = "start"
    RESPOND = "respond"
    RETURN = "return"
    HOLD = "hold"
    REPLY = "reply"
    RESUME = "resume"
    EXTEND = "extend"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    CLOSE = "close"
    ARCHIVE = "archive"
    LINK = "link"
    UNLINK = "unlink"
    WITHDRAW = "withdraw"
    SURVEY = "survey"
    NOTE = "note"
    INSTRUCT = "instruct"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    PUBLISH = "publish"
    REDACT = "redact"
    UNSEAL = "unseal"
    ERASE = "erase"
    REMIND = "remind"
    ESCALATE = "escalate"
    RECOUNT = "recount"


class Role(StrEnum):
    """Who acts: the reporter by the receipt, the roles of an agency by a key, the system by its schedules."""

    REPORTER = "reporter"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    INSPECTOR = "inspector"
    STEWARD = "steward"
    OBSERVER = "observer"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How an agency answers: either way with a public text, the second also with a reason."""

    RESOLVED = "resolved"
    CANNOT_BE_RESOLVED = "cannot_be_resolved"


class Identity(StrEnum):
    """What is kept of the reporter, and who may see it: officers (`named`), nobody until opened with a reason (`sealed`), nothing (`none`)."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


class Visibility(StrEnum):
    """`confidential` hides title, text, place, attachments and replies from the public; the case still counts."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


class Suspicion(StrEnum):
    """Why a new complaint is marked for moderation: too many of its client or for its agency, links, or a text that came before."""

    CLIENT = "client"
    SURGE = "surge"
    LINKS = "links"
    REPEATED = "repeated"


class Channel(StrEnum):
    """How a complaint came: by the form, by the form that a poster's code opened, by another program, out of another system."""

    WEB = "web"
    POSTER = "poster"
    API = "api"
    IMPORT = "import"


class Clock(StrEnum):
    """The deadlines, in the order in which they run; while `hold` runs, for the reporter's answer, the others stand still."""

    VERIFY = "verify"
    FOLLOW_UP = "follow_up"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    HOLD = "hold"
