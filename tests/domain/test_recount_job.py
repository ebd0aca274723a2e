"""The job of a recount: rounds until one has nothing to change, and the next change takes over what is left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.recount_job import SETTLED, Page, Recount, continued, job
from tests.builders import CALENDAR, NOON

AFTER = CALENDAR.changed({}, list(CALENDAR.holidays))
FIRST = job(CALENDAR, AFTER, NOON, None)
LATER = NOON + timedelta(hours=1)


def rounds(it: Recount, *pages: Page, shards: int = 2) -> Recount:
    for page in pages:
        it = it.after(page, None, shards, LATER)
    return it


def test_a_change_leaves_a_job_from_the_version_before_to_its_own() -> None:
    assert job(CALENDAR, AFTER, NOON, None) == Recount(calendar="id", before=1, version=2, since=NOON, opened=NOON)


def test_what_a_page_comes_to_is_added_up() -> None:
    page = Page(looked_at=9, changed=4, repeated=2, skipped=1, failed=3)
    first, second = (replace(FIRST, round=number, found=10, looked_at=20, changed=30, failed=40) for number in (1, 2))

    assert first.after(page, {"place": 7}, 2, NOON) == replace(first, place={"place": 7}, found=15, looked_at=29, changed=36, failed=43)
    assert second.after(page, {"place": 7}, 2, NOON) == replace(second, place={"place": 7}, found=15, changed=34, failed=43)


def test_a_job_goes_shard_by_shard_and_keeps_its_place_in_each() -> None:
    on = FIRST.after(Page(looked_at=3), {"place": 7}, 2, NOON)

    assert (FIRST.starts, on.starts, on.place, on.shard) == (True, False, {"place": 7}, 0)
    assert (rounds(on, Page()).place, rounds(on, Page()).shard) == (None, 1)


def test_the_second_round_waits_until_everybody_knows_the_new_version() -> None:
    second = rounds(FIRST, Page(), Page())

    assert (FIRST.waits(NOON), second.round) == (False, 2)
    assert (second.waits(NOON + SETTLED - timedelta(seconds=1)), second.waits(NOON + SETTLED)) == (True, False)


@pytest.mark.parametrize("found", [Page(changed=1), Page(skipped=1)])
def test_rounds_follow_until_one_has_nothing_to_change(found: Page) -> None:
    third = rounds(FIRST, Page(), Page(), found, Page())
    done = rounds(third, Page(failed=1), Page())

    assert (third.round, third.done_at) == (3, None)
    assert (done.round, done.done_at, done.waits(LATER)) == (3, LATER, True)


def test_what_is_reported() -> None:
    """Looked at: by the first round. Changed: by all, and by a run that died before it could say so. Failed: in the last."""
    page = Page(looked_at=5, changed=2, repeated=1, failed=2)
    done = rounds(FIRST, page, page, page, Page(), Page(failed=1), Page())

    assert (done.looked_at, done.changed, done.failed) == (10, 8, 1)


def test_one_that_leaves_nothing_is_not_taken_over() -> None:
    done = rounds(FIRST, *[Page()] * 4)

    assert (FIRST.leaves, done.leaves, replace(done, failed=1).leaves) == (True, False, True)
    assert continued(FIRST, FIRST).leaves is False


def test_the_next_begins_where_the_one_that_it_takes_over_did() -> None:
    again = job(AFTER, replace(AFTER, version=3), LATER, FIRST)

    assert (again.id, again.before, again.opened, again.since) == ("id@0003", 1, NOON, LATER)
    assert (continued(FIRST, again).done_at, continued(FIRST, again).continued_by) == (LATER, 3)
    assert continued(replace(FIRST, done_at=NOON), again).done_at == NOON
