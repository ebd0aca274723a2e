"""A citizen files a complaint and gets a receipt."""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from chalicelib.domain import change, receipt, reporting
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Location, Reporter, Text
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import Busy, ChallengeRequired, Conflict, FieldError, KeyReused
from chalicelib.domain.events import REPORTER, digest_of
from chalicelib.domain.lost import contact_of
from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.domain.receipt import Receipt
from chalicelib.domain.reference import NATION, Agency, Category, Region, default_agency
from chalicelib.domain.reporting import Filing
from chalicelib.domain.words import Channel, Class, Identity, Visibility
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Screened, Sender, screened, suspicions
from chalicelib.usecases.setting import agency_now, office, policy, salt, unknown

OLDEST = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a citizen sends, well-formed. `agency` is empty when they do not know."""

    type: Class
    title: str
    body: str
    category: str
    region: str
    visibility: Visibility
    identity: Identity
    place: str = ""
    location: Location | None = None
    occurred_on: date | None = None
    agency: str = ""
    reporter: Reporter | None = None
    channel: Channel = Channel.API


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed complaint; `again` when this very submission had been filed before."""

    receipt: Receipt
    case: Case
    again: bool


def wrong_fields(values: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with fields that are well-formed each: things that do not exist, dates that cannot be. `values` may be incomplete."""
    kinds = {"category": Category, "region": Region, "agency": Agency}
    named = [(f"/{name}", kind, values[name]) for name, kind in kinds.items() if values.get(name)]
    deps.reference.fetch((Policy, IN_FORCE), (Agency, NATION), *((kind, id_) for _, kind, id_ in named))
    return unknown(named, deps) + _closed(values.get("category"), deps) + _wrong_date(values.get("occurred_on"), deps)


def submit(order: Submission, idempotency_key: str | None, deps: Deps, sender: Sender | None = None) -> Filed:
    """File a complaint whose fields are right; the same key and submission again give the same receipt, another submission raises `KeyReused`.

    A sender that nobody vouches for is screened, and may get `ChallengeRequired`: but not for what was filed already.
    """
    given, fingerprint = _receipt(order, idempotency_key, deps)
    seen = screened(sender, idempotency_key, deps) if sender else None
    if seen and seen.refused:
        return _filed_before(given if idempotency_key else None, fingerprint, seen.refused, deps)
    text = Text(**{name: getattr(order, name) for name in ("title", "body", "place", "location", "occurred_on")}, salt=salt(deps))
    first = _first(order, given, fingerprint, text, seen, deps)
    try:
        deps.cases.file(first, text, _kept(order.reporter, deps))
    except (Conflict, Busy) as error:
        return _filed_before(given, fingerprint, error, deps)
    return Filed(given, Case(complaint=first.complaint, text=text, events=(first.event,)), again=False)


def _first(order: Submission, given: Receipt, fingerprint: str, text: Text, seen: Screened | None, deps: Deps) -> change.Change:
    owner = agency_now(order.agency or default_agency(_categories(order.category, deps), order.region), deps)
    at = Circumstances(deps.now(), policy(None, deps), office(owner, deps))
    public = order.location if order.visibility is Visibility.PUBLIC else None
    filing = Filing(
        class_=_class(order, deps),
        category=order.category,
        region=order.region,
        agency=owner.id,
        visibility=order.visibility,
        identity=order.identity,
        cell=public.cell if public else None,
        secret_hash=receipt.hashed(given.secret),
        fingerprint=fingerprint,
        text_digest=text_digest(text),
        moderation=suspicions(seen.by_client, owner.id, text, deps) if seen else (),
        channel=order.channel,
    )
    first = change.first(given.code, reporting.submit(filing, at), REPORTER, at)
    return replace(first, complaint=replace(first.complaint, title=text.title))


def _kept(reporter: Reporter | None, deps: Deps) -> Reporter | None:
    return replace(reporter, contact=contact_of(reporter.email, deps.key)) if reporter else None


def _categories(id_: str, deps: Deps) -> Iterator[Category]:
    """A category and the one above it, each read only if it is asked for."""
    category = deps.reference.get(Category, id_)
    if category:
        yield category
    if category and category.parent and (above := deps.reference.get(Category, category.parent)):
        yield above


def text_digest(text: Text) -> str:
    """What the first event holds of what was written."""
    where = [text.place, text.location.lat if text.location else None, text.location.lon if text.location else None]
    return digest_of(json.dumps([text.title, text.body, *where, str(text.occurred_on)], ensure_ascii=False), text.salt)


def _class(order: Submission, deps: Deps) -> Class:
    category = deps.reference.get(Category, order.category)
    return category.default_class if order.type is Class.COMPLAINT and category else order.type


def _receipt(order: Submission, idempotency_key: str | None, deps: Deps) -> tuple[Receipt, str]:
    """The receipt of a submission, and what it is known again by."""
    if idempotency_key is None:
        given = receipt.from_entropy(deps.random_bytes(32), deps.random_bytes(32))
        return given, _fingerprint(order, given.secret, deps)
    fingerprint = _fingerprint(order, idempotency_key, deps)
    return receipt.derive(deps.key, idempotency_key, fingerprint), fingerprint


def _fingerprint(order: Submission, unknown_to_us: str, deps: Deps) -> str:
    """The same for the same submission, however its JSON was spaced and ordered, and by whatever page it came.

    It covers who filed and is sealed for good, so it hangs on something that is kept nowhere: nobody, with the installation's key either, can try out names on it.
    """
    said = {name: value for name, value in asdict(order).items() if name != "channel"}
    written = json.dumps(said, sort_keys=True, default=str)
    return hmac.digest(deps.key, f"{unknown_to_us}\0{written}".encode(), "sha256").hex()[:40]


def _filed_before(given: Receipt | None, fingerprint: str, error: Conflict | Busy | ChallengeRequired, deps: Deps) -> Filed:
    """The complaint that an earlier or simultaneous call of this submission filed; a receipt that is nowhere written down was never given before."""
    case = deps.cases.case(given.code) if given else None
    if given is None or case is None:
        raise error
    if case.events[0].data["fingerprint"] != fingerprint:
        raise KeyReused("this Idempotency-Key was used for another submission")
    return Filed(given, case, again=True)


def _closed(id_: str | None, deps: Deps) -> list[FieldError]:
    category = deps.reference.get(Category, id_) if id_ else None
    return [FieldError("/category", "closed", "this category takes no more complaints; choose another")] if category and category.closed else []


def _wrong_date(occurred_on: date | None, deps: Deps) -> list[FieldError]:
    """Dates are the reporter's own: anywhere on earth it may already be tomorrow in UTC."""
    if occurred_on is None:
        return []
    today = deps.now().date()
    if occurred_on > today + timedelta(days=1):
        return [FieldError("/occurred_on", "in-the-future", "the date has not come yet")]
    if occurred_on < today - OLDEST:
        return [FieldError("/occurred_on", "too-old", f"the date is more than {OLDEST.days} days ago")]
    return []
