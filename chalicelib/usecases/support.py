"""Somebody stands behind a public complaint: counted once a person, told of what happens if wished, taken back at will."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from chalicelib.domain import screening
from chalicelib.domain import support as supports
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Reporter
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, NotFound
from chalicelib.domain.events import Event
from chalicelib.domain.notices import FOLLOWED, Notice
from chalicelib.domain.support import Follower, Support
from chalicelib.domain.words import Identity, Role
from chalicelib.usecases.deliver import AGENCY_LANG, Letter, stop_address, track_page
from chalicelib.usecases.explore import OVER
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Screened, Sender, screened

TRIES = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How many support a complaint, whether who asked does, and whether they are told of what happens."""

    supporters: int
    supported: bool
    following: bool


def support(code: str, token: str, reporter: Reporter | None, sender: Sender, deps: Deps) -> Standing:
    """The standing after a support by a device; with an address, which follows the complaint. The same again changes nothing, from another device with the same address neither.

    Raises `ChallengeRequired` where a client supports much on a day: the proof is made for the token and this complaint, and good once.
    """
    wish = _support(code, token, reporter, sender.address, deps)
    for tried in range(TRIES):
        counted, followed_by, known = deps.supports.kept(wish)
        try:
            if counted and reporter and not followed_by and not known:
                deps.supports.follow(wish, reporter)
            elif not counted and not known:
                _add(wish, reporter, deps, screened(sender, token, deps, code) if tried == 0 else None)
            else:
                return Standing(_count(code, deps), supported=True, following=bool(followed_by) or known)
        except Conflict:
            continue
        return Standing(_count(code, deps), supported=True, following=reporter is not None)
    raise ActionRefused("support.client", f"from one connection a complaint is supported at most {supports.A_DAY} times a day; try again tomorrow")


def withdraw(code: str, token: str, deps: Deps) -> Standing:
    """The standing after a support was taken back; where there is none, nothing changes."""
    wish = Support(code=code, device=supports.device(deps.key, code, token))
    for _ in range(TRIES):
        counted, followed_by, _ = deps.supports.kept(wish)
        try:
            if counted:
                deps.supports.remove(replace(wish, email=followed_by))
        except Conflict:
            continue
        return Standing(_count(code, deps), supported=False, following=False)
    raise Busy("this support keeps changing")


def letters(event: Event, notice: Notice, case: Case, deps: Deps) -> Iterator[tuple[str, Callable[[], Letter]]]:
    """What the supporters who wished it are told of a complaint, while it is public: the deliveries, each with what writes its letter."""
    if event.action in FOLLOWED and case.complaint.published:
        for one in deps.supports.followers(event.code):
            name = f"{event.code}#{event.seq}#{Role.REPORTER}#{one.id}"
            yield name, partial(_letter, name, one, notice, deps)


def _letter(name: str, one: Follower, notice: Notice, deps: Deps) -> Letter:
    lang, code = one.reporter.lang, notice.code
    page = "/explore.html" if lang == AGENCY_LANG else f"/{lang}/explore.html"
    token = supports.stop_token(deps.key, code, one.device)
    stop = f"{deps.site_url}{page}#stop={code}/{token}"
    theirs = replace(notice, lang=lang, link=track_page(code, lang, deps), supported=True, stop=stop, stop_at=stop_address(f"{code}-{token}", deps))
    return Letter(name, one.reporter.email, theirs)


def forget(event: Event, case: Case, deps: Deps) -> None:
    """Forget the addresses that follow a case which has ended and whose reporter is not known any more, or never was; not before they were told of its last event."""
    if event.seq == len(case.events) and case.complaint.closed_at and case.complaint.identity is Identity.NONE:
        deps.supports.forget(event.code)


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
    )


def _count(code: str, deps: Deps) -> int:
    return deps.feed.beside([code], places=False)[0].get(code, 0)


def _add(wish: Support, reporter: Reporter | None, deps: Deps, screened_as: Screened | None) -> None:
    if screened_as and screened_as.refused:
        raise screened_as.refused
    deps.supports.add(wish, reporter, deps.now())
