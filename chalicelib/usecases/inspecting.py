"""Uploads: what the bucket reports is read once, judged and made anew, and kept or refused."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain import attachment, content
from chalicelib.domain.attachment import Attachment, Reason, State
from chalicelib.domain.errors import Conflict
from chalicelib.domain.upload import Clean, Refused, Upload
from chalicelib.usecases.ports import Deps

CLEAN = "NO_THREATS_FOUND"
VERDICTS: Mapping[str, Reason] = {"THREATS_FOUND": Reason.MALWARE, "UNSUPPORTED": Reason.TOO_COMPLEX}
"""What the scanner says of what is not to be kept. Where it failed, or has not looked yet, the message comes again."""


class NotScanned(Exception):
    """The malware scanner has given no verdict."""


def inspect(key: str, deps: Deps) -> Attachment | None:
    """Settle an upload that the bucket reports; safe to run twice. None for a key that nobody expects any more; raises `NotScanned` while there is no verdict.

    What was uploaded is gone afterwards, whatever became of it.
    """
    place = attachment.place_of(key)
    if place is None:
        return None
    expected = deps.cases.attachment(*place)
    if expected is None or expected.key != key or expected.state is not State.WAITING:
        _tidy(expected, key, deps)
        return None
    found = deps.files.found(key)
    if found is None:
        return None
    try:
        settled = _settled(expected, found, deps)
        deps.cases.settle(settled, key)
    except Conflict:
        _passed_over(deps.cases.attachment(*place), key, deps)
        return None
    _tidy(settled, key, deps)
    return settled


def _passed_over(now: Attachment | None, key: str, deps: Deps) -> None:
    """Uploaded anew, which the bucket reports too, or its number was given away; or its reporter was erased, of which nothing is reported any more."""
    if now and now.state is State.ERASED:
        deps.files.remove(key)


def _settled(expected: Attachment, found: Upload, deps: Deps) -> Attachment:
    """What becomes of an upload."""
    try:
        return _kept(expected, _made_anew(expected, found, deps), deps)
    except Refused as refused:
        return replace(expected, state=State.REFUSED, reason=refused.reason)


def _made_anew(expected: Attachment, found: Upload, deps: Deps) -> Clean:
    """Read once, judged and made anew from these very bytes: what is uploaded over it later changes nothing. Raises `Refused`."""
    if (found.type, found.size) != (expected.type, expected.size):
        raise Refused(Reason.NOT_AS_ANNOUNCED)
    if deps.malware_scan:
        _check_verdict(deps.files.verdict(expected.key))
    uploaded = deps.files.read_upload(expected.key, found.etag)
    if content.true_type(uploaded[: content.HEAD]) != expected.type:
        raise Refused(Reason.WRONG_TYPE)
    return deps.inspect(uploaded, expected.type)


def _check_verdict(said: str) -> None:
    if said in VERDICTS:
        raise Refused(VERDICTS[said])
    if said != CLEAN:
        raise NotScanned(said)


def _kept(expected: Attachment, clean: Clean, deps: Deps) -> Attachment:
    """Under keys that no form can write; orphans until the attachment is settled."""
    key = attachment.kept_key(expected.key, clean.type)
    small = attachment.thumbnail_key(key) if clean.thumbnail else ""
    deps.files.keep(key, clean.content, clean.type)
    if small:
        deps.files.keep(small, clean.thumbnail, attachment.JPEG)
    digest = hashlib.sha256(clean.content).hexdigest()
    return replace(expected, state=State.STORED, key=key, kept_type=clean.type, kept_size=len(clean.content), sha256=digest, thumbnail=small)


def _tidy(settled: Attachment | None, key: str, deps: Deps) -> None:
    """The inspected copy stays, what was uploaded goes: it may say where it was taken. Done again when an earlier try was cut off."""
    if settled and settled.state is State.STORED:
        for kept in filter(None, (settled.key, settled.thumbnail)):
            deps.files.adopt(kept)
    deps.files.remove(key)
