"""What the feed and the supports promise; the fakes and the engine keep the same promises."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.complaint import Location
from chalicelib.domain.errors import Conflict
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.support import A_DAY, Kept, Support
from chalicelib.usecases.ports import Deps
from tests.builders import NOON, a_first, a_receipt, a_reporter, a_text, later, redacted, verified, withdrawn


@pytest.fixture(params=["memory", "engine"])
def rooms(request: pytest.FixtureRequest) -> Deps:
    rooms: Deps = request.getfixturevalue("deps" if request.param == "memory" else "engine_deps")
    return rooms


def publish(rooms: Deps, seed: int, days: float, hours: float = 0, **changes: object) -> str:
    """A complaint that is published so long after noon."""
    first = a_first(seed, **changes)  # type: ignore[arg-type]
    then = verified(first.complaint)
    then = replace(then, complaint=replace(then.complaint, published_at=later(days=days, hours=hours)))
    rooms.cases.load([first, then], a_text(location=Location(lat=-8.65, lon=115.21)))
    return first.complaint.code


def test_a_day_is_read_backwards_page_by_page_and_equal_instants_are_no_trouble(rooms: Deps) -> None:
    codes = {
        publish(rooms, seed, 5000, hours) for seed, hours in ((61_000_001, 1), (61_000_002, 2), (61_000_003, 2), (61_000_004, 2), (61_000_005, 3))
    }
    day, after, found = later(days=5000).date(), None, []
    for _ in range(4):
        [(entries, more)] = rooms.feed.days([day], 2, after)
        found += entries
        if not more:
            break
        after = entries[-1] if entries else after

    assert [at for at, _ in found] == sorted((at for at, _ in found), reverse=True)
    assert len(found) == len(codes)
    assert {code for _, code in found} == codes


def test_a_page_goes_on_after_a_complaint_that_has_been_taken_back_since(rooms: Deps) -> None:
    first, second = publish(rooms, 61_000_011, 5100, 1), publish(rooms, 61_000_012, 5100, 2)
    day = later(days=5100).date()
    [([entry], _)] = rooms.feed.days([day], 1)
    case = rooms.cases.case(second)
    assert case is not None
    rooms.cases.append(withdrawn(case.complaint, later(days=5100, hours=3)))

    [(entries, _)] = rooms.feed.days([day], 5, entry)

    assert entry[1] == second
    assert [code for _, code in entries] == [first]


def test_several_days_are_read_at_once_each_from_its_newest_but_the_first_from_where_it_was_left(rooms: Deps) -> None:
    for seed, days, hours in ((61_000_021, 5201, 1), (61_000_022, 5201, 2), (61_000_023, 5200, 1)):
        publish(rooms, seed, days, hours)
    days = [later(days=5201).date(), later(days=5200).date(), later(days=5199).date()]
    [([newest], _), *_] = rooms.feed.days(days, 1)

    found = [[code for _, code in entries] for entries, _ in rooms.feed.days(days, 5, newest)]

    assert found == [[a_receipt(61_000_021).code], [a_receipt(61_000_023).code], []]


def test_squares_give_their_newest_and_complaints_know_where_they_are(rooms: Deps) -> None:
    codes = [publish(rooms, 61_000_030 + n, 5300 + n, now=later(days=n), cell="9999,9999") for n in range(3)]

    assert rooms.feed.near(["9999,9999", "9998,9998"], 2) == codes[:0:-1]
    assert [it.code for it in rooms.feed.complaints([*codes, a_receipt(61_999_999).code])] == codes
    assert rooms.feed.beside(codes[:1]) == ({}, {codes[0]: Location(lat=-8.65, lon=115.21)}, {})


def test_the_first_picture_for_everybody_is_beside_its_complaint(rooms: Deps) -> None:
    code = publish(rooms, 61_000_040, 5500)

    def told() -> int | None:
        return rooms.feed.beside([code])[2].get(code)

    def stored(number: int, *, public: bool, thumbnail: str = "attachments/1-small.jpg") -> Attachment:
        waiting = Attachment(code=code, number=number, key=f"uploads/{number}", name="x.jpg", type="image/jpeg", size=9, until=NOON, public=public)
        rooms.cases.expect(waiting, NOON)
        assert told() in (None, 3)
        one = replace(waiting, state=State.STORED, thumbnail=thumbnail)
        rooms.cases.settle(one, waiting.key)
        return one

    stored(1, public=True, thumbnail="")
    second = stored(2, public=False)
    stored(3, public=True)
    assert told() == 3

    rooms.cases.choose(replace(second, public=True))
    assert told() == 2
    rooms.cases.choose(replace(second, public=False))
    assert told() == 3
    last = stored(4, public=True)
    case = rooms.cases.case(code)
    assert case is not None
    rooms.cases.append(redacted(case.complaint, Redaction(number=0, files=frozenset({3}), salt="s")))
    assert told() == 4
    rooms.cases.erase_file(last, last.erased)
    assert told() is None


def test_a_picture_that_was_withheld_before_it_came_is_in_no_list(rooms: Deps) -> None:
    code = publish(rooms, 61_000_041, 5501)
    waiting = Attachment(code=code, number=1, key="uploads/1", name="x.jpg", type="image/jpeg", size=9, until=NOON, public=True)
    rooms.cases.expect(waiting, NOON)
    case = rooms.cases.case(code)
    assert case is not None
    rooms.cases.append(redacted(case.complaint, Redaction(number=0, files=frozenset({1}), salt="s")))

    rooms.cases.settle(replace(waiting, state=State.STORED, thumbnail="attachments/1-small.jpg"), waiting.key)

    assert rooms.feed.beside([code])[2] == {}


def test_counts_are_kept_by_day(rooms: Deps) -> None:
    for day, counts in ((date(2041, 1, 1), {"51": 2}), (date(2041, 1, 2), {}), (date(2041, 1, 2), {"34": 1})):
        rooms.feed.keep_count(day, counts, NOON)

    assert rooms.feed.counts(date(2041, 1, 2)) == {date(2041, 1, 2): {"34": 1}}
    assert rooms.feed.counts(date(2041, 1, 1)) == {date(2041, 1, 1): {"51": 2}, date(2041, 1, 2): {"34": 1}}


@pytest.fixture
def one(rooms: Deps, request: pytest.FixtureRequest) -> Support:
    seed = 61_000_100 + sum(map(ord, request.node.name))
    return Support(code=publish(rooms, seed, 5400), device="d1", email="e1", client="c1")


def supporters(rooms: Deps, code: str) -> int:
    case = rooms.cases.case(code)
    assert case is not None
    assert rooms.feed.beside([code], places=False) in (({code: case.supporters}, {}, {}), ({}, {}, {}))
    return case.supporters


def test_a_support_is_counted_once_a_device_and_once_an_address(rooms: Deps, one: Support) -> None:
    rooms.supports.add(one, a_reporter(), NOON)
    for again in (one, replace(one, email=""), replace(one, device="d2")):
        with pytest.raises(Conflict):
            rooms.supports.add(again, a_reporter(), NOON)

    assert supporters(rooms, one.code) == 1
    assert rooms.supports.kept(one, NOON) == Kept(counted=True, email="e1", follows=True, known=True)
    assert rooms.supports.kept(replace(one, email=""), NOON) == Kept(counted=True, email="e1", follows=True)
    assert rooms.supports.kept(replace(one, device="d2"), NOON) == Kept(known=True)
    assert rooms.supports.kept(replace(one, device="d2", email=""), NOON) == Kept()


def test_who_follows_is_known_with_nothing_but_an_address(rooms: Deps, one: Support) -> None:
    rooms.supports.add(one, a_reporter(), NOON)
    rooms.supports.add(replace(one, device="d2", email=""), None, NOON)

    [follower] = rooms.supports.followers(one.code)

    assert (follower.id, follower.device, follower.reporter) == ("e1", "d1", a_reporter(name="", phone=""))
    assert supporters(rooms, one.code) == 2


def test_who_follows_is_forgotten_and_stays_counted(rooms: Deps, one: Support) -> None:
    rooms.supports.add(one, a_reporter(), NOON)
    for _ in range(2):
        rooms.supports.forget(one.code)

    assert list(rooms.supports.followers(one.code)) == []
    assert supporters(rooms, one.code) == 1
    assert not rooms.supports.confirm(one.code, "e1", NOON)
    rooms.supports.remove(one, rooms.supports.kept(one, NOON))
    assert supporters(rooms, one.code) == 0


def test_an_address_can_be_given_later_by_who_supports(rooms: Deps, one: Support) -> None:
    rooms.supports.add(replace(one, email=""), None, NOON)
    rooms.supports.follow(one, a_reporter(), NOON, Kept(counted=True))

    kept = rooms.supports.kept(one, NOON)
    assert kept == Kept(counted=True, email="e1", follows=True, known=True)
    assert supporters(rooms, one.code) == 1
    for wrong in (replace(one, email="e2"), replace(one, device="d2", email="e2")):
        for said in (kept, Kept(counted=True)):
            with pytest.raises(Conflict):
                rooms.supports.follow(wrong, a_reporter(), NOON, said)


UNTIL = later(days=7)


def test_an_address_is_told_nothing_before_it_is_confirmed(rooms: Deps, one: Support) -> None:
    rooms.supports.add(replace(one, until=UNTIL), a_reporter(), NOON)

    assert list(rooms.supports.followers(one.code)) == []
    waiting = rooms.supports.follower(one.code, "e1")
    assert waiting is not None
    assert (waiting.until, waiting.device, waiting.reporter.email) == (UNTIL, "d1", a_reporter().email)
    assert rooms.supports.kept(one, NOON) == Kept(counted=True, email="e1", follows=True, waits=True, known=True)
    assert [rooms.supports.confirm(one.code, id_, UNTIL) for id_ in ("e2", "e1", "e1")] == [False, True, True]
    assert rooms.supports.confirm(one.code, "e1", later(days=8))
    [follower] = rooms.supports.followers(one.code)
    assert (follower.id, follower.since) == ("e1", UNTIL)
    assert [follower.hears(at) for at in (later(days=6), UNTIL, later(days=8))] == [False, True, True]
    assert rooms.supports.kept(one, later(days=8)) == Kept(counted=True, email="e1", follows=True, known=True)


def test_an_address_that_was_not_confirmed_in_time_is_as_if_it_had_never_been_given(rooms: Deps, one: Support) -> None:
    rooms.supports.add(replace(one, until=UNTIL), a_reporter(), NOON)
    late = later(days=7, minutes=1)

    assert not rooms.supports.confirm(one.code, "e1", late)
    assert not rooms.supports.kept(one, late).known
    assert not rooms.supports.kept(one, late).follows
    rooms.supports.add(replace(one, device="d2", until=None), a_reporter(), late)

    mine = rooms.supports.kept(one, late)
    assert (mine.counted, mine.email, mine.follows) == (True, "e1", False)
    rooms.supports.remove(one, mine)
    assert [follower.device for follower in rooms.supports.followers(one.code)] == ["d2"]
    assert supporters(rooms, one.code) == 1


def test_an_address_that_waits_gives_way_to_another_of_its_device(rooms: Deps, one: Support) -> None:
    rooms.supports.add(replace(one, until=UNTIL), a_reporter(), NOON)
    other = replace(one, email="e2", until=UNTIL)

    rooms.supports.follow(other, a_reporter(), NOON, rooms.supports.kept(other, NOON))

    assert rooms.supports.follower(one.code, "e1") is None
    assert rooms.supports.confirm(one.code, "e2", NOON)
    third = replace(one, email="e3")
    with pytest.raises(Conflict):
        rooms.supports.follow(third, a_reporter(), NOON, rooms.supports.kept(third, NOON))
    assert supporters(rooms, one.code) == 1


def test_a_client_is_counted_so_often_a_day(rooms: Deps, one: Support) -> None:
    for number in range(A_DAY):
        rooms.supports.add(replace(one, device=f"d{number}", email=""), None, NOON)
    with pytest.raises(Conflict):
        rooms.supports.add(replace(one, device="more", email=""), None, NOON)
    rooms.supports.add(replace(one, device="more", email="", client=""), None, NOON)
    rooms.supports.add(replace(one, device="other", email="", client="c2"), None, NOON)
    rooms.supports.add(replace(one, device="tomorrow", email=""), None, later(days=1))

    assert supporters(rooms, one.code) == A_DAY + 3


def test_what_is_taken_back_leaves_nothing(rooms: Deps, one: Support) -> None:
    rooms.supports.add(one, a_reporter(), NOON)
    kept = rooms.supports.kept(one, NOON)
    with pytest.raises(Conflict):
        rooms.supports.remove(one, Kept(counted=True))
    rooms.supports.remove(one, kept)
    with pytest.raises(Conflict):
        rooms.supports.remove(one, kept)

    assert rooms.supports.kept(one, NOON) == Kept()
    assert list(rooms.supports.followers(one.code)) == []
    assert supporters(rooms, one.code) == 0
    rooms.supports.add(one, a_reporter(), NOON)
