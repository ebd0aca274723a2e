"""What stewards do: the tree of agencies, the categories, the policy, the calendars. With `?dry_run=true` the answer is the same and nothing is kept."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias

import msgspec

from chalicelib import logs
from chalicelib.api import inputs, list_outputs, steward_bodies
from chalicelib.api.fields import Body
from chalicelib.api.http import FOR_A_WHILE, PRIVATE, Reply, Request
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.once import Once
from chalicelib.domain.once import once as once_of
from chalicelib.usecases import agencies, calendars, categories, policies, recounts
from chalicelib.usecases.administration import Done
from chalicelib.usecases.agencies import Rearranged
from chalicelib.usecases.ports import Deps

Wrong: TypeAlias = Callable[[Mapping[str, Any], Deps], list[FieldError]]
ENOUGH = timedelta(seconds=20)
"""How long one call moves agencies or cases: the gateway gives up after 29 s."""
RECOUNT = ("before", "version", "since", "looked_at", "changed", "failed", "done_at", "continued_by")
log = logs.get("api")


def given(struct: type[Body], sent: Any, wrong_fields: Wrong, deps: Deps) -> dict[str, Any]:
    """What was sent and is not null; raises `InvalidInput` with every wrong field, also those that only what is kept can tell."""
    fields, errors = inputs.read_fields(struct, sent)
    values: dict[str, Any] = {name: _plain(value) for name, value in fields.items() if value is not None}
    errors += wrong_fields(values, deps)
    if errors:
        raise InvalidInput(errors)
    return values


def once(request: Request, deps: Deps) -> Once | None:
    """The call, to be done once if it has an Idempotency-Key; a dry run does nothing however often it is sent. Raises `EdgeError`."""
    key = inputs.idempotency_key(request.headers)
    asked = msgspec.json.encode([request.route, request.params, request.json()], order="sorted")
    return once_of(request.own_key.id, key, asked, deps.now()) if key and not _dry(request) else None


def create_agency(request: Request, deps: Deps) -> Reply:
    """`POST /v1/agencies`: adds an agency below another."""
    values = given(steward_bodies.NewAgencyBody, request.json(), agencies.wrong_fields, deps)
    return _agency(agencies.create(values, request.caller, deps, dry=_dry(request), call=once(request, deps)), request)


def change_agency(request: Request, deps: Deps) -> Reply:
    """`PATCH /v1/agencies/{id}`: changes what is given of an agency."""
    values = given(steward_bodies.AgencyBody, request.json(), agencies.wrong_fields, deps)
    return _agency(agencies.change(request.params["id"], values, request.caller, deps, dry=_dry(request)), request)


def move_agency(request: Request, deps: Deps) -> Reply:
    """`POST /v1/agencies/{id}/move`: puts an agency with all below it below another."""
    values = given(steward_bodies.MoveBody, request.json(), agencies.wrong_fields, deps)
    return _rearranged(agencies.move(request.params["id"], values["parent"], request.caller, deps, _has_time(deps), dry=_dry(request)), request)


def close_agency(request: Request, deps: Deps) -> Reply:
    """`POST /v1/agencies/{id}/close`: closes an agency for good and hands its open cases over."""
    values = given(steward_bodies.CloseAgencyBody, request.json(), agencies.wrong_fields, deps)
    return _rearranged(agencies.close(request.params["id"], values["successor"], request.caller, deps, _has_time(deps), dry=_dry(request)), request)


def create_category(request: Request, deps: Deps) -> Reply:
    """`POST /v1/categories`: adds a category."""
    values = given(steward_bodies.NewCategoryBody, request.json(), categories.wrong_fields, deps)
    return _category(categories.create(values, request.caller, deps, dry=_dry(request), call=once(request, deps)), request)


def change_category(request: Request, deps: Deps) -> Reply:
    """`PATCH /v1/categories/{id}`: changes what is given of a category, closes it or opens it."""
    values = given(steward_bodies.CategoryBody, request.json(), categories.wrong_fields, deps)
    return _category(categories.change(request.params["id"], values, request.caller, deps, dry=_dry(request)), request)


def policy(request: Request, deps: Deps) -> Reply:
    """`GET /v1/policy`: the policy in force, or one of its versions."""
    return Reply(policies.shown(request.asked.get("version"), deps), headers=FOR_A_WHILE)


def change_policy(request: Request, deps: Deps) -> Reply:
    """`POST /v1/policies`: puts a new version of the policy in force."""
    values = given(steward_bodies.PolicyBody, request.json(), policies.wrong_fields, deps)
    done = policies.change(values, request.caller, deps, dry=_dry(request), call=once(request, deps))
    return _reply(request, done, {"policy": done.after, "changed": done.changed}, new=done.before != done.after)


def calendar(request: Request, deps: Deps) -> Reply:
    """`GET /v1/calendars/{id}`: a calendar as it is now, or one of its versions."""
    return Reply(calendars.shown(request.params["id"], request.asked.get("version"), deps), headers=FOR_A_WHILE)


def create_calendar(request: Request, deps: Deps) -> Reply:
    """`POST /v1/calendars`: adds a calendar that stands on another."""
    values = given(steward_bodies.NewCalendarBody, request.json(), calendars.wrong_new, deps)
    return _calendar(calendars.create(values, request.caller, deps, dry=_dry(request), call=once(request, deps)), request)


def calendar_recounts(request: Request, deps: Deps) -> Reply:
    """`GET /v1/calendars/{id}/recounts`: how far the open cases are counted anew, change by change."""
    found = recounts.shown(request.params["id"], request.caller, deps)
    return Reply({"recounts": [{name: getattr(one, name) for name in RECOUNT} for one in found]}, headers=PRIVATE)


def change_days(request: Request, deps: Deps) -> Reply:
    """`POST /v1/calendars/{id}/days`: adds days off to a calendar and removes some, as a new version."""
    values = given(steward_bodies.DaysBody, request.json(), partial(calendars.wrong_fields, request.params["id"]), deps)
    add, remove, call = values.get("add", {}), values.get("remove", ()), once(request, deps)
    done = calendars.change(request.params["id"], add, remove, request.caller, deps, dry=_dry(request), call=call)
    return _calendar(done, request)


def _agency(done: Done[Any], request: Request, **more: int) -> Reply:
    return _reply(request, done, {"agency": list_outputs.whole_agency(done.after), "changed": done.changed, **more}, new=done.before is None)


def _calendar(done: Done[Any], request: Request) -> Reply:
    return _reply(request, done, {"calendar": done.after, "changed": calendars.changed_days(done)}, new=done.before != done.after)


def _rearranged(it: Rearranged, request: Request) -> Reply:
    return _agency(it.done, request, moved=it.moved, left=it.left)


def _category(done: Done[Any], request: Request) -> Reply:
    return _reply(request, done, {"category": list_outputs.whole_category(done.after), "changed": done.changed}, new=done.before is None)


def _reply(request: Request, done: Done[Any], body: dict[str, Any], *, new: bool) -> Reply:
    """201 when something new is there, which a dry run never makes; every change leaves a line in the log."""
    dry, datum = _dry(request), done.after
    if not dry and done.before != datum:
        log.info("administered", extra=logs.facts(kind=type(datum).__name__.lower(), id=datum.id))
    return Reply(body | {"dry_run": dry}, 201 if new and not dry else 200, PRIVATE)


def _plain(value: Any) -> Any:
    """Values as the use cases take them: structs as the fields that are given."""
    if isinstance(value, Body):
        return {name: each for name, each in msgspec.structs.asdict(value).items() if each is not None}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _dry(request: Request) -> bool:
    return bool(request.asked.get("dry_run"))


def _has_time(deps: Deps) -> Callable[[], bool]:
    until = deps.now() + ENOUGH
    return lambda: deps.now() < until
