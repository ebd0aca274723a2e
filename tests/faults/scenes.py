"""Every route and every trigger, each ready to be called, and called again; what a route needs before, and whom it lets in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES, Route, Who
from chalicelib.domain import lost, support
from chalicelib.domain.delivery import Trouble, Why, known_by
from chalicelib.domain.lost import contact_of
from chalicelib.domain.words import Role
from chalicelib.usecases import statistics
from chalicelib.usecases.act import load
from chalicelib.usecases.announce import announce
from tests.api.calls import CODE, SECRET, Ready, ready
from tests.api.conftest import Answer
from tests.api.test_form import COOKIES, KEY, TYPED
from tests.builders import CITY, NOON, a_reporter, an_endpoint, later
from tests.faults.stand import Stand
from tests.faults.triggers import TRIGGERS, Do, Outcome

WISH = {"Idempotency-Key": "0123456789abcdef-faults"}
PEOPLE = ((Role.COORDINATOR, "51.71"), (Role.OFFICER, "51.71"), (Role.STEWARD, "nation"), (Role.INSPECTOR, "51.71"))
REFUSED = frozenset({403, 404})
ANSWERED_IN = ("Location", "ETag", "Set-Cookie")
"""Headers in which a part of an answer stands; where a link is signed, it is another one every second."""
Before: TypeAlias = Callable[[Stand, Ready], Ready]


def typed(_: Stand, request: Ready) -> Ready:
    """A form that is filled in."""
    return replace(request, body=TYPED | {"key": KEY}, headers={**request.headers, **COOKIES})


def supported(stand: Stand, request: Ready) -> Ready:
    """It is supported already."""
    address, _, _ = request.address.rpartition("/")
    assert replace(request, address=address, body=request.body | {"email": "wayan@example.org", "lang": "id"}).sent(stand.api).status == 200
    return request


def unconfirmed(stand: Stand, request: Ready) -> Ready:
    """Somebody supports, and is asked by mail whether that is to be followed."""
    supported(stand, replace(request, body={"token": "0123456789abcdef0123"}))
    token = support.confirm_token(stand.deps.key, CODE, support.email(stand.deps.key, CODE, "wayan@example.org"))
    return replace(request, body={"token": token})


def linked_to_codes(stand: Stand, request: Ready) -> Ready:
    """A link went to the mailbox that the case was filed with."""
    contact = contact_of(a_reporter().email, stand.deps.key)
    stand.deps.links.make(lost.hashed(request.body["token"]), contact, later(hours=24))
    return request


def unsubscribed(stand: Stand, request: Ready) -> Ready:
    stand.deps.cases.note_trouble(CODE, Trouble(audience=Role.REPORTER, why=Why.UNSUBSCRIBED, at=NOON))
    return request


def bounced(stand: Stand, request: Ready) -> Ready:
    stand.deps.cases.note_trouble(CODE, Trouble(audience=Role.REPORTER, why=Why.BOUNCED, at=NOON))
    stand.deps.deliveries.suppress(known_by(stand.deps.key, a_reporter().email), Why.BOUNCED, NOON)
    return request


def announced(stand: Stand, request: Ready) -> Ready:
    """The endpoint's log holds what happened to the case."""
    stand.deps.reference.put([an_endpoint()])
    announce(load(CODE, stand.deps), stand.deps)
    return request


def with_receipt(_: Stand, request: Ready) -> Ready:
    return replace(request, headers={**request.headers, **SECRET})


def counted(stand: Stand, request: Ready) -> Ready:
    statistics.enter_story(load(CODE, stand.deps).events, stand.deps)
    statistics.count(stand.deps, lambda: True)
    return request


BEFORE: Mapping[str, Before] = {
    "POST /v1/complaints/form": typed,
    "POST /v1/complaints/{code}/support/withdraw": supported,
    "POST /v1/complaints/{code}/support/confirm": unconfirmed,
    "POST /v1/lost-receipts/codes": linked_to_codes,
    "POST /v1/complaints/{code}/notices/resume": unsubscribed,
    "POST /v1/cases/{code}/notices/resume": bounced,
    "POST /v1/webhooks/{id}/replay": announced,
    "GET /v1/webhooks/{id}/deliveries": announced,
    "GET /v1/statistics": counted,
    "GET /v1/complaints/{code}/attachments/{number}": with_receipt,
}


def of_route(route: Route) -> Callable[[Stand], Do]:
    """The call as whoever may, with an Idempotency-Key where it takes one."""

    def prepared(stand: Stand) -> Do:
        wish = WISH if "Idempotency-Key" in OPERATIONS[route.name].headers else {}
        shown = {Who.PUBLIC: [{}], Who.REPORTER: [SECRET], Who.EITHER: [SECRET]}.get(route.who) or [stand.api.key(*one) for one in PEOPLE]
        request = BEFORE.get(route.name, lambda _, it: it)(stand, ready(stand.api, route, wish, CITY))

        def done() -> Outcome:
            able = stand.able.get(route.name)
            for number, headers in enumerate(shown) if able is None else [(able, shown[able])]:
                answer = replace(request, headers={**request.headers, **headers}).sent(stand.api)
                if answer.status not in REFUSED:
                    stand.able[route.name] = number
                    break
            return _outcome(answer)

        return done

    return prepared


def _outcome(answer: Answer) -> Outcome:
    """What whoever called sees; many deeds in one call went as the worst of them."""
    assert answer.status != 503 or answer.headers.get("Retry-After")
    many = answer.body.get("results", []) if isinstance(answer.body, dict) else []
    headers = {name: value for name, value in answer.headers.items() if name in ANSWERED_IN and "X-Amz-" not in value}
    return max([answer.status, *(one["status"] for one in many)]), (_lasting(answer.body), headers)


PASSING = frozenset({"changed", "upload", "url", "last_used_at"})


def _lasting(body: Any) -> Any:
    """Without what this very call changed, as the same call again changes nothing, what is signed with the real time, and notes of use, which may get lost."""
    if isinstance(body, list):
        return [_lasting(one) for one in body]
    return {name: _lasting(value) for name, value in body.items() if name not in PASSING} if isinstance(body, dict) else body


READING: Mapping[str, Callable[[Stand], Do]] = {route.name: of_route(route) for route in ROUTES if route.method == "GET"}
WRITING: Mapping[str, Callable[[Stand], Do]] = {route.name: of_route(route) for route in ROUTES if route.method != "GET"}
LISTED: Mapping[str, Callable[[Stand], Do]] = {**WRITING, **TRIGGERS}
"""Those that docs/reliability.md lists: who only reads leaves everything as it was."""
SCENES: Mapping[str, Callable[[Stand], Do]] = {**LISTED, **READING}
