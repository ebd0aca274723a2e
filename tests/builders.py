"""Valid values by default; a test says only what matters to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain import access, change, identity, publishing, receipt, recounting, reporting, routing, working
from chalicelib.domain.access import AccessKey
from chalicelib.domain.assessment import Assessment
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.change import Change
from chalicelib.domain.commitment import Commitment, Indicator, Measured
from chalicelib.domain.complaint import Complaint, Location, Reporter, Text
from chalicelib.domain.deadlines import Office
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.events import REPORTER, SYSTEM, Actor
from chalicelib.domain.policy import Policy
from chalicelib.domain.receipt import Receipt
from chalicelib.domain.recounting import Revision
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.reference import NATION, Agency, Category, Region
from chalicelib.domain.reporting import Filing
from chalicelib.domain.survey import Sheet
from chalicelib.domain.template import Template
from chalicelib.domain.webhook import Endpoint
from chalicelib.domain.words import Class, Identity, Outcome, Role, Visibility
from chalicelib.usecases.submit import Submission

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""A Tuesday: noon in Bali (WITA), 11:00 in Jakarta (WIB)."""

CALENDAR = Calendar(
    id="id",
    weekend=frozenset({5, 6}),
    holidays={date(2026, 12, 24): "Cuti Bersama Natal", date(2026, 12, 25): "Hari Raya Natal", date(2027, 1, 1): "Tahun Baru"},
    first=date(2026, 1, 1),
    last=date(2028, 12, 31),
)
POLICY = Policy()
BALI = Office("Asia/Makassar", CALENDAR)
JAKARTA = Office("Asia/Jakarta", CALENDAR)
NATIONAL = Agency(
    id=NATION,
    name="Nasional",
    kind="nation",
    path=NATION,
    zone="Asia/Jakarta",
    calendar="id",
    contacts={"steward": "steward@example.org", "observer": "observer@example.org"},
)
PROVINCE = Agency(
    id="51",
    name="Provinsi Bali",
    kind="province",
    path="nation/51",
    zone="Asia/Makassar",
    calendar="id",
    region="51",
    contacts={"inspector": "inspektorat@example.org"},
)
CITY = Agency(
    id="51.71",
    name="Kota Denpasar",
    kind="city",
    path="nation/51/51.71",
    zone="Asia/Makassar",
    calendar="id",
    region="51.71",
    contacts={"coordinator": "admin@example.org"},
)
UNIT = Agency(
    id="51.71.pupr",
    name="Dinas PUPR Kota Denpasar",
    kind="unit",
    path="nation/51/51.71/51.71.pupr",
    zone="Asia/Makassar",
    calendar="id",
    contacts={"officer": "pupr@example.org"},
)
SIBLING = Agency(id="51.71.dlh", name="Dinas LH Kota Denpasar", kind="unit", path="nation/51/51.71/51.71.dlh", zone="Asia/Makassar", calendar="id")
REGENCY = Agency(id="51.03", name="Kabupaten Badung", kind="regency", path="nation/51/51.03", zone="Asia/Makassar", calendar="id", region="51.03")
OTHER_CITY = Agency(id="34.71", name="Kota Yogyakarta", kind="city", path="nation/34.71", zone="Asia/Jakarta", calendar="id", region="34.71")
AGENCIES = (NATIONAL, PROVINCE, CITY, UNIT, SIBLING, OTHER_CITY)
CATEGORIES = (
    Category(id="jalan", name="Jalan", name_en="Roads"),
    Category(id="jalan.lampu", name="Lampu jalan", name_en="Street lights", parent="jalan"),
    Category(id="pungli", name="Pungutan liar", name_en="Extortion", default_class=Class.SUPERVISED),
)
REGIONS = (Region(code="51", name="Bali", level="province"), Region(code="51.71", name="Kota Denpasar", level="city"))
REFERENCE = (CALENDAR, POLICY, *AGENCIES, *CATEGORIES, *REGIONS)

OFFICER = Actor(role=Role.OFFICER, agency="51.71.pupr", holder="Made")
COORDINATOR = Actor(role=Role.COORDINATOR, agency="51.71", holder="Ketut")
STEWARD = Actor(role=Role.STEWARD, agency=NATION, holder="Sari")
ANSWER = "Lampu sudah kami ganti hari ini."
ANSWERS = (3, 4, 2, 4, 3, 3, 4, 3, 3)
"""To the nine questions of the survey."""
REASON = "Lampunya masih mati sampai malam ini."


