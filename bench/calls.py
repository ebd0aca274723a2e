"""A call of a route as its scene has it: the address, who calls, and the example that the description of the API gives of the body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bench.scenes import Known, Scene
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.operations import OPERATIONS
from chalicelib.api.routes import ROUTES, Who
from chalicelib.domain.words import Role

KeyOf: TypeAlias = Callable[[Role, str], Mapping[str, str]]
ROUTE = {route.name: route for route in ROUTES}


@dataclass(frozen=True, slots=True)
class Call:
    """One request, and what is known when it is sent."""

    method: str
    path: str
    body: Mapping[str, Any] | None
    headers: dict[str, str]
    known: Known


def call_of(name: str, scene: Scene, known: Known, key_of: KeyOf) -> Call:
    """The call of a route with what is known; `key_of` gives the header of a key with a role at an agency."""
    route, fresh = ROUTE[name], scene.anew(known) if known["n"] else {}
    known = {**known, **scene.given, **fresh}
    body = _body(name, fresh)
    path = (route.path + scene.query).format_map(known)
    return Call(route.method, path, body, _headers(name, scene, known, key_of), {**known, **(body or {})})


def _body(name: str, fresh: Known) -> Mapping[str, Any] | None:
    struct = OPERATIONS[name].body
    return {**EXAMPLES[struct], **{field: fresh[field] for field in struct.__struct_fields__ if field in fresh}} if struct else None


def _headers(name: str, scene: Scene, known: Known, key_of: KeyOf) -> dict[str, str]:
    who = scene.who or ROUTE[name].who
    caller: dict[Who, Callable[[], Mapping[str, str]]] = {
        Who.PUBLIC: dict,
        Who.REPORTER: lambda: {"Receipt-Secret": known["secret"]},
        Who.EITHER: lambda: {"Receipt-Secret": known["secret"]},
        Who.AGENCY: lambda: key_of(scene.role, scene.agency),
    }
    version = {"If-Match": f'"{known["version"]}"'} if "If-Match" in OPERATIONS[name].headers else {}
    return {**caller[who](), **version, **{header: value.format_map(known) for header, value in scene.headers.items()}}
