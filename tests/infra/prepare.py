"""Fills a deployed stack with what the test needs, in a process of its own since it binds the row classes; prints it as JSON.

The name of the stack comes first; an endpoint that answers may follow."""

import json
import sys
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.complaint import Reporter
from chalicelib.domain.periods import Runs
from chalicelib.domain.reference import Agency
from chalicelib.domain.webhook import Endpoint, secret
from chalicelib.domain.words import Class, Identity, Role, Visibility
from chalicelib.usecases.setting import policy
from chalicelib.usecases.submit import Submission, submit
from ops import keys, seed, target

COORDINATOR, OFFICER = "51.71", "51.71.dishub"

deps = target.connect(stack=sys.argv[1])
seed.load(deps, lambda _: None)
agency = deps.reference.get(Agency, COORDINATOR)
assert agency is not None
told = replace(agency, contacts={Role.COORDINATOR.value: "koordinator@denpasar.example"})
unit = replace(agency, id=OFFICER, name="Dinas Perhubungan", kind="unit", path=f"{agency.path}/{OFFICER}")
nowhere = Endpoint(id="wh-nowhere", agency=COORDINATOR, url="https://hooks.invalid/", made_by="test", created_at=deps.now() - timedelta(days=1))
here = [replace(nowhere, id="wh-here", url=url) for url in sys.argv[2:]]
deps.reference.put([told, unit, nowhere, *here])
month_ago = replace(deps, now=lambda: deps.now() - timedelta(days=30))
order = Submission(
    type=Class.COMPLAINT,
    title="Lampu jalan mati",
    body="Lampu jalan di depan pasar mati sejak minggu lalu.",
    category="jalan.lampu",
    region="51.71",
    agency=COORDINATOR,
    visibility=Visibility.PUBLIC,
    identity=Identity.NAMED,
    reporter=Reporter(name="Made", email="made@warga.example"),
)
late = submit(order, None, month_ago)
submit(
    order, None, replace(deps, now=lambda: deps.now() - timedelta(days=12))
)  # so that a month which moves has something to count: a duty to verify that has passed
over = (deps.now() - timedelta(days=31 + policy(None, deps).freeze_days)).date()
deps.scores.keep_runs(Runs(since=f"{over:%Y-%m}", all_on=over))  # so that a month is over and can be frozen
made = {
    "coordinator": keys.create(COORDINATOR, Role.COORDINATOR, "test", deps).text,
    "officer": keys.create(OFFICER, Role.OFFICER, "test", deps).text,
    "steward": keys.create("nation", Role.STEWARD, "test", deps).text,
    "late": late.receipt.code,
    "secret": late.receipt.secret,
    "signs": [secret(one, deps.key) for one in here],
}
sys.stdout.write(json.dumps(made))
