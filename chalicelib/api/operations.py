"""What each route takes and gives beside its parameters, one line a route: the description of the API is made from it, and tests hold every answer against it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.api import agency_bodies, bodies, case_bodies, steward_bodies
from chalicelib.api.actions import ACTIONS
from chalicelib.api.answers import (
    Answer,
    administration,
    bulk,
    calculator,
    cases,
    complaints,
    explore,
    files,
    filing,
    keys,
    lists,
    rights,
    scores,
    standing,
    statistics,
    surveys,
    templates,
    webhooks,
)
from chalicelib.api.fields import Body
from chalicelib.api.problems import PROBLEMS
from chalicelib.api.routes import Route


@dataclass(frozen=True, slots=True)
class Operation:
    """The structs of answer and body, the statuses of success, and the headers that are read.

    `problems` are those beyond what `IMPLIED` gives for the rest, `files` the media types of a file that may be answered instead, or always where there is no `answer`.
    """

    answer: type[Answer] | None
    body: type[Body] | None = None
    statuses: tuple[int, ...] = (200,)
    headers: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def _own(body: type[Body]) -> Operation:
    """An action of the reporter."""
    return Operation(complaints.Complaint, body, problems=("action-refused", "calendar-ends"))


def _case(body: type[Body]) -> Operation:
    """An action of an agency."""
    return Operation(cases.Case, body, headers=("If-Match",), problems=("forbidden", "action-refused", "calendar-ends"))


def _created(answer: type[Answer], body: type[Body], *problems: str) -> Operation:
    """What is made anew, once however often it is sent with the same Idempotency-Key."""
    return Operation(answer, body, (201, 200), headers=("Idempotency-Key",), problems=problems)


def _new(answer: type[Answer], body: type[Body]) -> Operation:
    """What a steward makes anew."""
    return _created(answer, body, "forbidden", "action-refused")


def _changed(answer: type[Answer], body: type[Body]) -> Operation:
    """What a steward changes."""
    return Operation(answer, body, problems=("forbidden", "action-refused"))


FEED = Operation(None, statuses=(200, 304), headers=("If-None-Match", "If-Modified-Since"), files=("application/atom+xml",))
FILES = ("text/csv", "application/jsonl")
PAGE = ("text/html",)

OPERATIONS: Mapping[str, Operation] = {
    "GET /health": Operation(lists.Health),
    "GET /v1/openapi.json": Operation(lists.Description),
    "POST /v1/complaints": Operation(
        filing.Receipt, bodies.SubmissionBody, (201, 200), headers=("Idempotency-Key", "Altcha"), problems=("calendar-ends", "challenge-required")
    ),
    "GET /v1/challenge": Operation(filing.Challenge, headers=("Idempotency-Key",)),
    "GET /v1/complaints": Operation(explore.Published),
    "GET /v1/complaints/nearby": Operation(explore.Nearby),
    "GET /v1/complaints/provinces": Operation(explore.Provinces),
    "GET /v1/complaints/form": Operation(None, files=PAGE),
    "POST /v1/complaints/form": Operation(
        None,
        bodies.FormBody,
        statuses=(201, 200, 303),
        files=PAGE,
        problems=("body-too-large", "unsupported-media-type", "idempotency-key-reused", "challenge-required", "calendar-ends"),
    ),
    "GET /v1/complaints/form/receipt": Operation(None, files=PAGE, problems=("not-found",)),
    "GET /v1/complaints/form/track": Operation(None, files=PAGE),
    "POST /v1/complaints/form/track": Operation(
        None, bodies.TrackBody, files=PAGE, problems=("body-too-large", "unsupported-media-type", "not-found", "wrong-secret", "too-many-tries")
    ),
    "GET /v1/complaints/{code}": Operation(complaints.Complaint, headers=("Receipt-Secret",)),
    "POST /v1/complaints/{code}/support": Operation(
        explore.Support, bodies.SupportBody, headers=("Altcha",), problems=("action-refused", "challenge-required")
    ),
    "POST /v1/complaints/{code}/support/withdraw": Operation(explore.Support, bodies.WithdrawSupportBody),
    "POST /v1/complaints/{code}/support/confirm": Operation(explore.Support, bodies.ConfirmSupportBody),
    "POST /v1/complaints/{code}/replies": _own(bodies.ReplyBody),
    "POST /v1/complaints/{code}/confirm": _own(bodies.ConfirmBody),
    "POST /v1/complaints/{code}/dispute": _own(bodies.DisputeBody),
    "POST /v1/complaints/{code}/unlink": _own(bodies.UnlinkBody),
    "POST /v1/complaints/{code}/withdraw": _own(bodies.WithdrawBody),
    "POST /v1/complaints/{code}/survey": _own(bodies.SurveyBody),
    "POST /v1/complaints/{code}/attachments": _created(files.Upload, bodies.AttachmentBody, "action-refused", "too-many-attachments"),
    "GET /v1/complaints/{code}/attachments/{number}": Operation(files.Link, headers=("Receipt-Secret",), problems=("attachment-not-stored",)),
    "POST /v1/complaints/{code}/attachments/{number}/show": Operation(
        complaints.Complaint, bodies.ShowFileBody, problems=("action-refused", "attachment-not-stored", "calendar-ends")
    ),
    "POST /v1/lost-receipts": Operation(filing.LostReceipt, bodies.LostReceiptBody, (202,), problems=("too-many-tries",)),
    "POST /v1/lost-receipts/codes": Operation(filing.LostCodes, bodies.LinkTokenBody, headers=("Idempotency-Key",)),
    "POST /v1/text-checks": Operation(filing.TextCheck, bodies.TextCheckBody),
    "GET /v1/complaints/{code}/data": Operation(rights.Held),
    "POST /v1/complaints/{code}/erase": _own(bodies.EraseBody),
    "GET /v1/unsealings": Operation(rights.Unsealings, problems=("forbidden",)),
    "GET /v1/complaints/{code}/feed": FEED,
    "GET /v1/agencies/{id}/feed": FEED,
    "GET /v1/regions/{id}/feed": FEED,
    "GET /v1/notices/stop/{token}": Operation(rights.Page, statuses=(303,)),
    "POST /v1/complaints/{code}/notices/resume": Operation(complaints.Complaint, bodies.ResumeBody, problems=("action-refused",)),
    "POST /v1/cases/{code}/notices/resume": Operation(cases.Case, case_bodies.ResumeNoticesBody, problems=("forbidden", "action-refused")),
    "POST /v1/notices/stop/{token}": Operation(rights.Stopped, problems=("unsupported-media-type",)),
    "GET /v1/agencies": Operation(lists.Agencies),
    "GET /v1/categories": Operation(lists.Categories),
    "GET /v1/regions": Operation(lists.Regions),
    "GET /v1/scores": Operation(scores.Scores),
    "GET /v1/agencies/{id}/scores": Operation(scores.History),
    "GET /v1/periods": Operation(scores.Periods),
    "GET /v1/statistics": Operation(statistics.Statistics),
    "GET /v1/cases": Operation(cases.Queue, problems=("not-found",)),
    "GET /v1/cases/counts": Operation(cases.QueueCounts, problems=("not-found",)),
    "POST /v1/cases/bulk": Operation(bulk.Outcomes, case_bodies.BulkBody),
    "GET /v1/cases/{code}": Operation(cases.Case),
    "GET /v1/cases/{code}/templates": Operation(templates.Templates),
    "GET /v1/templates": Operation(templates.Templates, problems=("not-found",)),
    "PUT /v1/templates/{id}": Operation(templates.Template, agency_bodies.TemplateBody, (201, 200), problems=("forbidden", "action-refused")),
    "DELETE /v1/templates/{id}": Operation(templates.Template, problems=("forbidden",)),
    "GET /v1/exports": Operation(files.ExportLink, problems=("not-found", "action-refused"), files=FILES),
    "GET /v1/agencies/{id}/survey": Operation(surveys.Survey),
    "GET /v1/commitments": Operation(standing.Commitments, problems=("not-found",)),
    "POST /v1/commitments": _created(standing.Commitment, agency_bodies.CommitmentBody, "forbidden", "not-found", "action-refused"),
    "POST /v1/commitments/{id}/withdraw": Operation(standing.Commitment, agency_bodies.WithdrawCommitmentBody, problems=("forbidden",)),
    "GET /v1/assessments": Operation(standing.Assessments),
    "POST /v1/assessments": _new(standing.Assessment, steward_bodies.AssessmentBody),
    "GET /v1/keys": Operation(keys.AgencyKeys, problems=("forbidden", "not-found")),
    "POST /v1/keys": _created(keys.NewAgencyKey, agency_bodies.KeyBody, "forbidden", "not-found", "action-refused"),
    "POST /v1/keys/{id}/revoke": Operation(keys.AgencyKey, agency_bodies.RevokeBody, problems=("forbidden", "action-refused")),
    "GET /v1/webhooks": Operation(webhooks.Webhooks, problems=("forbidden", "not-found")),
    "POST /v1/webhooks": _created(webhooks.NewWebhook, agency_bodies.WebhookBody, "forbidden", "not-found", "action-refused"),
    "PATCH /v1/webhooks/{id}": Operation(webhooks.Webhook, agency_bodies.ChangedWebhookBody, problems=("forbidden",)),
    "DELETE /v1/webhooks/{id}": Operation(webhooks.Webhook, problems=("forbidden",)),
    "POST /v1/webhooks/{id}/rotate": Operation(webhooks.NewWebhook, agency_bodies.RotateBody, headers=("Idempotency-Key",), problems=("forbidden",)),
    "POST /v1/webhooks/{id}/ping": Operation(webhooks.Outcome, agency_bodies.PingBody, problems=("forbidden",)),
    "GET /v1/webhooks/{id}/deliveries": Operation(webhooks.Deliveries, problems=("forbidden",)),
    "POST /v1/webhooks/{id}/replay": Operation(webhooks.Replayed, agency_bodies.ReplayBody, problems=("forbidden", "invalid-cursor")),
    **{f"POST /v1/cases/{{code}}/{action}": _case(way.body) for action, way in ACTIONS.items()},
    "GET /v1/cases/{code}/attachments/{number}": Operation(files.Link, problems=("forbidden", "attachment-not-stored")),
    "POST /v1/agencies": _new(administration.ChangedAgency, steward_bodies.NewAgencyBody),
    "PATCH /v1/agencies/{id}": _changed(administration.ChangedAgency, steward_bodies.AgencyBody),
    "POST /v1/agencies/{id}/move": _changed(administration.RearrangedAgency, steward_bodies.MoveBody),
    "POST /v1/agencies/{id}/close": _changed(administration.RearrangedAgency, steward_bodies.CloseAgencyBody),
    "POST /v1/categories": _new(administration.ChangedCategory, steward_bodies.NewCategoryBody),
    "PATCH /v1/categories/{id}": _changed(administration.ChangedCategory, steward_bodies.CategoryBody),
    "GET /v1/policy": Operation(administration.Policy, problems=("not-found",)),
    "POST /v1/policies": _new(administration.ChangedPolicy, steward_bodies.PolicyBody),
    "POST /v1/calendars": _new(administration.ChangedCalendar, steward_bodies.NewCalendarBody),
    "GET /v1/calendars/{id}": Operation(administration.Calendar),
    "POST /v1/calendars/{id}/days": _new(administration.ChangedCalendar, steward_bodies.DaysBody),
    "GET /v1/calendars/{id}/recounts": Operation(administration.Recounts, problems=("forbidden",)),
    "GET /v1/deadline": Operation(calculator.Calculation, problems=("not-found",)),
}

REQUIRED_HEADERS = frozenset({"If-Match"})

IMPLIED: Mapping[str, tuple[str, ...]] = {
    "reporter": ("secret-missing", "wrong-secret", "too-many-tries"),
    "agency": ("unauthenticated", "rate-limited"),
    "either": ("secret-missing", "wrong-secret", "unauthenticated", "rate-limited", "forbidden"),
    "path": ("not-found",),
    "body": ("not-json", "body-too-large", "unsupported-media-type"),
    "cursor": ("invalid-cursor",),
    "If-Match": ("precondition-required", "stale-version"),
    "Idempotency-Key": ("idempotency-key-invalid", "idempotency-key-reused"),
    "Receipt-Secret": ("wrong-secret", "too-many-tries"),
}
"""The problems that come with who may call, what is sent and which parameters there are."""


def path_parameters(route: Route) -> list[str]:
    """The names in the path."""
    return re.findall(r"\{(\w+)\}", route.path)


def problems_of(route: Route) -> list[str]:
    """The codes of every problem that a route may answer, in the order of their table."""
    it = OPERATIONS[route.name]
    parts = {"path": path_parameters(route), "body": it.body}
    features = (route.who, *(part for part, there in parts.items() if there), *route.query, *it.headers)
    codes = {code for feature in features for code in IMPLIED.get(feature, ())} | {"invalid-input", "busy", "internal-error", *it.problems}
    return [code for code in PROBLEMS if code in codes]
