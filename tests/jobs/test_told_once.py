"""However the records of the stream arrive, each notice goes out once: twice, in any order, in batches that break, with a mail service and a store that fail."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.domain.delivery import LEASE
from chalicelib.domain.errors import Busy
from chalicelib.domain.notices import Notice
from chalicelib.settings import Settings
from chalicelib.store import encode, keys
from chalicelib.store.stream import woken_of
from chalicelib.usecases import follow, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.tell_again import wake
from local.pollers import is_event
from tests import deeds
from tests.builders import NOON, REASON, a_reporter, a_submission
from tests.engines import stream_records
from tests.fakes import Clock, MemoryDeliveries, SentMail, fake_deps
from tests.jobs.test_jobs import Context, woken_record

pytestmark = pytest.mark.no_cover  # the same places again and again, which takes thrice as long when it is watched

Record = dict[str, Any]
SEEDS = range(50)
POISON = {"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "C#1"}, "sk": {"S": "E#000001"}}, "SequenceNumber": "poison"}}


def filed(deps: Deps, name: str, **changes: Any) -> str:
    return submit.submit(a_submission(reporter=a_reporter(email=f"{name}@example.org"), **changes), None, deps).receipt.code


def lived(deps: Deps) -> list[Record]:
    """A lead and two complaints that are linked to it, from filing to closing, with an escalation: the stream's records of it all."""
    lead, one, two = (filed(deps, name) for name in ("lead", "one", "two"))
    pass_time(deps, timedelta(days=5))
    sweep(deps, lambda: True)
    deeds.verify(lead, deps)
    deeds.link(one, lead, deps)
    deeds.link(two, lead, deps)
    deeds.start(lead, deps)
    deeds.respond(lead, deps)
    follow.dispute(load(lead, deps), REASON, deps)
    pass_time(deps, timedelta(days=1))
    deeds.respond(lead, deps)
    follow.confirm(load(lead, deps), 4, deps)
    events = [event for code in (lead, one, two) for event in load(code, deps).events]
    return [
        {"eventName": "INSERT", "dynamodb": {"NewImage": encode.event_row(event, None).serialize(), "SequenceNumber": str(number)}}
        for number, event in enumerate(events)
    ]


def pass_time(deps: Deps, time: timedelta) -> None:
    assert isinstance(deps.now, Clock)
    deps.now.now += time


def sent(deps: Deps) -> Counter[tuple[str, Notice]]:
    assert isinstance(deps.mail, SentMail)
    return Counter(deps.mail.sent)


def arrive(records: list[Record]) -> None:
    """One batch, as Lambda brings it: from the first that failed on it comes again, five times at most, and the failed one is then left out."""
    tries = 5
    while records:
        failed = {item["itemIdentifier"] for item in app.react({"Records": records}, Context())["batchItemFailures"]}
        left = next((number for number, record in enumerate(records) if record["dynamodb"]["SequenceNumber"] in failed), len(records))
        tries -= 1
        records = records[left if tries > 0 else left + 1 :]


def faulty(random: Random, call: Callable[..., Any], error: Exception, share: float) -> Callable[..., Any]:
    def called(*given: Any, **named: Any) -> Any:
        if random.random() < share:
            raise error
        return call(*given, **named)

    return called


def wakened(deps: Deps, random: Random) -> None:
    """What waits is woken, and brought in any order, some of it twice."""
    assert isinstance(deps.deliveries, MemoryDeliveries)
    wake(deps, lambda: True)
    names = sorted(deps.deliveries.woken)
    records = [woken_record(name) for name in names + random.sample(names, len(names) // 2)]
    random.shuffle(records)
    arrive(records)


def quiet(deps: Deps) -> None:
    """What waits is tried until nothing waits any more."""
    for seed in range(20):
        pass_time(deps, timedelta(hours=3))
        wakened(deps, Random(seed))


@pytest.fixture(scope="module")
def once() -> Counter[tuple[str, Notice]]:
    """What goes out when every record comes once, in order."""
    deps = fake_deps()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "deps", lambda: deps)
        arrive(lived(deps))
    return sent(deps)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_notice_goes_out_once(seed: int, once: Counter[tuple[str, Notice]], monkeypatch: pytest.MonkeyPatch) -> None:
    deps, random = fake_deps(), Random(seed)
    monkeypatch.setattr(wiring, "deps", lambda: deps)
    records = lived(deps) * 2
    random.shuffle(records)
    with monkeypatch.context() as patch:
        patch.setattr(deps.mail, "send", faulty(random, deps.mail.send, OSError("no line"), 0.2))
        patch.setattr(deps.deliveries, "begin", faulty(random, deps.deliveries.begin, Busy("no answer"), 0.1))
        patch.setattr(deps.cases, "case", faulty(random, deps.cases.case, Busy("no answer"), 0.05))
        while records:
            size = random.randint(1, 9)
            batch, records = records[:size], records[size:]
            arrive([*batch, POISON] if random.random() < 0.2 else batch)
            if random.random() < 0.3:
                pass_time(deps, timedelta(minutes=random.randint(1, 40)))
                wakened(deps, random)
    for record in lived_records(deps):
        arrive([record])

    quiet(deps)

    assert sent(deps) == once
    assert set(once.values()) == {1}


def lived_records(deps: Deps) -> list[Record]:
    return [
        {"eventName": "INSERT", "dynamodb": {"NewImage": encode.event_row(event, None).serialize(), "SequenceNumber": "again"}}
        for complaint in deps.cases.all()  # type: ignore[attr-defined]
        for event in load(complaint.code, deps).events
    ]


def test_a_process_that_dies_between_sending_and_noting_it_is_the_one_way_to_a_second_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    deps = fake_deps()
    monkeypatch.setattr(wiring, "deps", lambda: deps)
    filed(deps, "one")
    [record] = lived_records(deps)
    with monkeypatch.context() as patch:
        patch.setattr(deps.deliveries, "done", faulty(Random(1), deps.deliveries.done, KeyboardInterrupt(), 1))  # type: ignore[arg-type]
        with pytest.raises(KeyboardInterrupt):
            arrive([record])

    arrive([record])
    quiet(deps)

    assert [to for to, _ in sent(deps).elements()] == ["one@example.org", "one@example.org", "admin@example.org"]


def test_the_stream_tells_of_a_notice_that_was_woken_and_of_no_other_change(engine_deps: Deps, engine_settings: Settings) -> None:
    name = "7KQM2F9X4HDT#9#reporter#contract"
    engine_deps.deliveries.begin(name, NOON)
    engine_deps.deliveries.wake(name, NOON + LEASE)
    engine_deps.deliveries.begin(name, NOON + LEASE)
    engine_deps.deliveries.done(name, NOON + LEASE)

    records = [one for one in stream_records(engine_settings.cases_table) if one["dynamodb"]["Keys"]["pk"]["S"] == keys.delivery(name)]
    assert [woken_of(one) for one in records] == [None, name, None, None]
    assert [is_event(one) for one in records] == [False, True, False, False]
