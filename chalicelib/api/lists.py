"""What everybody may list: agencies, categories, regions; and whether we are up."""

import re
from urllib.parse import urlencode

from chalicelib.api import cursors, outputs
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
from chalicelib.domain.errors import FieldError, InvalidInput, NotFound
from chalicelib.domain.reference import Category, Region
from chalicelib.usecases.ports import Deps

MOST = 200
VERSION = "0.1.0"


def health(_: Request, __: Deps) -> Reply:
    """`GET /health`: that we are up, and which version."""
    return Reply({"status": "ok", "version": VERSION})


def openapi(_: Request, __: Deps) -> Reply:
    """`GET /v1/openapi.json`: this description (OpenAPI 3.1)."""
    from chalicelib.api.openapi import document  # noqa: PLC0415 - who calls anything else does not wait for it

    return Reply(document(), headers=FOR_A_WHILE)


def agencies(request: Request, deps: Deps) -> Reply:
    """`GET /v1/agencies`: the agencies below `parent`, or all; of one `kind`, or any; closed ones only where they are asked for."""
    parent, kind, closed = id_of(request, "parent"), id_of(request, "kind"), flag_of(request, "closed")
    purpose = f"agencies {parent} {kind}"
    after = cursors.parsed(request.query.get("cursor", ""), purpose, deps.key)
    found, last = deps.reference.agencies(parent=parent, kind=kind, limit=MOST, after=after)
    following = cursors.written(last, purpose, deps.key)
    items = [outputs.agency(one) for one in found if closed or not one.closed_at]
    return Reply({"items": items, "next": following}, headers=FOR_A_WHILE | next_link("/v1/agencies", request, following))


def categories(request: Request, deps: Deps) -> Reply:
    """`GET /v1/categories`: the tree of categories; closed ones only where they are asked for."""
    closed = flag_of(request, "closed")
    return Reply({"items": [outputs.category(one) for one in deps.reference.every(Category) if closed or not one.closed]}, headers=FOR_A_WHILE)


def regions(_: Request, deps: Deps) -> Reply:
    """`GET /v1/regions`: the regions, by code."""
    return Reply({"items": deps.reference.every(Region)}, headers=FOR_A_WHILE)


def id_of(request: Request, name: str, usual: str = "") -> str:
    """An id to filter by; raises `InvalidInput`: the database refuses keys that are too long, which would be no answer."""
    sent = request.query.get(name) or usual
    if not re.fullmatch(r"[A-Za-z0-9._-]{0,60}", sent):
        raise InvalidInput([FieldError(f"?{name}", "wrong-form", "an id is expected")])
    return sent


def path_id(request: Request) -> str:
    """The id in the address; raises `NotFound` for what can be none: the database refuses keys that are too long, which would be no answer."""
    id_ = request.params["id"]
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", id_):
        raise NotFound("there is no such id")
    return id_


def flag_of(request: Request, name: str) -> bool:
    """Whether something is asked for; raises `InvalidInput` for anything but true and false: a mistyped `dry_run` must not be a real one."""
    sent = request.query.get(name, "false")
    if sent not in ("true", "false"):
        raise InvalidInput([FieldError(f"?{name}", "not-an-option", "true or false is expected")])
    return sent == "true"


def limit_of(request: Request, usual: int) -> int:
    """How many a page; raises `InvalidInput`."""
    sent = request.query.get("limit", str(usual))
    if not re.fullmatch("[1-9][0-9]?|100", sent):
        raise InvalidInput([FieldError("?limit", "out-of-range", "1 to 100 are expected")])
    return int(sent)


def next_link(path: str, request: Request, cursor: str | None) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    if cursor is None:
        return {}
    query = urlencode({**request.query, "cursor": cursor})
    return {"Link": f'<{path}?{query}>; rel="next"'}
