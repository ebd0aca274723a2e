"""What holds after every step, whatever was done; and what holds once everything that waited is done."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain import agenda
from chalicelib.domain.case import Case
from chalicelib.domain.events import verify_chain
from chalicelib.domain.facts import case_facts
from chalicelib.domain.history import fold
from chalicelib.domain.words import Action, Identity, Role, Status
from chalicelib.usecases.explore import WINDOW, count_provinces
from chalicelib.usecases.queues import QUEUED
from chalicelib.usecases.score import score_months
from chalicelib.usecases.setting import circumstances, office_at
from chalicelib.usecases.tell import letters
from tests.fakes import Posts
from tests.machine.installation import ENDPOINT
from tests.machine.world import ENDED, MARK, PEOPLE, Filed, World

FAR = timedelta(days=4000)
CaseRule = Callable[[World, Filed, Case], None]
WorldRule = Callable[[World], None]


def the_state_is_the_fold_of_the_events(_: World, __: Filed, case: Case) -> None:
    assert fold(case.events) == replace(case.complaint, title="", wake=None)


def the_chain_holds_and_no_event_is_lost_or_doubled(_: World, __: Filed, case: Case) -> None:
    verify_chain(case.events)
    assert [event.seq for event in case.events] == list(range(1, case.complaint.version + 1))


def one_clock_runs_while_it_is_open_and_it_has_a_next_step(world: World, _: Filed, case: Case) -> None:
    it, at = case.complaint, circumstances(case.complaint, world.api.clock.now, world.deps)
    assert (it.clock is None) == (it.due is None) == (it.status in ENDED | {Status.LINKED})
    step = agenda.next_step(it, at.policy, at.office)
    assert (step is None) is (it.wake is None)
    assert step is None or (it.wake is not None and it.wake <= step.at)
    assert step is not None or it.clock is None or it.level == 3
    assert (it.status is Status.ON_HOLD) is (step is not None and step.deed.action is Action.RESUME)


def the_score_index_has_what_the_events_add_up_to(world: World, filed: Filed, case: Case) -> None:
    it = fold(case.events)
    facts = case_facts(it, office_at(it.agency, world.deps))
    if facts:
        assert (filed.code, facts) in set(world.deps.cases.facts(it.agency, f"{facts.resolve_due:%Y-%m}"))


def the_public_sees_nothing_personal_confidential_withheld_or_redacted(world: World, filed: Filed, case: Case) -> None:
    shown = json.dumps(world.api.get(f"/v1/complaints/{filed.code}").body)
    internal = {event.text[: len(MARK) + 5] for event in case.events if not event.public and MARK in event.text}
    assert [text for text in filed.sealed | internal if text in shown] == []
    assert f"{MARK} Budi" not in shown
    assert MARK.lower() not in shown
    assert "+62 811" not in shown
    assert case.complaint.published or MARK not in shown


def the_reporter_reads_no_internal_text(world: World, filed: Filed, case: Case) -> None:
    shown = json.dumps(world.api.get(f"/v1/complaints/{filed.code}", filed.secret).body)
    hidden = {event.text[: len(MARK) + 5] for event in case.events if not event.public and event.action is Action.NOTE}
    assert [text for text in hidden if text in shown] == []


def who_filed_is_kept_until_it_is_erased(world: World, filed: Filed, case: Case) -> None:
    erased = any(event.action is Action.ERASE for event in case.events)
    named = filed.sent["identity"] != Identity.NONE
    in_time = case.events[-1].action is Action.ERASE and case.events[-1].actor.role is Role.SYSTEM  # the stream deletes it in a moment
    assert in_time or (world.deps.cases.reporter(filed.code) is not None) is (named and not erased)
    assert (case.complaint.identity is Identity.NONE) is (erased or not named)


def supporters_are_those_who_stand_behind_it(_: World, filed: Filed, case: Case) -> None:
    assert case.supporters == len(filed.supporters)


OF_CASES: tuple[CaseRule, ...] = (
    the_state_is_the_fold_of_the_events,
    the_chain_holds_and_no_event_is_lost_or_doubled,
    one_clock_runs_while_it_is_open_and_it_has_a_next_step,
    the_score_index_has_what_the_events_add_up_to,
    the_public_sees_nothing_personal_confidential_withheld_or_redacted,
    the_reporter_reads_no_internal_text,
    who_filed_is_kept_until_it_is_erased,
    supporters_are_those_who_stand_behind_it,
)


def the_agenda_has_every_case_that_wants_to_be_looked_at_and_no_other(world: World) -> None:
    cases, now = world.deps.cases, world.api.clock.now
    on_it = {code for shard in range(world.deps.shards) for code in cases.wanting(shard, now + FAR, 1000, None)[0]}
    assert on_it == {one.code for one in world.heads() if one.wake}


def the_counts_of_the_queues_are_those_of_the_cases(world: World) -> None:
    for role, agency in PEOPLE:
        if role in {Role.OFFICER, Role.STEWARD}:
            mine = [one for one in world.heads() if one.agency == agency and one.status in QUEUED]
            shown = world.api.get("/v1/cases/counts", world.keys[role, agency]).body
            assert {status: number for status, number in shown["counts"].items() if number} == Counter(str(one.status) for one in mine)
            assert shown["escalated"] == sum(one.level > 0 for one in mine)


def lists_and_feeds_show_what_is_published_and_nothing_personal(world: World) -> None:
    heads, year = world.heads(), world.api.clock.now.date() - timedelta(days=360)
    published = {one.code for one in heads if one.published}
    listed = _listed(world)
    found = [item["code"].replace("-", "") for item in listed]
    assert len(found) == len(set(found))
    assert {one.code for one in heads if one.published and one.published_at and one.published_at.date() > year} <= set(found) <= published
    near = world.api.get("/v1/complaints/nearby?near=-8.65,115.21")
    feed = world.api.get("/v1/regions/51.71/feed")
    shown = json.dumps([listed, near.body, feed.body])
    hidden = {filed.sent["title"] for filed in world.filed if filed.code not in published} | {text for one in world.filed for text in one.sealed}
    assert [text for text in hidden if text[: len(MARK) + 5] in shown] == []
    assert f"{MARK} Budi" not in shown
    assert MARK.lower() not in shown


def _listed(world: World) -> list[dict[str, Any]]:
    """Every page of the public list."""
    items, path = [], "/v1/complaints"
    while path:
        page = world.api.get(path).body
        items += page["items"]
        path = f"/v1/complaints?cursor={page['next']}" if page["next"] else ""
    return items


OF_THE_WORLD: tuple[WorldRule, ...] = (
    the_agenda_has_every_case_that_wants_to_be_looked_at_and_no_other,
    the_counts_of_the_queues_are_those_of_the_cases,
    lists_and_feeds_show_what_is_published_and_nothing_personal,
)


def every_notice_went_out_once(world: World) -> None:
    """To agencies each; to reporters and supporters at most once, since they may have ended or erased them before."""
    assert set(world.ledger.sent.values()) <= {1}
    names = [name for filed in world.filed for name in _owed(world, world.case(filed))]
    unsent = [name for name in names if world.ledger.sent[name] != 1]
    assert unsent == []


def _owed(world: World, case: Case) -> list[str]:
    owed: list[str] = []
    for event in case.events:
        written = [(name, write()) for name, write in letters(event, case, world.deps)]
        owed += [name for name, letter in written if letter and letter.notice.audience is not Role.REPORTER]
    return owed


def every_event_reached_the_endpoint_once_and_in_order(world: World) -> None:
    hooks = world.deps.hooks
    assert isinstance(hooks, Posts)
    taken: dict[str, int] = {}
    for url, headers, _ in hooks.posted:
        _, code, seq = headers["webhook-id"].split("_")
        assert url == ENDPOINT.url
        assert int(seq) >= taken.get(code, 0)
        taken[code] = int(seq)
    told = Counter(headers["webhook-id"] for _, headers, _ in hooks.posted)
    log, _ = world.deps.webhooks.log(ENDPOINT.id, None, 1000, None)
    assert {one.message for one in log} == set(told)
    assert {str(one.state) for one in log} <= {"sent"}


def hearing_everything_again_changes_nothing(world: World) -> None:
    before, sent = [world.case(one) for one in world.filed], Counter(world.ledger.sent)
    world.handled = 0
    world.hear(10_000, backwards=True)
    world.hear_all()
    assert [world.case(one) for one in world.filed] == before
    assert world.ledger.sent == sent


def scores_are_what_a_recount_of_everything_gives(world: World) -> None:
    """What was counted hour by hour, of those that had changed, is what counting all of it at once gives."""
    frozen = {one.period for one in world.deps.scores.frozen()}
    months = sorted({f"{one.resolve_due:%Y-%m}" for one in world.heads() if one.resolve_due} - frozen)
    runs = world.deps.scores.runs()
    assert runs
    months = [month for month in months if runs.since <= month <= f"{world.api.clock.now:%Y-%m}"]
    assert set(score_months(months, None, world.deps, lambda: True).values()) <= {0}


def provinces_are_counted_as_published(world: World) -> None:
    """Once the hours have come in which every day is looked at again."""
    for _ in range(48):
        world.wait(1)
        count_provinces(world.deps, lambda: True)
    since = world.api.clock.now.date() - timedelta(days=WINDOW - 1)
    counted = {one["code"]: one["count"] for one in world.api.get("/v1/complaints/provinces").body["items"]}
    assert sum(counted.values()) == sum(bool(one.published and one.published_at and one.published_at.date() >= since) for one in world.heads())


IN_THE_END: tuple[WorldRule, ...] = (
    every_notice_went_out_once,
    every_event_reached_the_endpoint_once_and_in_order,
    scores_are_what_a_recount_of_everything_gives,
    hearing_everything_again_changes_nothing,
    provinces_are_counted_as_published,
)
