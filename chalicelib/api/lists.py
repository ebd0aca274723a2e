"""What everybody may list: agencies, categories, regions; and whether we are up."""

from urllib.parse import urlencode

from chalicelib.api import cursors, list_outputs
from chalicelib.api.http import FOR_A_WHILE, Reply, Request
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
    asked = request.asked
    parent, kind = asked.get("parent", ""), asked.get("kind", "")
    purpose = f"agencies {parent} {kind}"
    after = cursors.parsed(asked.get("cursor", ""), purpose, deps.key)
    found, last = deps.reference.agencies(parent=parent, kind=kind, limit=MOST, after=after)
    following = cursors.written(last, purpose, deps.key)
    items = [list_outputs.agency(one) for one in found if asked.get("closed") or not one.closed_at]
    return Reply({"items": items, "next": following}, headers=FOR_A_WHILE | next_link("/v1/agencies", request, following))


def categories(request: Request, deps: Deps) -> Reply:
    """`GET /v1/categories`: the tree of categories; closed ones only where they are asked for."""
    closed = request.asked.get("closed")
    return Reply({"items": [list_outputs.category(one) for one in deps.reference.every(Category) if closed or not one.closed]}, headers=FOR_A_WHILE)


def regions(_: Request, deps: Deps) -> Reply:
    """`GET /v1/regions`: the regions, by code."""
    return Reply({"items": deps.reference.every(Region)}, headers=FOR_A_WHILE)


def next_link(path: str, request: Request, cursor: str | None) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    if cursor is None:
        return {}
    query = urlencode({**request.query, "cursor": cursor})
    return {"Link": f'<{path}?{query}>; rel="next"'}
