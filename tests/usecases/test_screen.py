"""Who files is counted by a name of the day, over the engine: no address is kept, and nothing leads from a count to a complaint."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from chalicelib.domain import screening
from chalicelib.domain.errors import ChallengeRequired
from chalicelib.domain.words import Identity
from chalicelib.store.limits import Limits
from chalicelib.store.tables import Tables
from chalicelib.usecases import submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender
from tests.builders import NOON, POLICY, a_submission
from tests.fakes import Counting

ADDRESS = "203.0.113.123"
KEY = b"a key of these tests alone......"
USED = count(770_000_000, 1000)


@pytest.fixture
def deps(engine_deps: Deps) -> Deps:
    limits = Limits(engine_deps.cases.tables)  # type: ignore[attr-defined]  # the engine's
    return replace(engine_deps, limits=limits, key=KEY, random_bytes=Counting(next(USED)))


def everything(deps: Deps) -> list[Any]:
    tables: Tables = deps.cases.tables  # type: ignore[attr-defined]  # the engine's
    scan = tables.client.get_paginator("scan")
    pages = (page for name in (tables.cases, tables.identities) for page in scan.paginate(TableName=name))
    return [item for page in pages for item in page["Items"]]


def test_no_address_is_kept_and_no_complaint_knows_its_client(deps: Deps) -> None:
    order = a_submission(identity=Identity.NONE, reporter=None)
    for _ in range(6):
        submit.submit(order, None, deps, Sender(ADDRESS))
    name, items = screening.client(ADDRESS, NOON.date(), KEY), everything(deps)

    assert not [item for item in items if ADDRESS in str(item)]
    assert [(set(item), item["n"]) for item in items if name in str(item)] == [({"pk", "sk", "n", "ttl"}, {"N": "6"})]


def test_processes_share_what_they_counted_of_a_client_by_the_third_time_at_the_latest(deps: Deps) -> None:
    sender = Sender("203.0.113.124")
    for _ in range(POLICY.challenge_free):
        submit.submit(a_submission(), None, deps, sender)
    other = replace(deps, limits=Limits(deps.cases.tables))  # type: ignore[attr-defined]  # the engine's

    for _ in range(2):
        submit.submit(a_submission(), None, other, sender)

    with pytest.raises(ChallengeRequired):
        submit.submit(a_submission(), None, other, sender)
