"""How each route is called so that it succeeds, one line a route. `bench` measures every one of them, tests send every one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from chalicelib.api.routes import FORM, Who
from chalicelib.domain.delivery import stop_token
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role

Known: TypeAlias = Mapping[str, Any]
COMPLAINT, CASE = "POST /v1/complaints/{code}", "POST /v1/cases/{code}"
UNIT, CITY = "51.71.pupr", "51.71"


def nothing(_: Known) -> Known:
    """The same every time."""
    return {}


@dataclass(frozen=True, slots=True)
class Scene:
    """After which other route a route is called, as whom an agency's people then call it, and what is known beside all that was sent and answered so far.

    Known before anything is called: `code` and `secret` of a complaint with a stored attachment; `token`, what ends the notices about it, and the installation's `key` that such are made with; `first`, its code again, also when others have been
    filed since; and `n`, a number of each call's own, 0 where the example is sent exactly as it is. `anew` gives the fields of path and body that must
    be others each time, where the same again would be refused or change nothing. `query` and `headers` are filled in as the path is.
    """

    after: str | None = None
    role: Role = Role.OFFICER
    agency: str = UNIT
    given: Known = field(default_factory=dict)
    anew: Callable[[Known], Known] = nothing
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    who: Who | None = None
    """As whom a route is called that may be called with more than it asks for; none is as it asks."""
    photo: bool = False
    """Whether the complaint must have an attachment that is stored."""


SCENES: Mapping[str, Scene] = {
    # What only reads comes first: what follows fills the queues.
    "GET /health": Scene(),
    "GET /v1/openapi.json": Scene(),
    "GET /v1/agencies": Scene(),
    "GET /v1/challenge": Scene(headers={"Idempotency-Key": "challenge-of-a-bench"}),
    "GET /v1/categories": Scene(),
    "GET /v1/regions": Scene(),
    "GET /v1/scores": Scene(),
    "GET /v1/statistics": Scene(),
    "GET /v1/agencies/{id}/scores": Scene(given={"id": CITY}),
    "GET /v1/periods": Scene(),
    "GET /v1/complaints/{code}": Scene(),
    "GET /v1/complaints": Scene(),
    "GET /v1/complaints/nearby": Scene(query="?near=-8.65,115.21"),
    "GET /v1/complaints/provinces": Scene(),
    "GET /v1/complaints/form": Scene(),
    "GET /v1/complaints/form/track": Scene(),
    "GET /v1/complaints/form/receipt": Scene(headers={"Cookie": "receipt={code}.{secret}"}),
    "GET /v1/complaints/{code}/attachments/{number}": Scene(given={"number": 1}, who=Who.REPORTER),
    "GET /v1/complaints/{code}/data": Scene(),
    "GET /v1/cases": Scene(),
    "GET /v1/cases/counts": Scene(),
    "GET /v1/cases/{code}": Scene(None, Role.COORDINATOR, CITY),
    "GET /v1/cases/{code}/attachments/{number}": Scene(None, Role.COORDINATOR, CITY, {"number": 1}),
    "GET /v1/exports": Scene(),
    "GET /v1/policy": Scene(),
    "GET /v1/calendars/{id}": Scene(given={"id": "id"}),
    "GET /v1/calendars/{id}/recounts": Scene(None, Role.STEWARD, NATION, {"id": "id"}),
    "GET /v1/agencies/{id}/survey": Scene(given={"id": UNIT}),
    "GET /v1/complaints/{code}/feed": Scene(),
    "GET /v1/agencies/{id}/feed": Scene(given={"id": CITY}),
    "GET /v1/regions/{id}/feed": Scene(given={"id": CITY}),
    "GET /v1/notices/stop/{token}": Scene(),
    "GET /v1/deadline": Scene(query="?from=2026-12-20"),
    "GET /v1/unsealings": Scene(None, Role.STEWARD, NATION),
    "GET /v1/keys": Scene(None, Role.COORDINATOR, CITY),
    "PUT /v1/templates/{id}": Scene(None, Role.COORDINATOR, CITY, {"id": "terima"}, anew=lambda known: {"id": f"terima{known['n']}"}),
    "GET /v1/templates": Scene("PUT /v1/templates/{id}", Role.COORDINATOR, CITY),
    "GET /v1/cases/{code}/templates": Scene("PUT /v1/templates/{id}", Role.COORDINATOR, CITY),
    "DELETE /v1/templates/{id}": Scene("PUT /v1/templates/{id}", Role.COORDINATOR, CITY),
    "POST /v1/complaints": Scene(given={"version": 1}),
    "POST /v1/notices/stop/{token}": Scene(
        "POST /v1/complaints", anew=lambda known: {"token": stop_token(known["key"], known["code"].replace("-", ""))}
    ),
    "POST /v1/complaints/form": Scene(headers={"content-type": FORM[0]}, anew=lambda known: {"key": f"{known['n']:040x}"}),
    "POST /v1/complaints/form/track": Scene("POST /v1/complaints", headers={"content-type": FORM[0]}, anew=lambda known: {"code": known["code"]}),
    f"{COMPLAINT}/notices/resume": Scene("POST /v1/complaints"),
    f"{CASE}/notices/resume": Scene("POST /v1/complaints", Role.STEWARD, "nation"),
    f"{COMPLAINT}/replies": Scene("POST /v1/complaints"),
    f"{COMPLAINT}/attachments": Scene("POST /v1/complaints"),
    f"{COMPLAINT}/attachments/{{number}}/show": Scene("POST /v1/complaints", given={"number": 1}, anew=lambda _: {"public": False}, photo=True),
    "POST /v1/lost-receipts": Scene(anew=lambda known: {"email": f"wayan{known['n']}@example.org"}),
    "POST /v1/lost-receipts/codes": Scene(anew=lambda known: {"token": f"{known['n']:040x}"}),
    "POST /v1/text-checks": Scene(anew=lambda known: {"body": f"Telepon saya di 0812 3456 {known['n']:04d}."}),
    f"{COMPLAINT}/erase": Scene("POST /v1/complaints"),
    f"{COMPLAINT}/withdraw": Scene("POST /v1/complaints"),
    f"{CASE}/verify": Scene("POST /v1/complaints", Role.COORDINATOR, CITY),
    f"{COMPLAINT}/support": Scene(
        f"{CASE}/verify", anew=lambda known: {"token": f"0123456789abcdef{known['n']:04d}", "email": f"a{known['n']}@example.org"}
    ),
    f"{COMPLAINT}/support/withdraw": Scene(f"{CASE}/verify"),
    f"{COMPLAINT}/support/confirm": Scene(f"{CASE}/verify"),
    f"{CASE}/start": Scene(f"{CASE}/verify"),
    f"{CASE}/respond": Scene(f"{CASE}/start"),
    f"{CASE}/forward": Scene(f"{CASE}/verify", Role.COORDINATOR, CITY),
    f"{CASE}/return": Scene(f"{CASE}/verify"),
    f"{CASE}/hold": Scene(f"{CASE}/verify"),
    f"{CASE}/extend": Scene(f"{CASE}/start"),
    f"{CASE}/archive": Scene("POST /v1/complaints", Role.COORDINATOR, CITY),
    f"{CASE}/link": Scene("POST /v1/complaints", Role.COORDINATOR, CITY, anew=lambda known: {"lead": known["first"]}),
    f"{CASE}/unlink": Scene(f"{CASE}/link", Role.COORDINATOR, CITY),
    f"{CASE}/note": Scene(f"{CASE}/verify"),
    f"{CASE}/instruct": Scene(f"{CASE}/verify", Role.INSPECTOR, "51"),
    f"{CASE}/assign": Scene(f"{CASE}/verify", Role.STEWARD, NATION),
    f"{CASE}/publish": Scene(f"{CASE}/verify", Role.COORDINATOR, CITY),
    f"{CASE}/unseal": Scene("POST /v1/complaints", Role.INSPECTOR, "51"),
    f"{CASE}/redact": Scene(f"{CASE}/verify", Role.COORDINATOR, CITY),
    "POST /v1/cases/bulk": Scene(
        "POST /v1/complaints", Role.COORDINATOR, CITY, anew=lambda known: {"items": [{"code": known["code"], "version": 1, "reason": "unclear"}]}
    ),
    f"{COMPLAINT}/confirm": Scene(f"{CASE}/respond"),
    f"{COMPLAINT}/unlink": Scene(f"{CASE}/link"),
    f"{COMPLAINT}/dispute": Scene(f"{CASE}/respond"),
    f"{COMPLAINT}/survey": Scene(f"{COMPLAINT}/confirm"),
    "POST /v1/keys": Scene(None, Role.COORDINATOR, CITY, anew=lambda known: {"holder": f"Petugas {known['n']}"}),
    "POST /v1/keys/{id}/revoke": Scene("POST /v1/keys", Role.COORDINATOR, CITY),
    "POST /v1/agencies": Scene(None, Role.STEWARD, NATION, anew=lambda known: {"id": f"bench.{known['n']}"}),
    "PATCH /v1/agencies/{id}": Scene("POST /v1/agencies", Role.STEWARD, NATION),
    "POST /v1/agencies/{id}/move": Scene("POST /v1/agencies", Role.STEWARD, NATION),
    "POST /v1/webhooks": Scene("POST /v1/agencies", Role.STEWARD, NATION, anew=lambda known: {"agency": known["agency"]["id"]}),
    "GET /v1/webhooks": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "PATCH /v1/webhooks/{id}": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "POST /v1/webhooks/{id}/rotate": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "POST /v1/webhooks/{id}/ping": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "GET /v1/webhooks/{id}/deliveries": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "POST /v1/webhooks/{id}/replay": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "DELETE /v1/webhooks/{id}": Scene("POST /v1/webhooks", Role.STEWARD, NATION),
    "POST /v1/agencies/{id}/close": Scene("POST /v1/agencies", Role.STEWARD, NATION),
    "POST /v1/categories": Scene(None, Role.STEWARD, NATION, anew=lambda known: {"id": f"bench.{known['n']}"}),
    "PATCH /v1/categories/{id}": Scene("POST /v1/categories", Role.STEWARD, NATION),
    "GET /v1/commitments": Scene("POST /v1/commitments", query="?agency=51.71"),
    "POST /v1/commitments": Scene(
        None, Role.COORDINATOR, CITY, anew=lambda known: {"target": known["n"] / 10_000, "by": f"{2027 + known['n'] % 4}-12-31"}
    ),
    "POST /v1/commitments/{id}/withdraw": Scene("POST /v1/commitments", Role.COORDINATOR, CITY),
    "GET /v1/assessments": Scene("POST /v1/assessments", query="?year=2022"),
    "POST /v1/assessments": Scene(None, Role.STEWARD, NATION, anew=lambda known: {"result": f"Top {known['n']}"}),
    "POST /v1/policies": Scene(None, Role.STEWARD, NATION, anew=lambda known: {"few_ratings": 10 + known["n"] % 990}),
    "POST /v1/calendars": Scene(None, Role.STEWARD, NATION, anew=lambda known: {"id": f"bench.{known['n']}"}),
    "POST /v1/calendars/{id}/days": Scene(
        None, Role.STEWARD, NATION, {"id": "id"}, anew=lambda known: {"add": {"2026-12-31": f"Libur {known['n']}"}}
    ),
}