def at(now: datetime = NOON, office: Office = BALI, policy: Policy = POLICY) -> Circumstances:
    return Circumstances(now, policy, office)


def later(days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
    return NOON + timedelta(days=days, hours=hours, minutes=minutes)


def a_receipt(seed: int = 1) -> Receipt:
    return receipt.from_entropy(seed.to_bytes(32), (seed + 1000).to_bytes(32))


def a_filing(**changes: Any) -> Filing:
    values: dict[str, Any] = {
        "class_": Class.COMPLAINT,
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "visibility": Visibility.PUBLIC,
        "identity": Identity.NAMED,
        "cell": "-866,11521",
        "secret_hash": receipt.hashed(a_receipt().secret),
        "fingerprint": "f" * 40,
        "text_digest": "d" * 64,
    }
    return Filing(**values | changes)


def a_text(**changes: Any) -> Text:
    values: dict[str, Any] = {"title": "Lampu jalan mati", "body": "Lampu jalan di depan rumah mati sejak seminggu.", "salt": "s" * 24}
    return Text(**values | changes)


def a_reporter(**changes: Any) -> Reporter:
    return Reporter(**{"name": "Budi", "email": "budi@example.org", "phone": "+62 811 0000 000", "lang": "id"} | changes)


def a_first(seed: int = 1, now: datetime = NOON, title: str = "Lampu jalan mati", **changes: Any) -> Change:
    """The change that files a complaint."""
    filed = change.first(a_receipt(seed).code, reporting.submit(a_filing(**changes), at(now)), REPORTER, at(now))
    return replace(filed, complaint=replace(filed.complaint, title=title))


def received(**changes: Any) -> Complaint:
    return a_first(**changes).complaint


def verified(complaint: Complaint, now: datetime = NOON, to: Agency = UNIT, *, late: bool = False) -> Change:
    return change.then(complaint, routing.verify(complaint, to, at(now), late=late), COORDINATOR, at(now), "")


def started(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, working.start(complaint), OFFICER, at(now), "")


def responded(complaint: Complaint, now: datetime = NOON, outcome: Outcome = Outcome.RESOLVED, reason: str = "") -> Change:
    return change.then(complaint, working.respond(complaint, outcome, ANSWER, reason, at(now)), OFFICER, at(now), "salt")


def confirmed(complaint: Complaint, now: datetime = NOON, rating: int = 4) -> Change:
    return change.then(complaint, reporting.confirm(complaint, rating), REPORTER, at(now), "")


def surveyed(complaint: Complaint, now: datetime = NOON, answers: tuple[int, ...] = ANSWERS) -> Change:
    return change.then(complaint, reporting.survey(complaint, Sheet(id=f"sheet-{complaint.code}", answers=answers)), REPORTER, at(now), "")


def disputed(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, reporting.dispute(complaint, REASON, at(now)), REPORTER, at(now), "salt")


def returned(complaint: Complaint, now: datetime = NOON, proposed: Agency | None = OTHER_CITY) -> Change:
    deed = routing.return_(complaint, proposed, "Ini urusan kota lain, bukan kami.", at(now))
    return change.then(complaint, routing.received_by(deed, JAKARTA, at(now)), OFFICER, at(now, JAKARTA), "salt")


def held(complaint: Complaint, now: datetime = NOON, days: int | None = None) -> Change:
    return change.then(complaint, working.hold(complaint, "Di sebelah mana lampunya?", days, at(now)), OFFICER, at(now), "salt")


def resumed(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, working.resume(complaint, at(now)), SYSTEM, at(now), "")


def replied(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, reporting.reply(complaint, "Di depan pasar.", at(now)), REPORTER, at(now), "salt")


def extended(complaint: Complaint, now: datetime = NOON, days: int = 5) -> Change:
    return change.then(complaint, working.extend(complaint, days, "Suku cadang lampu harus dipesan.", at(now)), OFFICER, at(now), "salt")


def archived(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, routing.archive(complaint, "unclear", "Tidak jelas.", at(now)), COORDINATOR, at(now), "salt")


def linked(complaint: Complaint, lead: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, routing.link(complaint, lead, at(now)), COORDINATOR, at(now), "")


def unlinked(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, routing.unlink(complaint, "Lampu yang lain."), COORDINATOR, at(now), "salt")


def let_go(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, routing.let_go(complaint, at(now)), SYSTEM, at(now), "")


def recounted(complaint: Complaint, *days: date, now: datetime = NOON) -> Change:
    """The change where these days turn into days off."""
    revision = Revision(CALENDAR, CALENDAR.changed(dict.fromkeys(days, "Libur"), ()), now)
    deed = recounting.recount(complaint, revision, {}, POLICY, BALI.zone)
    assert deed
    return change.then(complaint, deed, SYSTEM, at(now), "")


def redacted(complaint: Complaint, redaction: Redaction, now: datetime = NOON) -> Change:
    return change.then(complaint, publishing.redact(redaction, "Memuat nama orang."), COORDINATOR, at(now), "salt")


def unsealed(complaint: Complaint, now: datetime = NOON, actor: Actor = STEWARD) -> Change:
    return change.then(complaint, identity.unseal(complaint, REASON), actor, at(now), "salt")


def erased(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, identity.erase(complaint), REPORTER, at(now), "")


def withdrawn(complaint: Complaint, now: datetime = NOON) -> Change:
    return change.then(complaint, reporting.withdraw(complaint, ""), REPORTER, at(now), "")


def a_submission(**changes: Any) -> Submission:
    values: dict[str, Any] = {
        "type": Class.COMPLAINT,
        "title": "Lampu jalan mati",
        "body": "Lampu jalan di depan rumah mati sejak seminggu.",
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "visibility": Visibility.PUBLIC,
        "identity": Identity.NAMED,
        "location": Location(lat=-8.65, lon=115.21),
        "reporter": a_reporter(),
    }
    return Submission(**values | changes)


def a_body(**changes: Any) -> dict[str, Any]:
    """The JSON of a submission; a value of `...` leaves the field out."""
    values: dict[str, Any] = {
        "type": "complaint",
        "title": "Lampu jalan mati",
        "body": "Lampu jalan di depan rumah mati sejak seminggu.",
        "category": "jalan.lampu",
        "region": "51.71",
        "agency": "51.71",
        "visibility": "public",
        "identity": "named",
        "location": {"lat": -8.65, "lon": 115.21},
        "reporter": {"name": "Budi", "email": "budi@example.org"},
    }
    return {name: value for name, value in (values | changes).items() if value is not ...}


def a_key(role: Role, agency: str, seed: int = 1, holder: str = "Made", **changes: Any) -> tuple[AccessKey, str]:
    """A key of the stage `test`, and its text."""
    key_id, text = access.compose("test", bytes([seed] * 8), bytes([seed] * 20))
    values: dict[str, Any] = {"created_at": NOON, "expires_at": NOON + timedelta(days=365)}
    key = AccessKey(id=key_id, hash=access.hashed(text), agency=agency, role=role, holder=holder, **values | changes)
    return key, text


def a_commitment(**changes: Any) -> Commitment:
    values: dict[str, Any] = {
        "id": "commitment",
        "agency": "51.71",
        "indicator": Indicator.RESOLVED_ON_TIME,
        "target": 0.9,
        "by": date(2027, 6, 30),
        "text": "Sembilan dari sepuluh pengaduan selesai tepat waktu.",
        "made_on": date(2026, 11, 24),
        "start": Measured(period="2026-10", value=0.6),
    }
    return Commitment(**values | changes)


def an_assessment(**changes: Any) -> Assessment:
    values: dict[str, Any] = {
        "id": "2022-a",
        "agency": "51.71",
        "assessor": "KemenPANRB",
        "year": 2022,
        "result": "Top 30",
        "source": "https://www.menpan.go.id/",
        "recorded_on": date(2026, 11, 24),
    }
    return Assessment(**values | changes)


def an_endpoint(**changes: Any) -> Endpoint:
    values: dict[str, Any] = {"id": "wh-1", "agency": "51.71", "url": "https://hooks.example.org/1", "made_by": "Ketut", "created_at": NOON}
    return Endpoint(**values | changes)


def a_template(**changes: Any) -> Template:
    values: dict[str, Any] = {"id": "terima", "name": "Terima kasih", "text": "Laporan {code} kami tangani sampai {due}. Salam, {agency}"}
    return Template(**values | changes)
