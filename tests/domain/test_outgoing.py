"""The line of a case keeps its order, waits grow, an endpoint that does not answer is left alone for a while, and nobody's words go out."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain import outgoing
from chalicelib.domain.events import instant
from chalicelib.domain.outgoing import DELAYS, FAILURES, JITTER, LONGEST_REST, Answered, Delivery, Line, State, Turn, pause
from chalicelib.domain.receipt import written
from chalicelib.domain.words import Identity, Visibility
from tests.builders import NOON, OTHER_CITY, REASON, a_first, disputed, later, responded, returned, verified

TAKEN, BROKEN, GONE, MOVED = (Answered(status=status) for status in (204, 500, 410, 301))
SITE = "https://tanggap.example"


def a_delivery(seq: int = 1, **changes: object) -> Delivery:
    values = {"code": "7KQM2F9X4HDT", "seq": seq, "at": NOON, "type": "case.submit", "body": "{}"}
    return Delivery(**{**values, **changes})  # type: ignore[arg-type]


def place(seq: int) -> tuple[int, str]:
    return seq, instant(NOON)


def a_line(*seqs: int) -> Line:
    deliveries = {place(seq): a_delivery(seq) for seq in seqs}
    return Line(code="7KQM2F9X4HDT").joined(max(seqs), deliveries, NOON)


@pytest.mark.parametrize(("answered", "taken"), [(TAKEN, True), (MOVED, False), (BROKEN, False), (Answered(error="timeout"), False)])
def test_only_an_answer_of_the_two_hundreds_takes_it(answered: Answered, *, taken: bool) -> None:
    tried = a_delivery().tried(answered, later(hours=1))

    assert answered.taken is taken
    assert tried == a_delivery(state=State.SENT if taken else State.WAITING, attempts=1, tried_at=later(hours=1), last=answered)


def test_it_is_tried_eleven_times_over_three_days_and_then_given_up() -> None:
    it, waited = a_delivery(), timedelta()
    while (it := it.tried(BROKEN, NOON)).state is State.WAITING:
        waited += pause(it.attempts, 0)

    assert (it.state, it.attempts) == (State.FAILED, 11)
    assert timedelta(days=3) < waited < timedelta(days=4)


def test_what_an_endpoint_that_is_gone_refuses_waits_for_it_to_be_switched_on_again() -> None:
    it = a_delivery(attempts=99).tried(GONE, NOON)

    assert (it.state, GONE.gone) == (State.WAITING, True)


@pytest.mark.parametrize("state", State)
def test_what_is_sent_again_waits_for_its_first_attempt_and_says_how_the_latest_went(state: State) -> None:
    it = a_delivery(state=state, attempts=11, tried_at=NOON, last=BROKEN)

    assert it.again() == a_delivery(attempts=0, tried_at=NOON, last=BROKEN)


def test_waits_grow_from_five_seconds_to_a_day_and_are_a_little_longer_by_chance() -> None:
    assert (pause(1, 0), pause(10, 0), pause(99, 0)) == (timedelta(seconds=5), timedelta(hours=24), timedelta(hours=24))
    assert pause(1, 1) == timedelta(seconds=5) * (1 + JITTER)
    assert sorted(DELAYS) == list(DELAYS)


def test_the_first_of_a_line_is_tried_at_once_and_the_next_when_it_is_done() -> None:
    line = a_line(1, 2)
    assert (line.wake, line.waiting, line.version, line.made) == (NOON, (place(1), place(2)), 1, 2)

    line = line.left(a_delivery(1).tried(TAKEN, later(hours=1)), later(hours=1), 0)
    assert (line.wake, line.waiting, line.version) == (later(hours=1), (place(2),), 2)

    line = line.left(a_delivery(2).tried(TAKEN, later(hours=2)), later(hours=2), 0)
    assert (line.wake, line.waiting, line.version) == (None, (), 3)


def test_what_failed_keeps_its_place_and_whatever_joins_waits_behind_it() -> None:
    line, soon = a_line(1).left(a_delivery(1).tried(BROKEN, NOON), NOON, 0), NOON + timedelta(seconds=5)
    assert line == Line(code="7KQM2F9X4HDT", version=2, made=1, waiting=(place(1),), wake=soon)

    line = line.joined(2, {place(2): a_delivery(2)}, later(minutes=1))
    assert line == Line(code="7KQM2F9X4HDT", version=3, made=2, waiting=(place(1), place(2)), wake=soon)


def test_what_was_given_up_makes_room_for_the_next() -> None:
    line = a_line(1, 2).left(a_delivery(1, attempts=10).tried(BROKEN, NOON), NOON, 0)

    assert (line.waiting, line.wake) == ((place(2),), NOON)


def test_what_is_sent_again_comes_before_what_happened_later() -> None:
    line = a_line(2).left(a_delivery(2).tried(BROKEN, NOON), NOON, 0)

    assert line.joined(0, {place(1): a_delivery(1)}, later(hours=1)).waiting == (place(1), place(2))
    assert line.joined(0, {place(1): a_delivery(1)}, later(hours=1)).wake == later(hours=1)
    assert line.joined(0, {place(2): a_delivery(2)}, later(hours=1)).wake == later(hours=1)
    assert line.joined(0, {}, NOON).made == 2


def test_nothing_that_joins_wakes_nothing() -> None:
    assert Line(code="7KQM2F9X4HDT").joined(3, {}, NOON).wake is None


def test_three_failures_one_after_the_other_and_an_endpoint_rests_longer_each_time() -> None:
    turn = Turn()
    for failures in range(1, FAILURES):
        turn = turn.after(BROKEN, NOON, 0)
        assert turn == Turn(failures=failures)
        assert not turn.rests_at(NOON)
    for rests, rest in enumerate((timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5), LONGEST_REST, LONGEST_REST), start=1):
        turn = turn.after(BROKEN, NOON, 0)
        assert turn == Turn(failures=FAILURES - 1 + rests, rests=rests, rests_until=NOON + rest)
        assert (turn.rests_at(NOON), turn.rests_at(NOON + rest)) == (True, False)
    assert turn.after(TAKEN, NOON, 0) == Turn()


def test_a_turn_is_one_runs_until_it_is_given_back_or_lost() -> None:
    turn = Turn().take(later(minutes=2))

    assert (turn.version, turn.free(later(minutes=1)), turn.free(later(minutes=2))) == (1, False, True)
    assert turn.give_back() == Turn(version=2)
    assert turn.give_back().free(NOON)


FILED = a_first(identity=Identity.NAMED, visibility=Visibility.CONFIDENTIAL)
VERIFIED = verified(FILED.complaint)
RESPONDED = responded(VERIFIED.complaint)
DISPUTED = disputed(RESPONDED.complaint)


def test_a_body_says_where_the_case_stands_and_by_when() -> None:
    code = written(FILED.complaint.code)

    assert json.loads(outgoing.body(RESPONDED.event, RESPONDED.complaint, SITE, theirs=True)) == {
        "type": "case.respond",
        "timestamp": "2026-11-24T04:00:00Z",
        "data": {
            "code": code,
            "event": 3,
            "by": "officer",
            "public": True,
            "agency": "51.71.pupr",
            "in_scope": True,
            "status": "responded",
            "class": "complaint",
            "category": "jalan.lampu",
            "region": "51.71",
            "coordinator": "51.71",
            "visibility": "confidential",
            "level": 0,
            "clock": "confirm",
            "due": "2026-12-08",
            "verify_due": "2026-11-27",
            "follow_up_due": "2026-12-01",
            "resolve_due": "2026-12-14",
            "confirm_due": "2026-12-08",
            "url": f"{SITE}/v1/cases/{code}",
        },
    }


def test_a_date_that_is_not_set_is_none_in_a_body() -> None:
    data = json.loads(outgoing.body(FILED.event, FILED.complaint, SITE, theirs=True))["data"]

    assert (data["due"], data["verify_due"]) == ("2026-11-27", "2026-11-27")
    assert (data["follow_up_due"], data["resolve_due"], data["confirm_due"]) == (None, None, None)


@pytest.mark.parametrize("change", [FILED, VERIFIED, RESPONDED, DISPUTED], ids=lambda change: change.event.action)
def test_nothing_that_anybody_wrote_and_nobodys_name_is_in_a_body(change: object) -> None:
    body = outgoing.body(change.event, change.complaint, SITE, theirs=True)  # type: ignore[attr-defined]

    assert len(body.encode()) < 20_000
    for word in ("Lampu", "Budi", "budi@", "Made", "Ketut", REASON, "secret", "115.21", "hash"):
        assert word not in body


@pytest.mark.parametrize(("visibility", "where"), [(Visibility.PUBLIC, "34.71"), (Visibility.CONFIDENTIAL, None)])
def test_an_agency_that_lost_a_case_is_told_so_and_where_it_is_if_that_is_public(visibility: Visibility, where: str | None) -> None:
    lost = returned(verified(a_first(visibility=visibility).complaint).complaint, proposed=OTHER_CITY)
    body = json.loads(outgoing.body(lost.event, lost.complaint, SITE, theirs=False))

    code = written(lost.complaint.code)
    assert body["data"] == {"code": code, "event": 3, "by": "officer", "public": True, "agency": where, "in_scope": False}


def test_a_message_has_one_id_however_often_it_comes() -> None:
    assert {a_delivery(3).message, a_delivery(3).tried(BROKEN, NOON).message} == {"msg_7KQM2F9X4HDT_3"}


def test_a_ping_names_the_webhook_in_a_text_without_spaces_or_escapes() -> None:
    assert outgoing.ping("wh-é", NOON) == '{"type":"ping","timestamp":"2026-11-24T04:00:00Z","data":{"webhook":"wh-é"}}'
