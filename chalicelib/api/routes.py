"""Every way in over HTTP, and who may use it. A route that is not here does not exist; one is public only where this table says so."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from chalicelib.api import actions, administration, bulk, cases, complaints, exports, keys, lists, scores, templates
from chalicelib.api.http import Reply, Request
from chalicelib.usecases.ports import Deps

Handler: TypeAlias = Callable[[Request, Deps], Reply]


class Who(StrEnum):
    """Everybody; who has the receipt's secret; who has an agency's key."""

    PUBLIC = "public"
    REPORTER = "reporter"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path."""

    method: str
    path: str
    who: Who
    handler: Handler

    @property
    def name(self) -> str:
        """A name of its own, for the framework."""
        return f"{self.method} {self.path}"


ROUTES = (
    Route("GET", "/health", Who.PUBLIC, lists.health),
    Route("GET", "/v1/openapi.json", Who.PUBLIC, lists.openapi),
    Route("POST", "/v1/complaints", Who.PUBLIC, complaints.file),
    Route("GET", "/v1/complaints/{code}", Who.PUBLIC, complaints.show),
    Route("POST", "/v1/complaints/{code}/replies", Who.REPORTER, complaints.reply),
    Route("POST", "/v1/complaints/{code}/confirm", Who.REPORTER, complaints.confirm),
    Route("POST", "/v1/complaints/{code}/dispute", Who.REPORTER, complaints.dispute),
    Route("POST", "/v1/complaints/{code}/withdraw", Who.REPORTER, complaints.withdraw),
    Route("POST", "/v1/complaints/{code}/attachments", Who.REPORTER, complaints.expect_attachment),
    Route("GET", "/v1/complaints/{code}/attachments/{number}", Who.REPORTER, complaints.attachment_link),
    Route("GET", "/v1/agencies", Who.PUBLIC, lists.agencies),
    Route("GET", "/v1/categories", Who.PUBLIC, lists.categories),
    Route("GET", "/v1/regions", Who.PUBLIC, lists.regions),
    Route("GET", "/v1/scores", Who.PUBLIC, scores.league),
    Route("GET", "/v1/agencies/{id}/scores", Who.PUBLIC, scores.history),
    Route("GET", "/v1/periods", Who.PUBLIC, scores.frozen),
    Route("GET", "/v1/cases", Who.AGENCY, cases.queue),
    Route("GET", "/v1/cases/counts", Who.AGENCY, cases.counts),
    Route("POST", "/v1/cases/bulk", Who.AGENCY, bulk.bulk),
    Route("GET", "/v1/cases/{code}", Who.AGENCY, cases.show),
    *(Route("POST", f"/v1/cases/{{code}}/{action}", Who.AGENCY, actions.handler_of(action)) for action in actions.ACTIONS),
    Route("GET", "/v1/cases/{code}/attachments/{number}", Who.AGENCY, cases.attachment_link),
    Route("GET", "/v1/exports", Who.AGENCY, exports.cases),
    Route("GET", "/v1/cases/{code}/templates", Who.AGENCY, templates.of_case),
    Route("GET", "/v1/templates", Who.AGENCY, templates.listed),
    Route("PUT", "/v1/templates/{id}", Who.AGENCY, templates.put),
    Route("DELETE", "/v1/templates/{id}", Who.AGENCY, templates.remove),
    Route("POST", "/v1/agencies", Who.AGENCY, administration.create_agency),
    Route("PATCH", "/v1/agencies/{id}", Who.AGENCY, administration.change_agency),
    Route("POST", "/v1/agencies/{id}/move", Who.AGENCY, administration.move_agency),
    Route("POST", "/v1/agencies/{id}/close", Who.AGENCY, administration.close_agency),
    Route("POST", "/v1/categories", Who.AGENCY, administration.create_category),
    Route("PATCH", "/v1/categories/{id}", Who.AGENCY, administration.change_category),
    Route("GET", "/v1/policy", Who.PUBLIC, administration.policy),
    Route("POST", "/v1/policies", Who.AGENCY, administration.change_policy),
    Route("GET", "/v1/calendars/{id}", Who.PUBLIC, administration.calendar),
    Route("POST", "/v1/calendars/{id}/days", Who.AGENCY, administration.change_days),
    Route("GET", "/v1/keys", Who.AGENCY, keys.show),
    Route("POST", "/v1/keys", Who.AGENCY, keys.make),
    Route("POST", "/v1/keys/{id}/revoke", Who.AGENCY, keys.revoke),
)
