"""A connection that is lost, or a call that takes too long, is worth trying again: the store says so, however botocore puts it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from chalicelib import wiring
from chalicelib.domain.delivery import Trouble, Why
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import Role
from chalicelib.settings import Settings
from chalicelib.usecases import submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import NOON, REFERENCE, a_first, a_receipt, a_reporter, a_submission, a_text
from tests.fakes import Clock, Counting
from tests.machine.installation import own_tables

LOST = (ConnectionClosedError, ReadTimeoutError, ConnectTimeoutError, EndpointConnectionError)
CALLS: dict[str, Callable[[Deps], object]] = {
    "BatchGetItem": lambda deps: deps.cases.complaints([a_receipt(1).code]),
    "GetItem": lambda deps: deps.cases.reporter(a_receipt(1).code),
    "Query": lambda deps: deps.cases.case(a_receipt(1).code),
    "PutItem": lambda deps: deps.cases.note_trouble(a_receipt(1).code, Trouble(audience=Role.REPORTER, why=Why.FAILED, at=NOON)),
    "UpdateItem": lambda deps: deps.deliveries.begin("lost", NOON),
    "TransactWriteItems": lambda deps: deps.cases.file(a_first(1), a_text(), a_reporter()),
}


@pytest.fixture
def tried_once(engine_settings: Settings, shared_engine_deps: Deps, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deps]:
    """A store whose client does not try again by itself: what is lost stays lost."""
    monkeypatch.setattr(wiring, "FAST", wiring.FAST.merge(Config(retries={"total_max_attempts": 1})))
    with own_tables(engine_settings) as own:
        built = replace(wiring.build(own), now=Clock(), random_bytes=Counting())
        built.reference.put(REFERENCE)
        yield built


@contextmanager
def losing(deps: Deps, operation: str, error: type[Exception], *, after: bool) -> Iterator[None]:
    """Every call of the operation is lost, before or after it took effect."""
    client = deps.cases.tables.client  # type: ignore[attr-defined]  # the engine's

    def lose(request: Any, **_: Any) -> None:
        if after:
            client._endpoint.http_session.send(request)  # noqa: SLF001
        raise error(endpoint_url=request.url, error="made up")

    event = f"before-send.dynamodb.{operation}"
    client.meta.events.register(event, lose)
    try:
        yield
    finally:
        client.meta.events.unregister(event, lose)


@pytest.mark.parametrize("error", LOST)
@pytest.mark.parametrize("operation", CALLS)
def test_a_lost_call_is_busy(tried_once: Deps, operation: str, error: type[Exception]) -> None:
    with losing(tried_once, operation, error, after=False), pytest.raises(Busy):
        CALLS[operation](tried_once)


@pytest.mark.parametrize("error", [ConnectionClosedError, ReadTimeoutError])
def test_a_submission_whose_answer_is_lost_is_found_and_given_its_receipt(tried_once: Deps, error: type[Exception]) -> None:
    with losing(tried_once, "TransactWriteItems", error, after=True):
        filed = submit.submit(a_submission(), None, tried_once)

    assert filed.again
    assert load(filed.receipt.code, tried_once).complaint.version == 1


@pytest.mark.parametrize("error", [ConnectionClosedError, ReadTimeoutError])
def test_an_action_whose_answer_is_lost_is_answered_as_done(tried_once: Deps, error: type[Exception]) -> None:
    code = submit.submit(a_submission(), None, tried_once).receipt.code

    with losing(tried_once, "TransactWriteItems", error, after=True):
        verified = deeds.verify(code, tried_once)

    assert verified == load(code, tried_once)
    assert verified.complaint.version == 2
