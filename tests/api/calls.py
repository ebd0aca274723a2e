"""How each route is called on the case, or about the agency, of somebody: so that it succeeds for whoever may."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.api import agency_bodies, bodies, steward_bodies
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.routes import Route
from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.delivery import stop_token
from chalicelib.domain.lost import contact_of
from chalicelib.domain.reference import Agency
from chalicelib.domain.template import Templates
from chalicelib.domain.words import Action, Identity, Role, Status
from chalicelib.usecases.ports import Deps
from tests.api.conftest import Answer, Api
from tests.api.samples import BODIES
from tests.builders import (
    CITY,
    NOON,
    REASON,
    REGENCY,
    UNIT,
    a_body,
    a_commitment,
    a_first,
    a_key,
    a_receipt,
    a_reporter,
    a_template,
    a_text,
    an_endpoint,
    confirmed,
    linked,
    responded,
    verified,
)
from tests.fakes import keep

NOWHERE = replace(CITY, id="99.99")
CODE, NO_CODE = a_receipt(11).code, a_receipt(12).code
SECRET = {"Receipt-Secret": a_receipt(1).secret}
"""The receipt of whoever filed the case."""


@dataclass(frozen=True)
class Call:
    """The body and the query, in which `{agency}`, `{code}` and `{version}` are filled in; the status and the identity that the case must have.

    `puts` puts what else must be there, and gives the `{id}` in the path.
    """

    body: Any = None
    query: str = ""
    status: Status = Status.FORWARDED
    identity: Identity = Identity.NAMED
    puts: Callable[[Deps, Agency], str] = lambda *_: ""
    headers: Mapping[str, str] = field(default_factory=dict)


def _template(deps: Deps, agency: Agency) -> str:
    deps.reference.put_next(Templates(agency=agency.id, version=1, templates=(a_template(),)))
    return a_template().id


def _unit(deps: Deps, agency: Agency) -> str:
    id_ = f"{agency.id}.unit"
    deps.reference.put([replace(UNIT, id=id_, path=f"{agency.path}/{id_}")])
    return id_


def _commitment(deps: Deps, agency: Agency) -> str:
    made = a_commitment(agency=agency.id)
    deps.reference.put([made])
    return made.id


def _stop(deps: Deps, _: Agency) -> str:
    return stop_token(deps.key, CODE)


def _webhook(deps: Deps, agency: Agency) -> str:
    made = an_endpoint(agency=agency.id)
    deps.reference.put([made])
    return made.id


def _named(id_: str) -> Callable[[Deps, Agency], str]:
    return lambda *_: id_


def _key(deps: Deps, agency: Agency) -> str:
    key, _ = a_key(Role.OFFICER, agency.id, seed=251)
    keep(key, deps)
    return key.id


STATUS_BY_ACTION = {Action.VERIFY: Status.RECEIVED, Action.ARCHIVE: Status.RECEIVED, Action.UNLINK: Status.LINKED}
CALLS: Mapping[str, Call] = {
    "GET /health": Call(),
    "GET /v1/openapi.json": Call(),
    "POST /v1/complaints": Call(a_body()),
    "GET /v1/challenge": Call(headers={"Idempotency-Key": "challenge-of-a-test"}),
    "GET /v1/complaints": Call(),
    "GET /v1/complaints/nearby": Call(query="near=-8.65,115.21"),
    "GET /v1/complaints/provinces": Call(),
    "GET /v1/complaints/{code}": Call(),
    "POST /v1/complaints/{code}/support": Call(EXAMPLES[bodies.SupportBody]),
    "POST /v1/complaints/{code}/support/withdraw": Call(EXAMPLES[bodies.WithdrawSupportBody]),
    "POST /v1/complaints/{code}/support/confirm": Call(EXAMPLES[bodies.ConfirmSupportBody]),
    "POST /v1/complaints/{code}/replies": Call({"text": "Ada dua lampu."}),
    "POST /v1/complaints/{code}/confirm": Call({"rating": 4}, status=Status.RESPONDED),
    "POST /v1/complaints/{code}/unlink": Call({"reason": "Lampu yang lain."}, status=Status.LINKED),
    "POST /v1/complaints/{code}/dispute": Call({"reason": REASON}, status=Status.RESPONDED),
    "POST /v1/complaints/{code}/withdraw": Call({}),
    "POST /v1/complaints/{code}/survey": Call(EXAMPLES[bodies.SurveyBody], status=Status.CLOSED),
    "POST /v1/complaints/{code}/attachments": Call({"name": "foto.jpg", "type": "image/jpeg", "size": 9}),
    "GET /v1/complaints/{code}/attachments/{number}": Call(),
    "POST /v1/complaints/{code}/attachments/{number}/show": Call({"public": True}),
    "POST /v1/lost-receipts": Call(EXAMPLES[bodies.LostReceiptBody]),
    "POST /v1/lost-receipts/codes": Call(EXAMPLES[bodies.LinkTokenBody]),
    "POST /v1/text-checks": Call(EXAMPLES[bodies.TextCheckBody]),
    "GET /v1/complaints/{code}/data": Call(),
    "POST /v1/complaints/{code}/erase": Call({}),
    "GET /v1/unsealings": Call(),
    "GET /v1/complaints/form": Call(),
    "POST /v1/complaints/form": Call(headers={"Content-Type": "application/x-www-form-urlencoded"}),
    "GET /v1/complaints/form/track": Call(),
    "POST /v1/complaints/form/track": Call(headers={"Content-Type": "application/x-www-form-urlencoded"}, body={"code": CODE}),
    "GET /v1/complaints/form/receipt": Call(headers={"Cookie": f"receipt={CODE}.{SECRET['Receipt-Secret']}"}),
    "GET /v1/complaints/{code}/feed": Call(),
    "GET /v1/agencies/{id}/feed": Call(puts=_named("nation")),
    "GET /v1/regions/{id}/feed": Call(puts=_named("51.71")),
    "GET /v1/notices/stop/{token}": Call(puts=_named(f"{CODE}-x")),
    "POST /v1/complaints/{code}/notices/resume": Call({}),
    "POST /v1/cases/{code}/notices/resume": Call({"to": "reporter"}),
    "POST /v1/notices/stop/{token}": Call(puts=_stop),
    "GET /v1/agencies": Call(query="parent={agency}"),
    "GET /v1/categories": Call(),
    "GET /v1/regions": Call(),
    "GET /v1/scores": Call(),
    "GET /v1/agencies/{id}/scores": Call(puts=_named("nation")),
    "GET /v1/periods": Call(),
    "GET /v1/statistics": Call(),
    "GET /v1/cases": Call(query="unit={agency}"),
    "GET /v1/cases/counts": Call(query="unit={agency}"),
    "POST /v1/cases/bulk": Call(
        {"action": "archive", "items": [{"code": "{code}", "version": "{version}", "reason": "unclear"}]}, status=Status.RECEIVED
    ),
    "GET /v1/cases/{code}": Call(),
    **{
        f"POST /v1/cases/{{code}}/{one}": Call(
            body,
            status=STATUS_BY_ACTION.get(one, Status.FORWARDED),
            identity=Identity.SEALED if one is Action.UNSEAL else Identity.NAMED,
        )
        for one, body in BODIES.items()
    },
    "GET /v1/cases/{code}/attachments/{number}": Call(),
    "GET /v1/exports": Call(query="unit={agency}"),
    "GET /v1/cases/{code}/templates": Call(),
    "GET /v1/templates": Call(query="agency={agency}", puts=_template),
    "PUT /v1/templates/{id}": Call({"name": "Terima kasih", "text": "Laporan Anda kami terima.", "agency": "{agency}"}, puts=_template),
    "DELETE /v1/templates/{id}": Call(query="agency={agency}", puts=_template),
    "POST /v1/agencies": Call({"id": "{agency}.baru", "name": "Dinas Baru", "kind": "unit", "parent": "{agency}"}),
    "PATCH /v1/agencies/{id}": Call({"name": "Dinas Lama"}, puts=_unit),
    "POST /v1/agencies/{id}/move": Call({"parent": "34.71"}, puts=_unit),
    "POST /v1/agencies/{id}/close": Call({"successor": "34.71"}, puts=_unit),
    "POST /v1/categories": Call(EXAMPLES[steward_bodies.NewCategoryBody]),
    "PATCH /v1/categories/{id}": Call(EXAMPLES[steward_bodies.CategoryBody], puts=_named("jalan")),
    "GET /v1/policy": Call(),
    "POST /v1/policies": Call(EXAMPLES[steward_bodies.PolicyBody]),
    "POST /v1/calendars": Call(EXAMPLES[steward_bodies.NewCalendarBody]),
    "GET /v1/calendars/{id}": Call(puts=_named("id")),
    "POST /v1/calendars/{id}/days": Call(EXAMPLES[steward_bodies.DaysBody], puts=_named("id")),
    "GET /v1/calendars/{id}/recounts": Call(puts=_named("id")),
    "GET /v1/agencies/{id}/survey": Call(puts=_named("51.71")),
    "GET /v1/commitments": Call(query="agency={agency}"),
    "POST /v1/commitments": Call({**EXAMPLES[agency_bodies.CommitmentBody], "agency": "{agency}"}),
    "POST /v1/commitments/{id}/withdraw": Call(EXAMPLES[agency_bodies.WithdrawCommitmentBody], puts=_commitment),
    "GET /v1/assessments": Call(query="agency={agency}"),
    "POST /v1/assessments": Call({**EXAMPLES[steward_bodies.AssessmentBody], "agency": "{agency}"}),
    "GET /v1/deadline": Call(query="from=2026-12-20"),
    "GET /v1/keys": Call(query="agency={agency}"),
    "POST /v1/keys": Call({"agency": "{agency}", "role": "officer", "holder": "Wayan"}),
    "POST /v1/keys/{id}/revoke": Call({}, puts=_key),
    "GET /v1/webhooks": Call(query="agency={agency}"),
    "POST /v1/webhooks": Call({**EXAMPLES[agency_bodies.WebhookBody], "agency": "{agency}"}),
    "PATCH /v1/webhooks/{id}": Call(EXAMPLES[agency_bodies.ChangedWebhookBody], puts=_webhook),
    "DELETE /v1/webhooks/{id}": Call(puts=_webhook),
    "POST /v1/webhooks/{id}/rotate": Call({}, puts=_webhook),
    "POST /v1/webhooks/{id}/ping": Call({}, puts=_webhook),
    "GET /v1/webhooks/{id}/deliveries": Call(puts=_webhook),
    "POST /v1/webhooks/{id}/replay": Call(EXAMPLES[agency_bodies.ReplayBody], puts=_webhook),
}


def put_case(deps: Deps, agency: Agency, status: Status, identity: Identity = Identity.NAMED) -> Complaint:
    """A case of the agency in that status, with an attachment, of the reporter who has `SECRET`; and one of the city that it can be linked to."""
    lead, first = a_first(seed=9), a_first(seed=11, agency=agency.id, identity=identity)
    way: Mapping[Status, list[Callable[[Complaint], Change]]] = {
        Status.RECEIVED: [],
        Status.FORWARDED: [lambda complaint: verified(complaint, to=agency)],
        Status.RESPONDED: [lambda complaint: verified(complaint, to=agency), responded],
        Status.CLOSED: [lambda complaint: verified(complaint, to=agency), responded, confirmed],
        Status.LINKED: [lambda complaint: linked(complaint, lead.complaint)],
    }
    changes = [first]
    for step in way[status]:
        changes.append(step(changes[-1].complaint))
    deps.reference.put([REGENCY])
    deps.cases.load([lead], a_text())
    deps.cases.load(changes, a_text(), a_reporter(contact=contact_of(a_reporter().email, deps.key)))
    photo = Attachment(code=CODE, number=1, key="attachments/1", name="foto.jpg", type="image/jpeg", size=9, until=NOON, state=State.STORED)
    deps.cases.expect(photo, NOON)
    return changes[-1].complaint


@dataclass(frozen=True)
class Ready:
    """A request that is ready to be sent, as often as wished."""

    method: str
    address: str
    body: Any
    headers: Mapping[str, str]

    def sent(self, api: Api) -> Answer:
        return api.call(self.method, self.address, self.body, dict(self.headers))


def ready(api: Api, route: Route, headers: Mapping[str, str], owner: Agency, **changed: Any) -> Ready:
    """The call on the case of `owner`, or about it, with other `body` or `version` if given; those of `NOWHERE` are not there."""
    call = CALLS[route.name]
    case = put_case(api.deps, CITY if owner is NOWHERE else owner, call.status, call.identity)
    put = call.puts(api.deps, owner)
    values = {"agency": owner.id, "code": code_of(owner), "number": "1", "id": put, "token": put, "version": str(case.version)}
    address = _filled(route.path + (f"?{call.query}" if call.query else ""), values)
    body = changed.get("body", json.loads(_filled(json.dumps(call.body).replace('"{version}"', values["version"]), values)))
    version = changed.get("version", case.version)
    return Ready(route.method, address, body, {**({"If-Match": f'"{version}"'} if version else {}), **call.headers, **headers})


def send(api: Api, route: Route, headers: Mapping[str, str], owner: Agency, **changed: Any) -> Answer:
    """The answer to that call."""
    return ready(api, route, headers, owner, **changed).sent(api)


def path_of(route: Route, code: str) -> str:
    """The path on the case of that code; what else it names is of the right form."""
    return _filled(route.path, {"code": code, "number": "1", "id": "0123456789", "token": "0123456789"})


def code_of(owner: Agency) -> str:
    """The code of the case of `owner`."""
    return NO_CODE if owner is NOWHERE else CODE


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with `{agency}` and the like filled in; other braces stay."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
