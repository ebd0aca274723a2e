"""Feeds of what everybody may know: what happened to a complaint, what was published of an agency's or a region's. None shows more than the pages do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, TypeVar

from chalicelib.api import atom, outputs
from chalicelib.api.atom import Entry, Feed
from chalicelib.api.http import Reply, Request
from chalicelib.domain import receipt
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import NotFound
from chalicelib.domain.reference import Agency, Region
from chalicelib.notify import happenings
from chalicelib.usecases import explore
from chalicelib.usecases.deliver import explore_page, track_page
from chalicelib.usecases.explore import Listed, Sought
from chalicelib.usecases.picture import picture
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from chalicelib.usecases.tell import public_notice

MOST = 50
"""Entries of a feed, the newest."""
Named = TypeVar("Named", Agency, Region)


def of_complaint(request: Request, deps: Deps) -> Reply:
    """`GET /v1/complaints/{code}/feed`: what happened to a complaint, as the public sees it, the newest first."""
    code, lang = request.params["code"], request.asked.get("lang", "id")
    case = load(code, deps, consistent=False)
    seen = outputs.public(picture(case, deps))
    address, page = _in(f"{deps.site_url}/v1/complaints/{code}/feed", lang), track_page(code, lang, deps)
    entries = [_event(one, case, f"{address}#{one['number']}", lang, deps) for one in reversed(seen["timeline"][-MOST:])]
    title = ": ".join(part for part in (seen["code"], seen["title"]) if part)
    return atom.answered(Feed(id=address, title=title, lang=lang, page=page, since=_midnight(deps), entries=entries), request.headers)


def of_agency(request: Request, deps: Deps) -> Reply:
    """`GET /v1/agencies/{id}/feed`: what was published of an agency's complaints and of those below it, the newest first."""
    one = _known(Agency, request, deps)
    return _list(request, f"agencies/{one.id}", one.name, {"agency": one.id}, explore.published(Sought(agency=one.id), MOST, None, deps)[0], deps)


def of_region(request: Request, deps: Deps) -> Reply:
    """`GET /v1/regions/{id}/feed`: what was published of complaints in a region, the newest first."""
    one = _known(Region, request, deps)
    return _list(
        request, f"regions/{one.code}", one.name, {"region": one.code}, explore.published(Sought(region=one.code), MOST, None, deps)[0], deps
    )


def _known(kind: type[Named], request: Request, deps: Deps) -> Named:
    found = deps.reference.get(kind, request.params["id"])
    if found is None:
        raise NotFound("there is nothing with this id")
    return found


def _list(request: Request, of: str, name: str, filters: Mapping[str, str], found: Sequence[Listed], deps: Deps) -> Reply:
    lang = request.asked.get("lang", "id")
    entries = sorted((_complaint(one, lang, deps) for one in found), key=lambda entry: (entry.updated, entry.id), reverse=True)
    feed = Feed(
        id=_in(f"{deps.site_url}/v1/{of}/feed", lang),
        title=happenings.LIST[lang].format(name=name),
        lang=lang,
        page=explore_page(filters, lang, deps),
        since=_midnight(deps),
        entries=entries,
    )
    return atom.answered(feed, request.headers)


def _in(address: str, lang: str) -> str:
    return address if lang == "id" else f"{address}?lang={lang}"


def _midnight(deps: Deps) -> datetime:
    """An empty feed is as old as the day, so that who has it need not get it again."""
    return datetime.combine(deps.now().date(), time(), deps.now().tzinfo)


def _event(one: dict[str, Any], case: Case, id_: str, lang: str, deps: Deps) -> Entry:
    """An event as the public sees it; what was written in it only where that is public."""
    return Entry(
        id=id_,
        title=happenings.happened(public_notice(case.events[one["number"] - 1], case, lang, deps)),
        updated=datetime.fromisoformat(one["at"]),
        page=track_page(case.complaint.code, lang, deps),
        author=str(one["agency"]["name"]) if one["agency"] else happenings.BY[lang].get(one["by"], "Tanggap"),
        says=one["text"] or "",
    )


def _complaint(one: Listed, lang: str, deps: Deps) -> Entry:
    it = one.complaint
    name = one.agency.name if one.agency else it.agency
    return Entry(
        id=f"{deps.site_url}/v1/complaints/{it.code}",
        title=it.title or receipt.written(it.code),
        updated=_changed(it),
        page=track_page(it.code, lang, deps),
        author=name,
        says=happenings.STATUS[lang][it.status].format(agency=name),
    )


def _changed(it: Complaint) -> datetime:
    """The last thing that is known of a complaint without its timeline."""
    known = (it.received_at, it.published_at, it.forwarded_at, it.followed_up_at, it.responded_at, it.closed_at, it.paused_at)
    return max(at for at in known if at)
