"""What each route takes and gives, one line a route: the description of the API is made from it, and tests hold every answer against it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.api import bodies, steward_bodies
from chalicelib.api.actions import ACTIONS
from chalicelib.api.answers import Answer, Kind, Month, Period, administration, bulk, cases, keys, lists, scores, templates
from chalicelib.api.bodies import Body, Id, Key
from chalicelib.api.cases import FILTERS
from chalicelib.api.problems import PROBLEMS
from chalicelib.api.routes import Route
from chalicelib.domain.periods import Length
from chalicelib.domain.words import Class, Status


@dataclass(frozen=True, slots=True)
class Operation:
    """The structs of answer and body, the statuses of success, and which parameters of the table below stand in the query and among the headers.

    `problems` are those beyond what `IMPLIED` gives for the rest, `files` the media types of a file that may be answered instead.
    """

    answer: type[Answer]
    body: type[Body] | None = None
    statuses: tuple[int, ...] = (200,)
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def _own(body: type[Body]) -> Operation:
    """An action of the reporter."""
    return Operation(cases.Complaint, body, problems=("action-refused",))


def _case(body: type[Body]) -> Operation:
    """An action of an agency."""
    return Operation(cases.Case, body, headers=("If-Match",), problems=("forbidden", "action-refused"))


def _administration(answer: type[Answer], body: type[Body], *statuses: int) -> Operation:
    """What a steward changes."""
    return Operation(answer, body, statuses or (200,), query=("dry_run",), problems=("forbidden", "action-refused"))


FILES = ("text/csv", "application/jsonl")

OPERATIONS: Mapping[str, Operation] = {
    "GET /health": Operation(lists.Health),
    "GET /v1/openapi.json": Operation(lists.Description),
    "POST /v1/complaints": Operation(cases.Receipt, bodies.SubmissionBody, (201, 200), headers=("Idempotency-Key",)),
    "GET /v1/complaints/{code}": Operation(cases.Complaint, headers=("Receipt-Secret",)),
    "POST /v1/complaints/{code}/replies": _own(bodies.ReplyBody),
    "POST /v1/complaints/{code}/confirm": _own(bodies.ConfirmBody),
    "POST /v1/complaints/{code}/dispute": _own(bodies.DisputeBody),
    "POST /v1/complaints/{code}/withdraw": _own(bodies.WithdrawBody),
    "POST /v1/complaints/{code}/attachments": Operation(
        cases.Upload, bodies.AttachmentBody, (201, 200), headers=("Idempotency-Key",), problems=("action-refused", "too-many-attachments")
    ),
    "GET /v1/complaints/{code}/attachments/{number}": Operation(cases.Link, problems=("attachment-not-stored",)),
    "GET /v1/agencies": Operation(lists.Agencies, query=("parent", "kind", "closed", "cursor")),
    "GET /v1/categories": Operation(lists.Categories, query=("closed",)),
    "GET /v1/regions": Operation(lists.Regions),
    "GET /v1/scores": Operation(scores.Scores, query=("period", "kind", "band", "top")),
    "GET /v1/agencies/{id}/scores": Operation(scores.History, query=("length",)),
    "GET /v1/periods": Operation(scores.Periods, query=("year",)),
    "GET /v1/cases": Operation(cases.Queue, query=("unit", *FILTERS, "limit", "cursor"), problems=("not-found",)),
    "GET /v1/cases/counts": Operation(cases.QueueCounts, query=("unit",), problems=("not-found",)),
    "POST /v1/cases/bulk": Operation(bulk.Outcomes, bodies.BulkBody),
    "GET /v1/cases/{code}": Operation(cases.Case),
    "GET /v1/cases/{code}/templates": Operation(templates.Templates),
    "GET /v1/templates": Operation(templates.Templates, query=("agency",), problems=("not-found",)),
    "PUT /v1/templates/{id}": Operation(templates.Template, bodies.TemplateBody, (201, 200), problems=("forbidden", "action-refused")),
    "DELETE /v1/templates/{id}": Operation(templates.Template, query=("agency",), problems=("forbidden",)),
    "GET /v1/exports": Operation(cases.ExportLink, query=("month", "format", "unit"), problems=("not-found", "action-refused"), files=FILES),
    "GET /v1/keys": Operation(keys.AgencyKeys, query=("agency",), problems=("forbidden", "not-found")),
    "POST /v1/keys": Operation(
        keys.NewAgencyKey, bodies.KeyBody, (201, 200), headers=("Idempotency-Key",), problems=("forbidden", "not-found", "action-refused")
    ),
    "POST /v1/keys/{id}/revoke": Operation(keys.AgencyKey, bodies.RevokeBody, problems=("forbidden", "action-refused")),
    **{f"POST /v1/cases/{{code}}/{action}": _case(way.body) for action, way in ACTIONS.items()},
    "GET /v1/cases/{code}/attachments/{number}": Operation(cases.Link, problems=("forbidden", "attachment-not-stored")),
    "POST /v1/agencies": _administration(administration.ChangedAgency, steward_bodies.NewAgencyBody, 201, 200),
    "PATCH /v1/agencies/{id}": _administration(administration.ChangedAgency, steward_bodies.AgencyBody),
    "POST /v1/agencies/{id}/move": _administration(administration.RearrangedAgency, steward_bodies.MoveBody),
    "POST /v1/agencies/{id}/close": _administration(administration.RearrangedAgency, steward_bodies.CloseAgencyBody),
    "POST /v1/categories": _administration(administration.ChangedCategory, steward_bodies.NewCategoryBody, 201, 200),
    "PATCH /v1/categories/{id}": _administration(administration.ChangedCategory, steward_bodies.CategoryBody),
    "GET /v1/policy": Operation(administration.Policy, query=("version",), problems=("not-found",)),
    "POST /v1/policies": _administration(administration.ChangedPolicy, steward_bodies.PolicyBody, 201, 200),
    "GET /v1/calendars/{id}": Operation(administration.Calendar, query=("version",)),
    "POST /v1/calendars/{id}/days": _administration(administration.ChangedCalendar, steward_bodies.DaysBody, 201, 200),
}

PARAMETERS: Mapping[str, Any] = {
    "code": Annotated[str, Meta(description="The tracking code, in any case, with or without hyphens.")],
    "id": Annotated[Id, Meta(description="Which one.")],
    "number": Annotated[int, Meta(ge=1, le=999, description="Which attachment.")],
    "version": Annotated[int, Meta(ge=1, le=9999, description="Which version; the one in force unless named.")],
    "closed": Annotated[bool, Meta(description="Closed ones too.")],
    "dry_run": Annotated[bool, Meta(description="Answer what would change, and keep nothing.")],
    "month": Annotated[Month, Meta(description="The month of the resolve due date; this one unless named.")],
    "format": Annotated[Literal["csv", "jsonl"], Meta(description="CSV unless named.")],
    "unit": Annotated[Id, Meta(description="Only the cases of this agency.")],
    "status": Annotated[Status, Meta(description="Only cases in this status.")],
    "class": Annotated[Class, Meta(description="Only cases of this class.")],
    "category": Annotated[Id, Meta(description="Only cases of this category.")],
    "level": Annotated[int, Meta(ge=0, le=9, description="Only cases that have been escalated to this level.")],
    "held": Annotated[bool, Meta(description="Only cases that wait for their reporter, or only others.")],
    "overdue": Annotated[bool, Meta(description="Only overdue cases, or only others.")],
    "received_from": Annotated[date, Meta(description="Only cases received on this date or later.")],
    "received_to": Annotated[date, Meta(description="Only cases received on this date or earlier.")],
    "agency": Annotated[Id, Meta(description="An agency; the caller's own unless named.")],
    "parent": Annotated[Id, Meta(description="Only the agencies right below this one.")],
    "kind": Annotated[Kind, Meta(description="Only agencies of this kind.")],
    "period": Annotated[Period, Meta(description="A month, quarter, half-year or year; this month unless named.", examples=["2026-11", "2026-Q4"])],
    "band": Annotated[str, Meta(pattern=r"\A([1-9][0-9]{0,6}|unranked)\Z", description="Only this volume band, by its smallest volume a month.")],
    "top": Annotated[int, Meta(ge=1, le=1000, description="Only the first so many places of each table.")],
    "length": Annotated[Length, Meta(description="How long the periods are; years unless named.")],
    "year": Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", description="A year; the last one with a frozen period unless named.")],
    "limit": Annotated[int, Meta(ge=1, le=100, description="How many a page; 25 unless named.")],
    "cursor": Annotated[str, Meta(description="`next` of the page before.")],
    "If-Match": Annotated[str, Meta(description="The version that you saw, as its ETag says it.", examples=['"4"'])],
    "Idempotency-Key": Annotated[Key, Meta(description="One a deed, a UUID for example: sent again with the same body it does nothing twice.")],
}
"""Every parameter in a path, a query or a header; one name means the same everywhere."""

REQUIRED_HEADERS = frozenset({"If-Match"})

IMPLIED: Mapping[str, tuple[str, ...]] = {
    "reporter": ("secret-missing", "wrong-secret"),
    "agency": ("unauthenticated", "rate-limited"),
    "path": ("not-found",),
    "body": ("not-json", "body-too-large", "unsupported-media-type", "invalid-input"),
    "query": ("invalid-input",),
    "cursor": ("invalid-cursor",),
    "If-Match": ("precondition-required", "stale-version"),
    "Idempotency-Key": ("idempotency-key-invalid", "idempotency-key-reused"),
    "Receipt-Secret": ("wrong-secret",),
}
"""The problems that come with who may call, what is sent and which parameters there are."""


def path_parameters(route: Route) -> list[str]:
    """The names in the path."""
    return re.findall(r"\{(\w+)\}", route.path)


def problems_of(route: Route) -> list[str]:
    """The codes of every problem that a route may answer, in the order of their table."""
    it = OPERATIONS[route.name]
    parts = {"path": path_parameters(route), "body": it.body, "query": it.query}
    features = (route.who, *(part for part, there in parts.items() if there), *it.query, *it.headers)
    codes = {code for feature in features for code in IMPLIED.get(feature, ())} | {"busy", "internal-error", *it.problems}
    return [code for code in PROBLEMS if code in codes]
