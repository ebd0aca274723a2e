"""What react writes is what its policy binds it to: the engine knows nothing of `dynamodb:LeadingKeys`, so what is sent is held against it here."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.domain import lost
from chalicelib.domain.attachment import State
from chalicelib.domain.complaint import Reporter
from chalicelib.settings import Settings
from chalicelib.usecases import attach, follow, submit, support
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.screen import Sender
from chalicelib.usecases.setting import load
from chalicelib.usecases.sweep import sweep
from local.pollers import _for_lambda, is_event
from tests import deeds
from tests.builders import REASON, a_reporter, a_submission
from tests.jobs.test_jobs import SCHEDULED, Context
from tests.machine.installation import Ledger, News, in_engine

POLICY = json.loads((Path(app.__file__).parent / ".chalice" / "react.json").read_text())["Statement"]
WRITES = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
}
Write = tuple[str, str, str]
"""Action, table, partition."""


def keys_of(operation: str, sent: dict[str, Any]) -> Iterator[Write]:
    """What a call to DynamoDB writes, in the words of policies."""
    if operation == "TransactWriteItems":
        for item in sent["TransactItems"]:
            [(kind, one)] = item.items()
            yield WRITES[kind], one["TableName"], (one.get("Key") or one["Item"])["pk"]["S"]
    elif operation == "BatchWriteItem":
        for table, requests in sent["RequestItems"].items():
            yield from (("dynamodb:BatchWriteItem", table, one["PutRequest"]["Item"]["pk"]["S"]) for one in requests)
    elif operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        yield f"dynamodb:{operation}", sent["TableName"], (sent.get("Key") or sent["Item"])["pk"]["S"]


def bounds(statement: dict[str, Any]) -> list[str]:
    """The partitions that a statement is bound to."""
    found: list[str] = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    return found


def allowed(write: Write, resources: dict[str, str]) -> bool:
    """Whether a statement of the policy is for it, and for its partition."""
    action, table, pk = write
    for one in POLICY:
        if action in one["Action"] and one["Resource"] == {"Fn::GetAtt": [resources[table], "Arn"]}:
            return any(fnmatchcase(pk, pattern) for pattern in bounds(one) or ["*"])
    return False


@pytest.fixture
def installed(engine_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Deps, News]]:
    with in_engine(engine_settings) as (deps, news):
        monkeypatch.setattr(wiring, "deps", lambda: deps)
        yield deps, news


def lived(deps: Deps) -> str:
    """Complaints that become one, and one whose lead gets a lead itself; each with everything that the stream's function does something about."""
    first, second, third = (filed(deps, name) for name in ("first", "second", "third"))
    deeds.link(first, second, deps)
    deeds.link(second, third, deps)
    lead, linked = (filed(deps, name) for name in ("lead", "linked"))
    deeds.verify(lead, deps)
    support.support(lead, "device-one-0123456789", Reporter(name="", email="wayan@example.org"), Sender(""), deps)
    deps.links.ask(lost.asked("lead@example.org", "id", deps.now(), deps.key), deps.now())
    deeds.link(linked, lead, deps)
    deeds.start(lead, deps)
    deeds.respond(lead, deps)
    follow.dispute(load(lead, deps), REASON, deps)
    deeds.respond(lead, deps)
    follow.confirm(load(lead, deps), 4, deps)
    return lead


def filed(deps: Deps, name: str) -> str:
    reporter = a_reporter(email=f"{name}@example.org", contact=lost.contact_of(f"{name}@example.org", deps.key))
    code = submit.submit(a_submission(reporter=reporter), None, deps).receipt.code
    photo = attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps, public=True).attachment
    deps.cases.settle(replace(photo, state=State.STORED, key="attachments/a.jpg", thumbnail="attachments/a-small.jpg"), photo.key)
    return code


def test_the_functions_writes_are_within_its_policy(installed: tuple[Deps, News], monkeypatch: pytest.MonkeyPatch) -> None:
    deps, news = installed
    assert isinstance(deps.mail, Ledger)
    client = deps.cases.tables.client  # type: ignore[attr-defined]
    written: set[Write] = set()
    resources = {deps.cases.tables.cases: "CasesTable", deps.cases.tables.identities: "IdentitiesTable"}  # type: ignore[attr-defined]

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        written.update(keys_of(model.name, json.loads(params["body"])))

    def hear() -> None:
        records = [_for_lambda(record) for record in news() if is_event(record)]
        client.meta.events.register("before-call.dynamodb", note)
        try:
            assert app.react({"Records": records}, Context()) == {"batchItemFailures": []}
        finally:
            client.meta.events.unregister("before-call.dynamodb", note)

    deps.mail.breaks = 2
    lead = lived(deps)
    hear()
    follow.erase(load(lead, deps), deps)
    deps.now.now += timedelta(days=3)  # type: ignore[attr-defined]
    app.tick(SCHEDULED, Context())
    hear()
    deps.now.now += timedelta(days=400)  # type: ignore[attr-defined]
    sweep(deps, lambda: True)
    hear()

    assert sorted(one for one in written if not allowed(one, resources)) == []
    bound = {(action, pattern) for one in POLICY for action in one["Action"] for pattern in bounds(one)}
    used = {(action, pattern) for action, pattern in bound for done, _, pk in written if action == done and fnmatchcase(pk, pattern)}
    assert sorted(bound - used) == [], "allowed and never written"
