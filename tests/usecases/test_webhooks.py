"""Events reach the endpoints that may have them: each once, in the order of its case, whatever comes twice, late, or fails."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from standardwebhooks import Webhook

import app
from chalicelib import wiring
from chalicelib.domain import webhook
from chalicelib.domain.case import Case
from chalicelib.domain.errors import ActionRefused, Busy, Forbidden, NotFound
from chalicelib.domain.outgoing import DELAYS, LONGEST_REST, Answered, Delivery, Line, State
from chalicelib.domain.webhook import COLLECTED, MOST, Endpoint, Off
from chalicelib.domain.words import Identity, Visibility
from chalicelib.store import encode
from chalicelib.usecases import announce, follow, submit, webhooks
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.send import LEASE, Sent, send
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import COORDINATOR, NOON, OFFICER, REASON, STEWARD, a_reporter, a_submission, an_endpoint, later
from tests.fakes import Clock, MemoryWebhooks, Posts

BROKEN, GONE, TIMEOUT = Answered(status=500), Answered(status=410), Answered(error="timeout", took_ms=15_000)


def put(deps: Deps, *endpoints: Endpoint) -> None:
    deps.reference.put(endpoints)


def clock(deps: Deps) -> Clock:
    assert isinstance(deps.now, Clock)
    return deps.now


def posts(deps: Deps) -> Posts:
    assert isinstance(deps.hooks, Posts)
    return deps.hooks


def kept(deps: Deps) -> MemoryWebhooks:
    assert isinstance(deps.webhooks, MemoryWebhooks)
    return deps.webhooks


def a_case(deps: Deps, **changes: Any) -> str:
    return submit.submit(a_submission(**changes), None, deps).receipt.code


def told(deps: Deps, code: str) -> int:
    return announce.announce(load(code, deps), deps)


def sent(deps: Deps) -> Sent:
    """One run, in which waiting moves the clock."""
    ends = clock(deps).now + timedelta(seconds=40)

    def wait(seconds: float) -> None:
        clock(deps).now += timedelta(seconds=seconds)

    return send(deps, lambda: clock(deps).now < ends, wait)


def arrived(deps: Deps, url: str = "https://hooks.example.org/1") -> list[tuple[str, int]]:
    """The code and number of every event that was posted there, in the order in which they were."""
    data = [json.loads(body)["data"] for to, _, body in posts(deps).posted if to == url]
    return [(one["code"].replace("-", ""), one["event"]) for one in data]


def in_order(events: list[tuple[str, int]]) -> bool:
    """Whether those of each case rise."""
    of_case: dict[str, list[int]] = {}
    for code, seq in events:
        of_case.setdefault(code, []).append(seq)
    return all(seqs == sorted(set(seqs)) for seqs in of_case.values())


def lives(deps: Deps, count: int) -> list[Case]:
    """Cases that went through a lot, some in other hands in between."""
    cases = []
    for number in range(count):
        code = a_case(deps, title=f"Lampu {number}")
        deeds.verify(code, deps)
        if number % 3 == 0:
            deeds.return_(code, deps)
            deeds.assign(code, deps, to="51.71.pupr")
        deeds.start(code, deps)
        case = deeds.respond(code, deps)
        cases.append(follow.dispute(case, REASON, deps))
    return cases


# The stream


def records_of(cases: list[Case]) -> list[dict[str, Any]]:
    events = [event for case in cases for event in case.events]
    images = [encode.event_row(event, None).serialize() for event in events]
    return [{"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": str(number)}} for number, image in enumerate(images)]


@dataclass
class Unsteady(MemoryWebhooks):
    """A store that does not answer now and then, and counts what it is given."""

    chance: Random = field(default_factory=lambda: Random(5))
    made: list[tuple[str, str, int]] = field(default_factory=list)

    def keep(self, endpoint: str, line: Line, deliveries: Any, now: datetime) -> None:
        if self.chance.random() < 0.2:
            raise Busy("the store does not answer")
        super().keep(endpoint, line, deliveries, now)
        self.made += [(endpoint, one.code, one.seq) for one in deliveries if one.state is State.WAITING and not one.attempts]


def deliver(records: list[dict[str, Any]], context: object = None) -> None:
    """As Lambda does: a batch goes on from the first record that failed."""
    while records:
        answer = app.react({"Records": records}, context)
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        first = next((number for number, one in enumerate(records) if one["dynamodb"]["SequenceNumber"] in failed), len(records))
        records = records[first:]


@pytest.mark.parametrize("seed", range(5))
def test_twice_shuffled_and_in_broken_batches_each_event_is_put_down_once_and_arrives_in_order(
    deps: Deps, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, store = Random(seed), Unsteady(chance=Random(seed))
    deps = replace(deps, webhooks=store)
    monkeypatch.setattr(wiring, "deps", lambda: deps)
    put(deps, an_endpoint(), an_endpoint(id="wh-2", agency="nation", url="https://hooks.example.org/2"))
    cases = lives(deps, 7)
    records = records_of(cases) * 2
    chance.shuffle(records)

    while records:
        size = chance.randint(1, 9)
        deliver(records[:size])
        records = records[size:]
        if chance.random() < 0.5:
            store.chance = Random(9)
            sent(deps)
    store.chance.random = lambda: 1.0  # type: ignore[method-assign]
    clock(deps).now += timedelta(hours=1)
    sent(deps)

    everything = {(event.code, event.seq) for case in cases for event in case.events}
    for endpoint, url in (("wh-1", "https://hooks.example.org/1"), ("wh-2", "https://hooks.example.org/2")):
        made = [(code, seq) for of, code, seq in store.made if of == endpoint]
        assert sorted(made) == sorted(everything)
        assert set(arrived(deps, url)) == everything
        firsts = list(dict.fromkeys(arrived(deps, url)))
        assert in_order(firsts)


def test_a_later_record_that_comes_first_brings_the_earlier_events_with_it(deps: Deps) -> None:
    put(deps, an_endpoint())
    code = a_case(deps)
    deeds.verify(code, deps)

    assert [told(deps, code), told(deps, code)] == [2, 0]
    sent(deps)
    assert arrived(deps) == [(code, 1), (code, 2)]


def test_an_endpoint_with_which_something_breaks_keeps_no_other_from_its_events(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint(), an_endpoint(id="wh-2"))
    code, keep = a_case(deps), MemoryWebhooks.keep

    def broken(self: MemoryWebhooks, endpoint: str, *rest: Any) -> None:
        if endpoint == "wh-1":
            raise OSError("no line")
        keep(self, endpoint, *rest)

    monkeypatch.setattr(MemoryWebhooks, "keep", broken)
    with pytest.raises(OSError, match="no line"):
        told(deps, code)
    assert [of for of, _, _ in kept(deps).put] == ["wh-2"]


def test_more_events_than_fit_into_one_transaction_are_put_down_in_several(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "MOST", 2)
    put(deps, an_endpoint())
    [case] = lives(deps, 1)

    assert told(deps, case.complaint.code) == len(case.events)
    assert kept(deps).line("wh-1", case.complaint.code).made == len(case.events)


# Who gets what


@pytest.mark.parametrize(
    ("agency", "gets"), [("51.71", True), ("51", True), ("nation", True), ("51.71.pupr", False), ("51.71.dlh", False), ("34.71", False)]
)
def test_an_endpoint_gets_the_events_of_the_cases_in_its_agencys_tree(deps: Deps, agency: str, *, gets: bool) -> None:
    put(deps, an_endpoint(agency=agency))

    assert told(deps, a_case(deps)) == int(gets)


def test_an_agency_that_loses_a_case_is_told_so_and_hears_of_it_no_more(deps: Deps) -> None:
    put(deps, an_endpoint(agency="51.71"), an_endpoint(id="wh-2", agency="34.71", url="https://hooks.example.org/2"))
    code = a_case(deps)
    deeds.verify(code, deps)
    deeds.return_(code, deps)
    deeds.verify(code, deps, to="34.71", actor=replace(COORDINATOR, agency="34.71"))
    told(deps, code)
    sent(deps)

    bodies = [json.loads(body)["data"] for url, _, body in posts(deps).posted if url.endswith("/1")]
    assert [(one["event"], one["in_scope"], one["agency"]) for one in bodies] == [(1, True, "51.71"), (2, True, "51.71.pupr"), (3, False, "34.71")]
    assert "due" not in bodies[2]
    assert arrived(deps, "https://hooks.example.org/2") == [(code, 3), (code, 4)]


def test_an_endpoint_gets_only_the_types_it_asked_for(deps: Deps) -> None:
    put(deps, an_endpoint(types=("case.verify",)))
    code = a_case(deps)
    assert told(deps, code) == 0
    deeds.verify(code, deps)

    assert told(deps, code) == 1
    sent(deps)
    assert arrived(deps) == [(code, 2)]


def test_what_happened_before_the_endpoint_was_there_or_long_ago_is_no_news(deps: Deps) -> None:
    put(deps, an_endpoint(created_at=later(hours=1)), an_endpoint(id="wh-2", created_at=later(days=-400)))
    code = a_case(deps)
    clock(deps).now = NOON + COLLECTED

    assert told(deps, code) == 0


MARK = "PENANDA"


def test_nothing_that_was_written_and_nobody_goes_out(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    put(deps, an_endpoint())
    person = a_reporter(name=f"{MARK} Budi", email=f"{MARK}@example.org", phone="+62 811 999 4711")
    wish = {
        "title": f"{MARK} lampu mati",
        "body": f"{MARK} lampu di depan rumah mati.",
        "visibility": Visibility.CONFIDENTIAL,
        "identity": Identity.SEALED,
    }
    code = a_case(deps, **wish, reporter=person)
    deeds.verify(code, deps, actor=replace(COORDINATOR, holder=MARK))
    deeds.respond(code, deps, actor=replace(OFFICER, holder=MARK))
    follow.dispute(load(code, deps), f"{MARK} masih mati sampai malam ini.", deps)
    told(deps, code)
    sent(deps)

    assert len(posts(deps).posted) == 4
    for _, headers, body in posts(deps).posted:
        assert MARK not in body + str(headers)
        assert "4711" not in body
        assert len(body.encode()) < 20_000
    assert "hooks.example.org" not in capsys.readouterr().out


# Sending


def test_what_is_sent_carries_the_signature_of_the_standard(deps: Deps) -> None:
    it = an_endpoint(rotation=2, overlap_until=later(days=1))
    put(deps, it)
    told(deps, code := a_case(deps))
    sent(deps)

    [(_, headers, body)] = posts(deps).posted
    assert headers["webhook-id"] == f"msg_{code}_1"
    assert headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    ours = headers["webhook-signature"].split(" ")
    assert ours == [Webhook(webhook.secret(it, deps.key, number)).sign(headers["webhook-id"], NOON, body) for number in (2, 1)]


def test_nothing_to_send_and_nobody_to_send_to(deps: Deps) -> None:
    assert sent(deps) == Sent()
    put(deps, an_endpoint())
    assert sent(deps) == Sent()


def test_an_attempt_that_fails_is_made_again_after_five_seconds_with_the_same_id_and_body(deps: Deps) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))
    posts(deps).answers["https://hooks.example.org/1"] = BROKEN

    assert sent(deps) == Sent(failed=2)
    (_, first, body), (_, second, again) = posts(deps).posted
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    assert 5 <= int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) <= 6


def test_a_case_whose_event_is_refused_stops_no_other_case_and_is_given_up_in_the_end(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    bad, good = a_case(deps), a_case(deps, title="Lampu lain mati")
    deeds.verify(bad, deps)

    def picky(self: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        self.posted.append((url, headers, body))
        return BROKEN if headers["webhook-id"] == f"msg_{bad}_1" else Answered(status=200)

    monkeypatch.setattr(Posts, "post", picky)
    for code in (bad, good):
        told(deps, code)
    sent(deps)
    assert (good, 1) in arrived(deps)
    assert (bad, 2) not in arrived(deps)

    for wait in (*DELAYS, timedelta(days=2)):
        clock(deps).now += wait * 1.3
        sent(deps)
    assert arrived(deps).count((bad, 1)) == len(DELAYS) + 1
    assert arrived(deps)[-1] == (bad, 2)
    assert kept(deps).delivery("wh-1", bad, (1, "2026-11-24T04:00:00Z")).state is State.FAILED  # type: ignore[union-attr]


def test_an_endpoint_that_is_gone_is_switched_off_and_gets_what_waits_once_it_is_on_again(deps: Deps) -> None:
    put(deps, an_endpoint())
    code = a_case(deps)
    told(deps, code)
    posts(deps).answers["https://hooks.example.org/1"] = GONE
    assert sent(deps) == Sent(failed=1)
    it = deps.reference.fresh(Endpoint, "wh-1")
    assert it is not None
    assert (it.off, it.off_at) == (Off.GONE, NOON)

    deeds.verify(code, deps)
    told(deps, code)
    clock(deps).now = later(hours=1)
    assert sent(deps) == Sent()
    webhooks.change("wh-1", {"on": True}, COORDINATOR, deps)
    posts(deps).answers.clear()
    assert sent(deps) == Sent(sent=2)
    assert arrived(deps) == [(code, 1), (code, 1), (code, 2)]


def test_an_endpoint_that_is_removed_while_it_says_that_it_is_gone_stays_removed(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))

    def post(*_: Any) -> Answered:
        webhooks.remove("wh-1", COORDINATOR, deps)
        return GONE

    monkeypatch.setattr(Posts, "post", post)
    sent(deps)
    it = deps.reference.fresh(Endpoint, "wh-1")
    assert it is not None
    assert it.removed_at == NOON
    with pytest.raises(NotFound):
        webhooks.own("wh-1", COORDINATOR, deps)


def test_one_slow_endpoint_stops_no_other(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, fast = an_endpoint(), an_endpoint(id="wh-2", url="https://hooks.example.org/2")
    put(deps, slow, fast)
    told(deps, a_case(deps))
    other_has_it = threading.Event()

    def post(self: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        if url == slow.url:
            assert other_has_it.wait(30), "the fast one waited for the slow one"
        else:
            other_has_it.set()
        return Answered(status=200)

    monkeypatch.setattr(Posts, "post", post)
    assert sent(deps) == Sent(sent=2)


def test_one_run_at_a_time_sends_to_an_endpoint_and_a_run_that_died_loses_its_turn(deps: Deps) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))
    deps.webhooks.keep_turn("wh-1", deps.webhooks.turn("wh-1").take(clock(deps).now + LEASE))

    assert sent(deps) == Sent()
    clock(deps).now += LEASE
    assert sent(deps) == Sent(sent=1)


def test_a_run_that_begins_while_another_sends_leaves_that_endpoint_to_it(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))
    second: list[Sent] = []

    def post(self: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        self.posted.append((url, headers, body))
        if len(self.posted) == 1:
            second.append(sent(deps))
        return Answered(status=200)

    monkeypatch.setattr(Posts, "post", post)
    assert (sent(deps), second) == (Sent(sent=1), [Sent()])


def test_whoever_comes_a_moment_too_late_for_the_turn_sends_nothing(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))
    turn = MemoryWebhooks.turn

    def taken_meanwhile(self: MemoryWebhooks, endpoint: str) -> Any:
        found = turn(self, endpoint)
        if not found.version:
            self.turns[endpoint] = found.take(clock(deps).now + LEASE)
        return found

    monkeypatch.setattr(MemoryWebhooks, "turn", taken_meanwhile)
    assert sent(deps) == Sent()
    assert posts(deps).posted == []


def test_a_run_that_has_no_time_left_begins_nothing(deps: Deps) -> None:
    put(deps, an_endpoint())
    told(deps, a_case(deps))

    assert send(deps, lambda: False, lambda _: None) == Sent()


def test_a_run_ends_between_two_events_when_its_time_is_over(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    for number in range(3):
        told(deps, a_case(deps, title=f"Lampu {number}"))

    def slow(self: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        self.posted.append((url, headers, body))
        clock(deps).now += timedelta(seconds=15)
        return Answered(status=200)

    monkeypatch.setattr(Posts, "post", slow)
    assert sent(deps) == Sent(sent=3)
    assert len(set(arrived(deps))) == 3


def test_what_is_kept_no_more_is_left_out(deps: Deps) -> None:
    put(deps, an_endpoint())
    code = a_case(deps)
    deeds.verify(code, deps)
    told(deps, code)
    del kept(deps).put["wh-1", code, (1, "2026-11-24T04:00:00Z")]

    assert sent(deps) == Sent(sent=1)
    assert arrived(deps) == [(code, 2)]


def test_what_joins_a_line_while_its_first_is_sent_is_not_lost(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    put(deps, an_endpoint())
    code = a_case(deps)
    told(deps, code)

    def post(self: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        self.posted.append((url, headers, body))
        if len(self.posted) == 1:
            deeds.verify(code, deps)
            told(deps, code)
        return Answered(status=200)

    monkeypatch.setattr(Posts, "post", post)
    assert sent(deps) == Sent(sent=2)
    assert arrived(deps) == [(code, 1), (code, 2)]


@pytest.mark.parametrize(("error", "broken"), [(Busy("the store does not answer"), 0), (RuntimeError("a fault of ours"), 1)])
def test_an_endpoint_with_which_something_of_ours_breaks_is_counted_and_stops_no_other(
    deps: Deps, monkeypatch: pytest.MonkeyPatch, error: Exception, broken: int
) -> None:
    put(deps, an_endpoint(), an_endpoint(id="wh-2"))
    told(deps, a_case(deps))
    line = MemoryWebhooks.line

    def failing(self: MemoryWebhooks, endpoint: str, code: str) -> Line:
        if endpoint == "wh-1":
            raise error
        return line(self, endpoint, code)

    monkeypatch.setattr(MemoryWebhooks, "line", failing)
    assert sent(deps) == Sent(sent=1, broken=broken)


DOWN = timedelta(hours=24)


def simulated(deps: Deps, happen: Mapping[int, Callable[[], None]], minutes: int) -> None:
    """Minute after minute, a run in each; what happens, happens in its minute."""
    for minute in range(minutes):
        clock(deps).now = max(clock(deps).now, later(minutes=minute))
        happen.get(minute, lambda: None)()
        sent(deps)


def test_an_endpoint_that_is_down_for_a_day_gets_everything_in_order_per_case_soon_after_it_is_back(
    deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(deps, an_endpoint())
    back, taken, attempts = NOON + timedelta(minutes=10) + DOWN, [], []

    def post(_: Posts, url: str, headers: Mapping[str, str], body: str) -> Answered:
        now = clock(deps).now
        attempts.append(now)
        if later(minutes=10) <= now < back:
            return TIMEOUT
        data = json.loads(body)["data"]
        taken.append((data["code"].replace("-", ""), data["event"], now))
        return Answered(status=200)

    def begin(number: int) -> None:
        codes.append(code := a_case(deps, title=f"Lampu {number}"))
        told(deps, code)

    def go_on(number: int) -> None:
        code = codes[number]
        deeds.verify(code, deps)
        told(deps, code)
        deeds.respond(code, deps)
        told(deps, code)

    codes: list[str] = []
    monkeypatch.setattr(Posts, "post", post)
    happen = {30 * number: lambda number=number: begin(number) for number in range(40)}
    happen |= {30 * number + 215: lambda number=number: go_on(number) for number in range(40)}
    simulated(deps, happen, minutes=27 * 60)

    events = [(code, seq) for code, seq, _ in taken]
    assert sorted(events) == sorted((code, seq) for code in codes for seq in (1, 2, 3))
    assert in_order(events)
    of_the_day = [at for code, seq, at in taken if codes.index(code) * 30 + 215 < 24 * 60 and at > back]
    assert max(of_the_day) < back + LONGEST_REST * 1.3
    while_down = [at for at in attempts if later(minutes=10) <= at < back]
    assert len(while_down) < 24 * 4 + 20, "it is left alone while it is down"


# What coordinators do with them


def test_an_event_is_sent_again_also_of_a_type_that_was_not_asked_for(deps: Deps) -> None:
    put(deps, an_endpoint(types=("case.close",)))
    code = a_case(deps)
    told(deps, code)
    webhooks.replay("wh-1", code, 1, COORDINATOR, deps)
    sent(deps)
    webhooks.replay("wh-1", code, 1, COORDINATOR, deps)
    sent(deps)

    assert arrived(deps) == [(code, 1), (code, 1)]
    assert len({headers["webhook-id"] for _, headers, _ in posts(deps).posted}) == 1


@pytest.mark.parametrize("seq", [2, 9])
def test_an_event_that_is_not_the_agencys_to_see_is_not_sent_again(deps: Deps, seq: int) -> None:
    put(deps, an_endpoint(agency="51.71"))
    code = a_case(deps, agency="34.71")
    deeds.verify(code, deps, to="34.71", actor=replace(COORDINATOR, agency="34.71"))

    with pytest.raises(NotFound, match="no such event"):
        webhooks.replay("wh-1", code, seq, COORDINATOR, deps)


def test_everything_since_a_time_is_sent_again_page_by_page(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "PAGE", 2)
    put(deps, an_endpoint())
    old = a_case(deps)
    told(deps, old)
    clock(deps).now = later(hours=1)
    new = [a_case(deps, title=f"Lampu {number}") for number in range(3)]
    for code in new:
        told(deps, code)
    sent(deps)
    posts(deps).posted.clear()

    count, after = webhooks.replay_since("wh-1", later(hours=1), None, COORDINATOR, deps)
    assert count == 2
    assert after is not None
    assert webhooks.replay_since("wh-1", later(hours=1), after, COORDINATOR, deps)[0] == 1
    sent(deps)
    assert sorted(code for code, _ in arrived(deps)) == sorted(new)


def test_a_test_is_signed_and_sent_at_once_also_to_an_endpoint_that_is_off(deps: Deps) -> None:
    put(deps, an_endpoint(off=Off.BY_HAND, off_at=NOON))

    assert webhooks.ping("wh-1", COORDINATOR, deps).taken
    [(_, headers, body)] = posts(deps).posted
    assert json.loads(body)["type"] == "ping"
    assert headers["webhook-signature"].startswith("v1,")


def test_the_log_has_every_event_and_what_became_of_it(deps: Deps) -> None:
    put(deps, an_endpoint())
    code = a_case(deps)
    told(deps, code)
    clock(deps).now = later(hours=1)
    deeds.verify(code, deps)
    told(deps, code)
    posts(deps).answers["https://hooks.example.org/1"] = TIMEOUT
    sent(deps)

    found, _ = webhooks.log("wh-1", 10, None, COORDINATOR, deps)
    assert [(one.seq, one.state, one.attempts > 0, one.last) for one in found] == [(2, State.WAITING, False, None), (1, State.WAITING, True, TIMEOUT)]


def test_a_closed_agency_and_one_that_has_five_get_no_more(deps: Deps) -> None:
    given = {"agency": "51.71", "url": "https://hooks.example.org/"}
    for _ in range(MOST):
        webhooks.make(given, COORDINATOR, deps)
    with pytest.raises(ActionRefused, match="at most 5"):
        webhooks.make(given, COORDINATOR, deps)
    webhooks.remove(webhooks.listed("51.71", COORDINATOR, deps)[0].id, COORDINATOR, deps)
    webhooks.make(given, COORDINATOR, deps)

    [city] = [one for one in deps.reference.agencies(parent="nation", kind="", limit=99, after=None)[0] if one.id == "34.71"]
    deps.reference.put([replace(city, closed_at=NOON, successor="51")])
    with pytest.raises(ActionRefused, match="is closed"):
        webhooks.make({**given, "agency": "34.71"}, STEWARD, deps)


def test_an_officer_has_nothing_to_do_with_them(deps: Deps) -> None:
    with pytest.raises(Forbidden):
        webhooks.listed("51.71.pupr", OFFICER, deps)


def test_a_delivery_is_found_by_its_place() -> None:
    it = Delivery(code="7KQM2F9X4HDT", seq=2, at=NOON, type="case.verify", body="{}")

    assert it.place == (2, "2026-11-24T04:00:00Z")
