"""Take a month's cases out: those whose resolve due date falls in it, of the agencies that the actor sees."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import IO

from chalicelib.domain import permissions
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import ActionRefused, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Agency
from chalicelib.usecases.attach import LINK_WORKS
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency

MOST = 50_000
"""Cases an export: about what can be read while the caller waits."""
BATCH = 100


def cases(actor: Actor, unit: str, month: str, deps: Deps) -> Iterator[Complaint]:
    """The cases of one agency, or of all that the actor sees, by agency and code; raises `NotFound` for an agency outside, `ActionRefused` for too many.

    The index lags behind: what has moved on since is left out, so that nothing outside the scope is shown.
    """
    scope = _scope(actor, unit, deps)
    codes = _codes(scope, month, deps)
    for start in range(0, len(codes), BATCH):
        for one in deps.cases.complaints(codes[start : start + BATCH]):
            if one.agency in scope and one.resolve_due and f"{one.resolve_due:%Y-%m}" == month:
                yield one


def keep(file: IO[bytes], name: str, type_: str, deps: Deps) -> tuple[str, datetime]:
    """Put a file where nobody finds it, for a day; its short-lived address, and until when that works."""
    key = f"exports/{deps.random_bytes(16).hex()}/{name}"
    deps.files.put(key, file, type_)
    return deps.files.link(key, name, type_, int(LINK_WORKS.total_seconds())), deps.now() + LINK_WORKS


def _scope(actor: Actor, unit: str, deps: Deps) -> Sequence[str]:
    candidates = [agency(unit, deps)] if unit else deps.reference.every(Agency)
    seen = [one.id for one in candidates if permissions.sees(actor, one)]
    if unit and not seen:
        raise NotFound(f"there is no agency {unit}")
    return seen


def _codes(scope: Sequence[str], month: str, deps: Deps) -> Sequence[str]:
    """Each once: a case that is forwarded at this moment may stand in two agencies' months."""
    found = chain.from_iterable(deps.cases.codes(id_, month) for id_ in scope)
    codes = list(dict.fromkeys(islice(found, MOST + 1)))
    if len(codes) > MOST:
        raise ActionRefused("export.limit", f"an export has at most {MOST} cases: name one agency with unit")
    return codes
