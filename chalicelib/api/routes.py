"""Every way in over HTTP, and who may use it. A route that is not here does not exist; one is public only where this table says so."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from chalicelib.api import cases, complaints, keys, lists
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
    Route("GET", "/v1/scores", Who.PUBLIC, lists.scores),
    Route("GET", "/v1/cases", Who.AGENCY, cases.queue),
    Route("GET", "/v1/cases/{code}", Who.AGENCY, cases.show),
    Route("POST", "/v1/cases/{code}/verify", Who.AGENCY, cases.verify),
    Route("POST", "/v1/cases/{code}/start", Who.AGENCY, cases.start),
    Route("POST", "/v1/cases/{code}/respond", Who.AGENCY, cases.respond),
    Route("GET", "/v1/cases/{code}/attachments/{number}", Who.AGENCY, cases.attachment_link),
    Route("GET", "/v1/keys", Who.AGENCY, keys.show),
    Route("POST", "/v1/keys", Who.AGENCY, keys.make),
    Route("POST", "/v1/keys/{id}/revoke", Who.AGENCY, keys.revoke),
)
