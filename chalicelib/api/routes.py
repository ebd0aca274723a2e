"""Every way in over HTTP, and who may use it. A route that is not here does not exist; one is public only where this table says so."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import TypeAlias

import msgspec

from chalicelib.api.http import FORM_PATH, Reply, Request
from chalicelib.api.parameters import FEED_FILTERS, QUEUE_FILTERS
from chalicelib.usecases.ports import Deps

Handler: TypeAlias = Callable[[Request, Deps], Reply]


class Who(StrEnum):
    """Everybody; who has the receipt's secret; who has an agency's key; who has the one or the other."""

    PUBLIC = "public"
    REPORTER = "reporter"
    AGENCY = "agency"
    EITHER = "either"


class Route(msgspec.Struct, frozen=True):
    """One method on one path; `query` names the parameters that it takes in the query, their types are in `parameters`; `takes` the media types of a body.

    `answers` is the handler, module and function of this package: only the modules of routes that are called are loaded, since everybody waits for the others too.
    """

    method: str
    path: str
    who: Who
    answers: str
    query: tuple[str, ...] = ()
    takes: tuple[str, ...] = ("application/json",)

    @property
    def name(self) -> str:
        """A name of its own, for the framework."""
        return f"{self.method} {self.path}"

    @property
    def page(self) -> bool:
        """Whether a browser asks for a page of ours: then what goes wrong is told as a page too."""
        return self.path.startswith(FORM_PATH)

    @property
    def handler(self) -> Handler:
        """The handler, loaded."""
        module, _, function = self.answers.rpartition(".")
        handler: Handler = getattr(import_module(f"chalicelib.api.{module}"), function)
        return handler


DRY_RUN = ("dry_run",)
ONE_CLICK = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json")
"""How mail programs send what ends notices."""
FORM = ("application/x-www-form-urlencoded",)
"""How browsers send a form by themselves."""
CASE_ACTIONS = (
    "verify",
    "forward",
    "start",
    "respond",
    "return",
    "hold",
    "extend",
    "archive",
    "link",
    "unlink",
    "note",
    "instruct",
    "assign",
    "publish",
    "redact",
    "unseal",
)
"""What agencies do with a case; each is in `actions.ACTIONS`."""
ROUTES = (
    Route("GET", "/health", Who.PUBLIC, "lists.health"),
    Route("GET", "/v1/openapi.json", Who.PUBLIC, "lists.openapi"),
    Route("POST", "/v1/complaints", Who.PUBLIC, "filing.file"),
    Route("GET", "/v1/challenge", Who.PUBLIC, "filing.challenge", ("for",)),
    Route("GET", "/v1/complaints", Who.PUBLIC, "explore.published", (*FEED_FILTERS, "cursor")),
    Route("GET", "/v1/complaints/nearby", Who.PUBLIC, "explore.nearby", ("near", "category")),
    Route("GET", "/v1/complaints/provinces", Who.PUBLIC, "explore.provinces"),
    Route("GET", "/v1/complaints/form", Who.PUBLIC, "forms.show", ("lang", "agency")),
    Route("POST", "/v1/complaints/form", Who.PUBLIC, "forms.send", ("lang",), FORM),
    Route("GET", "/v1/complaints/form/receipt", Who.PUBLIC, "forms.show_receipt", ("lang",)),
    Route("GET", "/v1/complaints/form/track", Who.PUBLIC, "tracking.ask", ("lang",)),
    Route("POST", "/v1/complaints/form/track", Who.PUBLIC, "tracking.show", ("lang",), FORM),
    Route("GET", "/v1/complaints/{code}", Who.PUBLIC, "complaints.show"),
    Route("POST", "/v1/complaints/{code}/support", Who.PUBLIC, "explore.stand_behind"),
    Route("POST", "/v1/complaints/{code}/support/withdraw", Who.PUBLIC, "explore.stand_back"),
    Route("POST", "/v1/complaints/{code}/support/confirm", Who.PUBLIC, "explore.confirm"),
    Route("POST", "/v1/complaints/{code}/replies", Who.REPORTER, "reporters.reply"),
    Route("POST", "/v1/complaints/{code}/confirm", Who.REPORTER, "reporters.confirm"),
    Route("POST", "/v1/complaints/{code}/dispute", Who.REPORTER, "reporters.dispute"),
    Route("POST", "/v1/complaints/{code}/unlink", Who.REPORTER, "reporters.unlink"),
    Route("POST", "/v1/complaints/{code}/withdraw", Who.REPORTER, "reporters.withdraw"),
    Route("POST", "/v1/complaints/{code}/survey", Who.REPORTER, "reporters.survey"),
    Route("POST", "/v1/complaints/{code}/attachments", Who.EITHER, "reporters.expect_attachment"),
    Route("GET", "/v1/complaints/{code}/attachments/{number}", Who.PUBLIC, "complaints.attachment_link"),
    Route("POST", "/v1/complaints/{code}/attachments/{number}/show", Who.REPORTER, "reporters.show_attachment"),
    Route("POST", "/v1/lost-receipts", Who.PUBLIC, "lost.ask"),
    Route("POST", "/v1/lost-receipts/codes", Who.PUBLIC, "lost.show"),
    Route("POST", "/v1/text-checks", Who.PUBLIC, "text_checks.check"),
    Route("GET", "/v1/complaints/{code}/data", Who.REPORTER, "rights.held"),
    Route("POST", "/v1/complaints/{code}/erase", Who.REPORTER, "rights.erase"),
    Route("GET", "/v1/complaints/{code}/feed", Who.PUBLIC, "feeds.of_complaint", ("lang",)),
    Route("GET", "/v1/agencies/{id}/feed", Who.PUBLIC, "feeds.of_agency", ("lang",)),
    Route("GET", "/v1/regions/{id}/feed", Who.PUBLIC, "feeds.of_region", ("lang",)),
    Route("GET", "/v1/notices/stop/{token}", Who.PUBLIC, "notices.ask"),
    Route("POST", "/v1/complaints/{code}/notices/resume", Who.REPORTER, "notices.resume"),
    Route("POST", "/v1/cases/{code}/notices/resume", Who.AGENCY, "notices.try_again"),
    Route("POST", "/v1/notices/stop/{token}", Who.PUBLIC, "notices.stop", takes=ONE_CLICK),
    Route("GET", "/v1/agencies", Who.PUBLIC, "lists.agencies", ("parent", "kind", "closed", "cursor")),
    Route("GET", "/v1/categories", Who.PUBLIC, "lists.categories", ("closed",)),
    Route("GET", "/v1/regions", Who.PUBLIC, "lists.regions"),
    Route("GET", "/v1/scores", Who.PUBLIC, "scores.league", ("period", "kind", "band", "top")),
    Route("GET", "/v1/agencies/{id}/scores", Who.PUBLIC, "scores.history", ("length",)),
    Route("GET", "/v1/periods", Who.PUBLIC, "scores.frozen", ("year",)),
    Route("GET", "/v1/statistics", Who.PUBLIC, "statistics.of_period", ("period",)),
    Route("GET", "/v1/cases", Who.AGENCY, "cases.queue", ("unit", *QUEUE_FILTERS, "limit", "cursor")),
    Route("GET", "/v1/cases/counts", Who.AGENCY, "cases.counts", ("unit",)),
    Route("POST", "/v1/cases/bulk", Who.AGENCY, "bulk.bulk"),
    Route("GET", "/v1/cases/{code}", Who.AGENCY, "cases.show"),
    *(Route("POST", f"/v1/cases/{{code}}/{action}", Who.AGENCY, f"actions.{action}") for action in CASE_ACTIONS),
    Route("GET", "/v1/cases/{code}/attachments/{number}", Who.AGENCY, "cases.attachment_link"),
    Route("GET", "/v1/exports", Who.AGENCY, "exports.cases", ("month", "format", "unit")),
    Route("GET", "/v1/cases/{code}/templates", Who.AGENCY, "templates.of_case"),
    Route("GET", "/v1/templates", Who.AGENCY, "templates.listed", ("agency",)),
    Route("PUT", "/v1/templates/{id}", Who.AGENCY, "templates.put"),
    Route("DELETE", "/v1/templates/{id}", Who.AGENCY, "templates.remove", ("agency",)),
    Route("POST", "/v1/agencies", Who.AGENCY, "administration.create_agency", DRY_RUN),
    Route("PATCH", "/v1/agencies/{id}", Who.AGENCY, "administration.change_agency", DRY_RUN),
    Route("POST", "/v1/agencies/{id}/move", Who.AGENCY, "administration.move_agency", DRY_RUN),
    Route("POST", "/v1/agencies/{id}/close", Who.AGENCY, "administration.close_agency", DRY_RUN),
    Route("POST", "/v1/categories", Who.AGENCY, "administration.create_category", DRY_RUN),
    Route("PATCH", "/v1/categories/{id}", Who.AGENCY, "administration.change_category", DRY_RUN),
    Route("GET", "/v1/policy", Who.PUBLIC, "administration.policy", ("version",)),
    Route("POST", "/v1/policies", Who.AGENCY, "administration.change_policy", DRY_RUN),
    Route("POST", "/v1/calendars", Who.AGENCY, "administration.create_calendar", DRY_RUN),
    Route("GET", "/v1/calendars/{id}", Who.PUBLIC, "administration.calendar", ("version",)),
    Route("POST", "/v1/calendars/{id}/days", Who.AGENCY, "administration.change_days", DRY_RUN),
    Route("GET", "/v1/calendars/{id}/recounts", Who.AGENCY, "administration.calendar_recounts"),
    Route("GET", "/v1/agencies/{id}/survey", Who.PUBLIC, "surveys.of_agency", ("month",)),
    Route("GET", "/v1/commitments", Who.PUBLIC, "commitments.listed", ("agency",)),
    Route("POST", "/v1/commitments", Who.AGENCY, "commitments.make"),
    Route("POST", "/v1/commitments/{id}/withdraw", Who.AGENCY, "commitments.withdraw"),
    Route("GET", "/v1/assessments", Who.PUBLIC, "assessments.listed", ("agency", "year")),
    Route("POST", "/v1/assessments", Who.AGENCY, "assessments.record"),
    Route("GET", "/v1/deadline", Who.PUBLIC, "calculator.deadline", ("from", "class", "clock", "calendar", "zone", "extended", "paused")),
    Route("GET", "/v1/unsealings", Who.AGENCY, "unsealings.listed", ("period", "cursor")),
    Route("GET", "/v1/keys", Who.AGENCY, "keys.show", ("agency",)),
    Route("POST", "/v1/keys", Who.AGENCY, "keys.make"),
    Route("POST", "/v1/keys/{id}/revoke", Who.AGENCY, "keys.revoke"),
    Route("GET", "/v1/webhooks", Who.AGENCY, "webhooks.listed", ("agency",)),
    Route("POST", "/v1/webhooks", Who.AGENCY, "webhooks.make"),
    Route("PATCH", "/v1/webhooks/{id}", Who.AGENCY, "webhooks.change"),
    Route("DELETE", "/v1/webhooks/{id}", Who.AGENCY, "webhooks.remove"),
    Route("POST", "/v1/webhooks/{id}/rotate", Who.AGENCY, "webhooks.rotate"),
    Route("POST", "/v1/webhooks/{id}/ping", Who.AGENCY, "webhooks.ping"),
    Route("GET", "/v1/webhooks/{id}/deliveries", Who.AGENCY, "webhooks.deliveries", ("limit", "cursor")),
    Route("POST", "/v1/webhooks/{id}/replay", Who.AGENCY, "webhooks.replay"),
)
