"""The wire to AWS of one installation: it counts the calls, and lets one of them go wrong in the way that is asked for.

The clients try once. What they would try again by themselves goes wrong here for good, which is the harder case.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

Send: TypeAlias = Callable[[], Any]
Fault: TypeAlias = Callable[["Call"], Any]


class Raw(BytesIO):
    """A body as the HTTP library gives it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Call:
    """One call: what is sent, and the way to send it."""

    service: str
    operation: str
    request: Any
    send: Send
    twin: Callable[[], object]

    def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> Any:
        return AWSResponse(self.request.url, status, dict(headers), Raw(body))

    def error(self, status: int, code: str, **more: Any) -> Any:
        """A refusal in the words of the service."""
        if self.service == "s3":
            said = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>made up</Message></Error>".encode()
            return self.answer(status, said, {"content-type": "application/xml"})
        said = json.dumps({"__type": code, "message": "made up", **more}).encode()
        return self.answer(status, said, {"content-type": "application/x-amz-json-1.0", "x-amzn-errortype": code})


def throttled(call: Call) -> Any:
    known = {"s3": (503, "SlowDown"), "sesv2": (429, "TooManyRequestsException")}
    return call.error(*known.get(call.service, (400, "ThrottlingException")))


def broken(call: Call) -> Any:
    known = {"s3": (500, "InternalError"), "sesv2": (500, "InternalServiceErrorException")}
    return call.error(*known.get(call.service, (500, "InternalServerError")))


def reset_before(call: Call) -> Any:
    raise ConnectionClosedError(endpoint_url=call.request.url)


def reset_after(call: Call) -> Any:
    call.send()
    raise ConnectionClosedError(endpoint_url=call.request.url)


def hung_before(call: Call) -> Any:
    raise ReadTimeoutError(endpoint_url=call.request.url)


def hung_after(call: Call) -> Any:
    call.send()
    raise ReadTimeoutError(endpoint_url=call.request.url)


def contended(call: Call) -> Any:
    """Another transaction is at work on one of the items."""
    if call.operation == "TransactWriteItems":
        many = len(json.loads(call.request.body)["TransactItems"])
        reasons = [{"Code": "TransactionConflict", "Message": "made up"}, *[{"Code": "None"}] * (many - 1)]
        return call.error(400, "TransactionCanceledException", CancellationReasons=reasons)
    return call.error(400, "TransactionConflictException")


def in_part(call: Call) -> Any:
    """Half of what was asked for is left over."""
    answered = call.send()
    body = json.loads(answered.content)
    ((table, found),) = body["Responses"].items()
    left = found[len(found) // 2 :]
    keys = [{name: item[name] for name in ("pk", "sk")} for item in left]
    body["Responses"] = {table: found[: len(found) // 2]}
    body["UnprocessedKeys"] = {table: {"Keys": keys, "ConsistentRead": True}} if keys else {}
    return call.answer(200, json.dumps(body).encode(), {"content-type": "application/x-amz-json-1.0"})


def overtaken(call: Call) -> None:
    """Somebody else does the very same a moment before; then this call goes its way."""
    call.twin()


READS = frozenset({"GetItem", "BatchGetItem", "Query", "HeadObject", "GetObject", "GetObjectTagging"})
WRITES = frozenset(
    {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem", "PutObject", "DeleteObject", "DeleteObjectTagging"}
)
OF_ITEMS = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
NOTES = frozenset({"UpdateItem"})
"""How often somebody called, and when a key was used last."""
MAIL = "SendEmail"
FAULTS: Mapping[str, Fault] = {
    "throttle": throttled,
    "500": broken,
    "reset before": reset_before,
    "reset after": reset_after,
    "time-out before": hung_before,
    "time-out after": hung_after,
    "contended": contended,
    "concurrent writer": overtaken,
    "partial batch": in_part,
}


def applies(fault: str, operation: str) -> bool:
    """Whether a call can go wrong like this: of a read it makes no difference whether the answer or the question is lost."""
    if fault == "partial batch":
        return operation == "BatchGetItem"
    if fault in {"contended", "concurrent writer"}:
        return operation in OF_ITEMS
    return not (fault.endswith("after") and operation in READS)


@dataclass
class Wire:
    """Listens to clients. `breaks` says which call, counted from 1, goes wrong how."""

    calls: list[str] = field(default_factory=list)
    breaks: tuple[int, Fault] | None = None
    twin: Callable[[], object] = lambda: None
    mails: Counter[str] = field(default_factory=Counter)
    heard: int = 0

    def listen(self, client: Any) -> None:
        client.meta.events.register_first("before-send.*", lambda request, event_name, **_: self._heard(client, request, event_name))

    def arm(self, number: int, fault: Fault) -> None:
        self.calls, self.breaks = [], (number, fault)

    def calm(self) -> None:
        self.calls, self.breaks = [], None

    def _heard(self, client: Any, request: Any, event_name: str) -> Any:
        _, service, operation = event_name.split(".")
        self.calls.append(operation)
        self.heard += 1
        if self.breaks is None or len(self.calls) != self.breaks[0]:
            self._arrived(operation, request)
            return None
        _, fault = self.breaks
        self.breaks = None
        return fault(Call(service, operation, request, lambda: self._send(client, operation, request), self.twin))

    def _send(self, client: Any, operation: str, request: Any) -> Any:
        self._arrived(operation, request)
        return client._endpoint.http_session.send(request)  # noqa: SLF001 - botocore sends no other way

    def _arrived(self, operation: str, request: Any) -> None:
        if operation == MAIL:
            sent = json.loads(request.body)
            self.mails[f"{sent['Destination']['ToAddresses'][0]}: {sent['Content']['Simple']['Subject']['Data']}"] += 1
