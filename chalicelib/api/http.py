"""Requests and replies as the handlers see them, free of any framework."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from chalicelib.api.problems import EdgeError

if TYPE_CHECKING:  # a request may carry them; who reads them has them loaded
    from chalicelib.domain.access import AccessKey
    from chalicelib.domain.case import Case
    from chalicelib.domain.events import Actor

LARGEST_BODY = 128 * 1024
FORM_PATH = "/v1/complaints/form"
TRACK_PATH = f"{FORM_PATH}/track"
PRIVATE = {"Cache-Control": "no-store"}
FOR_A_WHILE = {"Cache-Control": "public, max-age=300"}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was let in: `key` is set on agencies' routes, `case` on reporters'. Header names are lower case.

    `address` is where it came from: it is counted by, and kept nowhere. `route` is the name of the route it came by; `asked` is what the query asks for, by the parameters' types; `query` is as it was sent.
    """

    route: str = ""
    params: Mapping[str, Any] = msgspec.field(default_factory=dict)
    query: Mapping[str, str] = msgspec.field(default_factory=dict)
    asked: Mapping[str, Any] = msgspec.field(default_factory=dict)
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    body: bytes = b""
    address: str = ""
    key: "AccessKey | None" = None
    case: "Case | None" = None

    @property
    def own_key(self) -> "AccessKey":
        """The key of who calls an agencies' route."""
        if self.key is None:
            raise LookupError("the route lets in callers without a key")
        return self.key

    @property
    def caller(self) -> "Actor":
        """Who calls an agencies' route."""
        return self.own_key.actor

    @property
    def own_case(self) -> "Case":
        """The case of who calls a reporters' route."""
        if self.case is None:
            raise LookupError("the route lets in callers without a secret")
        return self.case

    def form(self) -> dict[str, str]:
        """The fields of a form as browsers send it, the last of each name; raises `EdgeError`."""
        self._check_size()
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))

    def _check_size(self) -> None:
        if len(self.body) > LARGEST_BODY:
            raise EdgeError("body-too-large", f"at most {LARGEST_BODY // 1024} KB are read")

    def json(self) -> Any:
        """The body, decoded; raises `EdgeError`."""
        self._check_size()
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise EdgeError("not-json", "the body is not JSON") from error


class Reply(msgspec.Struct, frozen=True):
    """Status, body, headers; private unless said otherwise. Text is sent as it is, everything else as JSON."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = msgspec.field(default_factory=lambda: PRIVATE)
