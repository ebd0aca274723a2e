"""Somebody stands behind a public complaint: counted once a person, told of what happens if wished, taken back at will."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from chalicelib import logs
from chalicelib.domain import screening
from chalicelib.domain import support as supports
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint, Reporter
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.notices import FOLLOWED, Notice
from chalicelib.domain.support import Follower, Kept, Support
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.deliver import AGENCY_LANG, Letter, Outcome, carry, stop_address, track_page
from chalicelib.usecases.explore import OVER
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender, screened

TRIES = 3
ASKED = "follower"
"""What the deliveries begin with that ask an address."""
log = logs.get("jobs")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many support a complaint, whether who asked does, whether they are told of what happens, or will be once they confirm it by the mail that they get."""

    supporters: int
    supported: bool
    following: bool = False
    unconfirmed: bool = False


def support(code: str, token: str, reporter: Reporter | None, sender: Sender, deps: Deps) -> Standing:
    """The standing after a support by a device; with an address, which follows the complaint once whoever reads its mail has confirmed that.

    The same again changes nothing, from another device with the same address neither; an address that is not confirmed gives way to another one.

    Raises `ChallengeRequired` where a client supports much on a day: the proof is made for the token and this complaint, and good once.
    """
    wish = _support(code, token, reporter, sender.address, deps)
    for tried in range(TRIES):
        kept = deps.supports.kept(wish, deps.now())
        if kept.known or (kept.counted and (reporter is None or (kept.follows and not kept.waits))):
            return _standing(kept, wish, deps)
        if tried == 0 and (refused := screened(sender, token, deps, code).refused):
            raise refused
        try:
            if kept.counted and reporter:
                deps.supports.follow(wish, reporter, deps.now(), kept)
            else:
                deps.supports.add(wish, reporter, deps.now())
        except Conflict:
            continue
        return Standing(_count(code, deps), supported=True, unconfirmed=reporter is not None)
    raise ActionRefused("support.client", f"from one connection a complaint is supported at most {supports.A_DAY} times a day; try again tomorrow")


def withdraw(code: str, token: str, deps: Deps) -> Standing:
    """The standing after a support was taken back; where there is none, nothing changes."""
    wish = Support(code=code, device=supports.device(deps.key, code, token))
    for _ in range(TRIES):
        kept = deps.supports.kept(wish, deps.now())
        try:
            if kept.counted:
                deps.supports.remove(wish, kept)
        except Conflict:
            continue
        return Standing(_count(code, deps), supported=False)
    raise Busy("this support keeps changing")


def confirm(code: str, token: str, deps: Deps) -> Standing:
    """The standing after whoever reads the mail to an address has said that it is to be told; a link that is not ours, or no longer works, changes nothing."""
    id_ = supports.confirmed_by(deps.key, code, token)
    done = id_ is not None and deps.supports.confirm(code, id_, deps.now())
    return Standing(_count(code, deps), supported=done, following=done)


def ask(code: str, id_: str, deps: Deps) -> Outcome:
    """Ask an address by mail whether it is to be told, once a day at most; nothing where that is known already. Safe to run twice."""
    found = deps.supports.follower(code, id_)
    if found is None or found.until is None:
        return Outcome.NOTHING
    return _ask(_asking(code, id_, f"{found.until.date()}"), code, found, deps)


def ask_again(delivery: str, deps: Deps) -> Outcome:
    """Ask once more where the mail did not go out; nothing is asked of who has taken the support back or confirmed it meanwhile."""
    _, code, id_, until = delivery.split("#")
    found = deps.supports.follower(code, id_)
    if found is None or found.until is None or f"{found.until.date()}" != until:
        deps.deliveries.done(delivery, deps.now())
        return Outcome.NOTHING
    return _ask(delivery, code, found, deps)


def _ask(delivery: str, code: str, one: Follower, deps: Deps) -> Outcome:
    lang = one.reporter.lang
    link = f"{deps.site_url}{_explore(lang)}#follow={code}/{supports.confirm_token(deps.key, code, one.id)}"
    send = partial(deps.mail.ask_follower, one.reporter.email, link, code, lang)
    return carry(delivery, one.reporter.email, send, lambda why: log.warning("undelivered", extra=logs.facts(code=code, kind=why)), deps)


def _asking(code: str, id_: str, until: str) -> str:
    return f"{ASKED}#{code}#{id_}#{until}"


def _explore(lang: str) -> str:
    return "/explore.html" if lang == AGENCY_LANG else f"/{lang}/explore.html"


def letters(event: Event, notice: Notice, case: Case, deps: Deps) -> Iterator[tuple[str, Callable[[], Letter]]]:
    """What the supporters who wished it are told of a complaint, while it is public: the deliveries, each with what writes its letter."""
    if event.action in FOLLOWED and case.complaint.published:
        for one in deps.supports.followers(event.code):
            if one.hears(event.at):
                name = f"{event.code}#{event.seq}#{Role.REPORTER}#{one.id}"
                yield name, partial(_letter, name, one, notice, deps)


def letter(name: str, id_: str, event: Event, notice: Notice, case: Case, deps: Deps) -> Letter | None:
    """What one supporter is told; none where the complaint is not public any more, or they do not follow it."""
    one = deps.supports.follower(event.code, id_) if case.complaint.published else None
    return _letter(name, one, notice, deps) if one and one.hears(event.at) else None


def _letter(name: str, one: Follower, notice: Notice, deps: Deps) -> Letter:
    lang, code = one.reporter.lang, notice.code
    token = supports.stop_token(deps.key, code, one.device)
    stop = f"{deps.site_url}{_explore(lang)}#stop={code}/{token}"
    theirs = replace(notice, lang=lang, link=track_page(code, lang, deps), supported=True, stop=stop, stop_at=stop_address(f"{code}-{token}", deps))
    return Letter(name, one.reporter.email, theirs)


def forget(ended: Sequence[Complaint], deps: Deps) -> None:
    """Forget the addresses that follow what has ended and whose reporter is not known any more, or never was; not before they were told of its last event."""
    for one in ended:
        if one.identity is Identity.NONE:
            deps.supports.forget(one.code)


def stop(code: str, token: str, deps: Deps) -> bool:
    """Take back the support that a notice's token is for; whether it is one of ours. Again changes nothing."""
    if not supports.is_stop_token(deps.key, code, token):
        return False
    withdraw(code, token, deps)
    return True


def _support(code: str, token: str, reporter: Reporter | None, client: str, deps: Deps) -> Support:
    """Raises `NotFound` for what is not public, `ActionRefused` for what is over."""
    found = deps.feed.complaints([code])
    if not found or not found[0].published:
        raise NotFound("there is no public complaint with this code")
    if found[0].status in OVER:
        raise ActionRefused("support.over", "nobody works on this complaint any more; one that is linked is supported at its lead")
    return Support(
        code=code,
        device=supports.device(deps.key, code, token),
        email=supports.email(deps.key, code, reporter.email) if reporter else "",
        client=supports.client(deps.key, code, screening.client(client, deps.now().date(), deps.key)) if client else "",
        until=deps.now() + supports.CONFIRM_WITHIN if reporter else None,
    )


def _count(code: str, deps: Deps) -> int:
    return deps.feed.beside([code], places=False)[0].get(code, 0)


def _standing(kept: Kept, wish: Support, deps: Deps) -> Standing:
    """Nothing changes. Whether an address follows already is not told to whoever else names it."""
    following = kept.follows and not kept.waits
    asked = (kept.follows and kept.waits) or (kept.known and kept.email != wish.email)
    return Standing(_count(wish.code, deps), supported=True, following=following, unconfirmed=asked and not following)
