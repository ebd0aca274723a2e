"""What a store of complaints promises; the fake and the engine keep the same promises."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.delivery import Trouble, Why
from chalicelib.domain.errors import Conflict
from chalicelib.domain.facts import Verification, case_facts
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Identity, Role, Status
from chalicelib.store import keys
from chalicelib.usecases.ports import Cases, Deps
from chalicelib.usecases.submit import text_digest
from tests import builders
from tests.builders import (
    BALI,
    NOON,
    OTHER_CITY,
    UNIT,
    a_first,
    a_reporter,
    a_text,
    confirmed,
    erased,
    later,
    recounted,
    redacted,
    responded,
    returned,
    started,
    surveyed,
    unsealed,
    verified,
)

SEEDS = count(10_000)


@pytest.fixture(params=["fake", "engine"])
def cases(request: pytest.FixtureRequest) -> Cases:
    chosen: Deps = request.getfixturevalue("deps" if request.param == "fake" else "engine_deps")
    return chosen.cases


@pytest.fixture
def seed() -> int:
    return next(SEEDS)


def file(cases: Cases, seed: int, **changes: object) -> Case:
    first = a_first(seed, **changes)
    cases.file(first, a_text(), a_reporter())
    return Case(complaint=first.complaint, text=a_text(), events=(first.event,))


def test_a_filed_complaint_is_read_as_it_was_written(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)

    assert cases.case(filed.complaint.code) == filed


def test_what_was_written_is_read_with_every_optional_part(cases: Cases, seed: int) -> None:
    text = a_text(place="Jl. Gatot Subroto 12", location=builders.Location(lat=-8.65, lon=115.21), occurred_on=NOON.date())
    cases.file(a_first(seed), text, None)

    found = cases.case(a_first(seed).complaint.code)

    assert found
    assert found.text == text


def test_an_unknown_code_is_no_case(cases: Cases) -> None:
    assert cases.case("NOSUCHCODE00") is None


def test_a_code_is_filed_once(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)

    with pytest.raises(Conflict):
        file(cases, seed, title="Lain")

    assert cases.case(filed.complaint.code) == filed


def test_a_change_is_read_with_its_event(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    change = verified(filed.complaint)

    cases.append(change)

    assert cases.case(filed.complaint.code) == filed.after(change)


def test_of_two_changes_of_one_version_the_second_is_refused_and_leaves_nothing(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    cases.append(verified(filed.complaint))
    before = cases.case(filed.complaint.code)

    with pytest.raises(Conflict):
        cases.append(builders.withdrawn(filed.complaint))

    assert cases.case(filed.complaint.code) == before


def test_a_change_that_skips_a_version_is_refused(cases: Cases, seed: int) -> None:
    """The event would be new: only the version says that another one is missing before it."""
    filed = file(cases, seed)
    second = verified(filed.complaint)

    with pytest.raises(Conflict):
        cases.append(started(second.complaint))
    assert cases.case(filed.complaint.code) == filed


def test_a_change_of_a_complaint_that_does_not_exist_is_refused(cases: Cases, seed: int) -> None:
    with pytest.raises(Conflict):
        cases.append(verified(a_first(seed).complaint))


def test_a_whole_history_is_loaded_at_once_and_only_once(cases: Cases, seed: int) -> None:
    first = a_first(seed)
    second = verified(first.complaint)
    third = responded(second.complaint)

    cases.load([first, second, third], a_text())

    found = cases.case(first.complaint.code)
    assert found == Case(complaint=third.complaint, text=a_text(), events=(first.event, second.event, third.event))
    with pytest.raises(Conflict):
        cases.load([first], a_text())


def test_a_loaded_history_keeps_what_is_shown_last_in_place_of_a_text_and_what_an_agency_lost(cases: Cases, seed: int) -> None:
    agency = f"kept-too-long-{seed}"
    first = a_first(seed)
    second = verified(first.complaint, to=replace(UNIT, id=agency))
    third = returned(second.complaint, later(days=20))
    fourth = redacted(third.complaint, Redaction(number=0, title="***", salt="s"))
    fifth = redacted(fourth.complaint, Redaction(number=0, title="[disamarkan]", hide_location=True, salt="s"))

    cases.load([first, second, third, fourth, fifth], a_text())

    found = cases.case(first.complaint.code)
    assert found
    assert found.redactions == {0: fifth.redaction}
    assert [facts for _, facts in cases.facts(agency, "2026-12")] == [third.left]


def test_complaints_are_read_in_the_order_asked_without_the_missing(cases: Cases) -> None:
    one, two = file(cases, next(SEEDS)).complaint, file(cases, next(SEEDS)).complaint

    assert cases.complaints([two.code, "NOSUCHCODE00", one.code]) == [two, one]
    assert cases.complaints([]) == []


def test_the_agenda_wants_what_is_due_and_nothing_else(cases: Cases, seed: int) -> None:
    complaint = file(cases, seed).complaint
    assert complaint.wake
    shard = int(keys.shard(complaint.code))

    assert complaint.code in cases.wanting(shard, complaint.wake, 1000, None)[0]
    assert complaint.code not in cases.wanting(shard, complaint.wake - builders.timedelta(seconds=1), 1000, None)[0]
    assert complaint.code not in cases.wanting((shard + 1) % keys.SHARDS, complaint.wake, 1000, None)[0]


def test_a_complaint_moves_on_the_agenda_and_leaves_it(cases: Cases, seed: int) -> None:
    complaint = file(cases, seed).complaint
    shard = int(keys.shard(complaint.code))

    cases.wake_later(replace(complaint, wake=later(days=500)))
    assert complaint.code not in cases.wanting(shard, later(days=499), 1000, None)[0]
    assert complaint.code in cases.wanting(shard, later(days=500), 1000, None)[0]

    cases.wake_later(replace(complaint, wake=None))
    assert complaint.code not in cases.wanting(shard, later(days=1000), 1000, None)[0]


def test_a_changed_complaint_is_not_moved_on_the_agenda(cases: Cases, seed: int) -> None:
    complaint = file(cases, seed).complaint
    cases.append(verified(complaint))

    with pytest.raises(Conflict):
        cases.wake_later(replace(complaint, wake=None))


def test_facts_stand_in_the_period_of_the_resolve_date(cases: Cases, seed: int) -> None:
    to = replace(UNIT, id="facts-a")
    change = verified(file(cases, seed).complaint, to=to)
    cases.append(change)

    assert [facts for _, facts in cases.facts("facts-a", "2026-12")] == [case_facts(change.complaint, BALI)]
    assert [facts for _, facts in cases.facts("facts-a", "2026-11")] == []


def test_facts_follow_every_change(cases: Cases, seed: int) -> None:
    to = replace(UNIT, id="facts-b")
    change = verified(file(cases, seed).complaint, to=to)
    cases.append(change)
    for step in (started, responded, confirmed):
        change = step(change.complaint)
        cases.append(change)

        assert [facts for _, facts in cases.facts("facts-b", "2026-12")] == [case_facts(change.complaint, BALI)]


def test_a_disputed_case_moves_to_the_period_of_its_fresh_date(cases: Cases, seed: int) -> None:
    to = replace(UNIT, id="facts-c")
    changes = [verified(file(cases, seed).complaint, to=to)]
    changes.append(responded(changes[-1].complaint))
    changes.append(builders.disputed(changes[-1].complaint, later(days=20)))
    for change in changes:
        cases.append(change)

    assert [facts for _, facts in cases.facts("facts-c", "2026-12")] == []
    assert [facts for _, facts in cases.facts("facts-c", "2027-01")] == [case_facts(changes[-1].complaint, BALI)]


def test_the_codes_of_a_month_are_those_that_its_facts_are_of_in_order(cases: Cases) -> None:
    to = replace(UNIT, id="codes-a")
    changes = [verified(file(cases, next(SEEDS)).complaint, to=to) for _ in range(3)]
    elsewhere = [
        verified(file(cases, next(SEEDS)).complaint, to=replace(UNIT, id="codes-b")),
        verified(file(cases, next(SEEDS)).complaint, later(30), to),
    ]
    file(cases, next(SEEDS), agency="codes-a")
    for change in (*changes, *elsewhere):
        cases.append(change)
    cases.append(builders.withdrawn(changes[0].complaint))

    assert list(cases.codes("codes-a", "2026-12")) == sorted(change.complaint.code for change in changes)
    assert list(cases.codes("codes-a", "2026-11")) == []
    assert len(list(cases.facts("codes-a", "2026-12"))) == 3


def test_duties_to_verify_are_listed_by_complaint(cases: Cases, seed: int) -> None:
    complaint = file(cases, seed, agency="marks-a").complaint
    cases.append(verified(complaint, later(days=9), late=True))

    marks = {code: sorted(entries) for code, entries in cases.verifications("marks-a", "2026-11").items()}

    due = complaint.verify_due
    assert marks == {complaint.code: [(due, Verification.DUE), (due, Verification.MISSED)]}


def test_a_duty_whose_date_moves_is_void_in_the_month_before_and_due_in_the_next(cases: Cases, seed: int) -> None:
    complaint = file(cases, seed, agency="marks-b").complaint
    done = recounted(complaint, *(date(2026, 11, day) for day in (25, 26, 27)))
    cases.append(done)

    november, december = (cases.verifications("marks-b", month).get(complaint.code, []) for month in ("2026-11", "2026-12"))

    assert sorted(november) == [(date(2026, 11, 27), Verification.DUE), (date(2026, 11, 27), Verification.VOID)]
    assert list(december) == [(date(2026, 12, 2), Verification.DUE)]
    kept = cases.case(complaint.code)
    assert kept
    assert (kept.complaint, kept.events[1:]) == (done.complaint, (done.event,))


def test_a_reporter_is_kept_apart_and_none_is_kept_of_the_anonymous(cases: Cases) -> None:
    named, nobody = a_first(next(SEEDS)), a_first(next(SEEDS))
    cases.file(named, a_text(), a_reporter(email="", phone=""))
    cases.file(nobody, a_text(), None)

    assert cases.reporter(named.complaint.code) == a_reporter(email="", phone="")
    assert cases.reporter(nobody.complaint.code) is None


def an_attachment(code: str, **changes: object) -> Attachment:
    values = {"code": code, "number": 1, "key": f"uploads/{code}/01-a.jpg", "name": "a.jpg", "type": "image/jpeg", "size": 9, "until": later(hours=1)}
    return Attachment(**values | changes)  # type: ignore[arg-type]


def test_an_expected_upload_is_settled_once(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    waiting = an_attachment(code)
    stored = replace(waiting, state=State.STORED, key="attachments/kept")

    cases.expect(waiting, NOON)
    assert cases.attachment(code, 1) == waiting
    cases.settle(stored, waiting.key)

    assert cases.attachment(code, 1) == stored
    assert cases.case(code).attachments == (stored,)  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        cases.settle(stored, waiting.key)


def test_a_number_in_use_is_not_given_again(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    cases.expect(an_attachment(code), NOON)

    with pytest.raises(Conflict):
        cases.expect(an_attachment(code, key="uploads/other", until=later(hours=2)), NOON)


def test_reporters_are_found_by_what_stands_for_their_address_until_they_are_erased(cases: Cases, seed: int) -> None:
    who, contact = a_reporter(contact=f"contact-{seed}"), f"contact-{seed}"
    firsts = [a_first(seed * 10 + number) for number in range(2)]
    for first in firsts:
        cases.file(first, a_text(), who)
    file(cases, seed)

    assert cases.reporters_of(contact) == {first.complaint.code: who for first in firsts}
    cases.append(erased(firsts[0].complaint))
    assert cases.reporters_of(contact) == {firsts[1].complaint.code: who}


def test_a_reporter_is_erased_with_the_event_that_says_so(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    made = erased(filed.complaint)

    cases.append(made)

    assert cases.reporter(filed.complaint.code) is None
    found = cases.case(filed.complaint.code)
    assert found
    assert (found.complaint, found.events[-1]) == (made.complaint, made.event)


def test_who_may_not_touch_identities_leaves_the_reporter_to_be_forgotten_later(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    code = filed.complaint.code
    cases.append(erased(filed.complaint), forgets=False)
    assert cases.complaints([code])[0].identity is Identity.NONE
    assert cases.reporter(code)

    for _ in range(2):
        cases.forget_reporter(code)

    assert cases.reporter(code) is None


def test_a_file_is_erased_as_it_was_read_or_not_at_all(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    waiting, stored = an_attachment(code), an_attachment(code, state=State.STORED, key="attachments/kept", sha256="00")
    cases.expect(waiting, NOON)
    cases.settle(stored, waiting.key)
    with pytest.raises(Conflict):
        cases.erase_file(waiting, waiting.erased)

    cases.erase_file(stored, stored.erased)

    left = cases.attachment(code, 1)
    assert left is not None
    assert (left, left.state, left.size, left.sha256) == (stored.erased, State.ERASED, 0, "")
    for taken in (
        lambda: cases.erase_file(stored, stored.erased),
        lambda: cases.expect(waiting, later(days=9)),
        lambda: cases.settle(stored, waiting.key),
    ):
        with pytest.raises(Conflict):
            taken()


def test_an_erasure_that_comes_too_late_erases_nobody(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    cases.append(verified(filed.complaint))

    with pytest.raises(Conflict):
        cases.append(erased(filed.complaint))

    assert cases.reporter(filed.complaint.code)


def test_the_openings_of_a_month_are_listed_in_order_and_page_by_page(cases: Cases, seed: int) -> None:
    when, month, opened = datetime(2028, 2, 14, tzinfo=UTC), "2028-02", []  # a month that no other test has
    for number in range(3):
        first = a_first(seed * 10 + number, identity=Identity.SEALED)
        cases.file(first, a_text(), a_reporter())
        made = unsealed(first.complaint, when - timedelta(minutes=number))
        cases.append(made)
        opened.insert(0, made.event)

    page, after = cases.unsealings(month, 2, None)
    rest, _ = cases.unsealings(month, 2, after)

    assert [replace(event, previous="") for event in opened] == [replace(event, previous="") for event in [*page, *rest]]
    assert cases.unsealings("1999-01", 2, None) == ([], None)


@pytest.mark.parametrize("minutes", [1, 60])
def test_the_same_upload_keeps_its_number_for_longer(cases: Cases, seed: int, minutes: int) -> None:
    code = file(cases, seed).complaint.code
    cases.expect(an_attachment(code), NOON)
    longer = an_attachment(code, until=later(hours=2))

    cases.expect(longer, later(minutes=minutes))

    assert cases.attachment(code, 1) == longer


@pytest.mark.parametrize("changes", [{"name": "b.jpg"}, {"size": 10}, {"key": "uploads/other"}])
def test_another_upload_does_not_pass_for_the_same(cases: Cases, seed: int, changes: dict[str, object]) -> None:
    code = file(cases, seed).complaint.code
    cases.expect(an_attachment(code), NOON)

    with pytest.raises(Conflict):
        cases.expect(an_attachment(code, until=later(hours=2), **changes), NOON)
    assert cases.attachment(code, 1) == an_attachment(code)


def test_a_stored_upload_is_not_expected_again(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    cases.expect(an_attachment(code), NOON)
    cases.settle(an_attachment(code, state=State.STORED), an_attachment(code).key)

    for at in (NOON, later(hours=5)):
        with pytest.raises(Conflict):
            cases.expect(an_attachment(code), at)


def test_the_number_of_an_upload_that_never_came_is_given_again(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    second = an_attachment(code, key="uploads/second", until=later(hours=3))
    cases.expect(an_attachment(code), NOON)

    cases.expect(second, later(hours=1))

    assert cases.attachment(code, 1) == second
    with pytest.raises(Conflict):
        cases.settle(replace(an_attachment(code), state=State.STORED), an_attachment(code).key)


def test_the_number_of_a_refused_upload_is_given_again(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    cases.expect(an_attachment(code), NOON)
    cases.settle(an_attachment(code, state=State.REFUSED, reason="not-as-announced"), an_attachment(code).key)

    cases.expect(an_attachment(code, key="uploads/second"), NOON)

    assert cases.attachment(code, 1) == an_attachment(code, key="uploads/second")


def test_only_of_a_stored_attachment_can_be_chosen_whether_everybody_sees_it(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    waiting = an_attachment(code)
    with pytest.raises(Conflict):
        cases.choose(replace(waiting, public=True))
    cases.expect(waiting, NOON)
    with pytest.raises(Conflict):
        cases.choose(replace(waiting, public=True))
    stored = replace(waiting, state=State.STORED)
    cases.settle(stored, waiting.key)

    for public in (True, True, False):
        cases.choose(replace(stored, public=public))
        assert cases.attachment(code, 1) == replace(stored, public=public)


def test_an_unknown_attachment_is_none(cases: Cases) -> None:
    assert cases.attachment("NOSUCHCODE00", 1) is None


def test_the_agenda_is_read_page_by_page_to_its_end(cases: Cases, seed: int) -> None:
    due = later(days=-400)
    codes = [file(cases, next(SEEDS)).complaint.code for _ in range(40)]
    moved = [replace(kept.complaint, wake=due + builders.timedelta(seconds=number)) for number, kept in enumerate(map(cases.case, codes)) if kept]
    for complaint in moved:
        cases.wake_later(complaint)
    found, after = [], None
    while True:
        page, after = cases.wanting(int(keys.shard(codes[0])), due + builders.timedelta(hours=1), 2, after)
        found += page
        if after is None:
            break

    for complaint in moved:
        cases.wake_later(replace(complaint, wake=None))
    assert found == [code for code in codes if keys.shard(code) == keys.shard(codes[0])]


@pytest.mark.parametrize("whole", [builders.Location(lat=-8.0, lon=115.0), builders.Location(lat=0.0, lon=1e-05)])
def test_a_position_is_the_same_number_again(cases: Cases, seed: int, whole: builders.Location) -> None:
    """`1` and `1.0` are one number to the database and two to a digest."""
    text = a_text(location=whole)
    cases.file(a_first(seed), text, None)

    kept = cases.case(a_first(seed).complaint.code)
    assert kept
    assert text_digest(kept.text) == text_digest(text)


def append(cases: Cases, *steps: Change, agency: str = "") -> Change:
    for step in steps:
        cases.append(step, agency=agency)
    return steps[-1]


def test_a_linked_complaint_is_listed_with_its_lead(cases: Cases) -> None:
    lead, *others = [file(cases, next(SEEDS), agency="queue-i").complaint for _ in range(3)]
    hanging = [append(cases, builders.linked(one, lead)).complaint for one in others]

    assert sorted(cases.linked_to(lead.code)) == sorted(one.code for one in others)

    append(cases, builders.unlinked(hanging[0]))
    assert list(cases.linked_to(lead.code)) == [others[1].code]


def test_a_link_is_refused_when_its_lead_changed_meanwhile(cases: Cases) -> None:
    lead, one = (file(cases, next(SEEDS)).complaint for _ in range(2))
    append(cases, verified(lead))
    before = cases.case(one.code)

    with pytest.raises(Conflict):
        cases.append(builders.linked(one, lead), lead=lead)
    assert cases.case(one.code) == before
    assert list(cases.linked_to(lead.code)) == []


def test_a_link_is_refused_when_its_lead_does_not_exist(cases: Cases, seed: int) -> None:
    one, lead = file(cases, seed).complaint, a_first(next(SEEDS)).complaint

    with pytest.raises(Conflict):
        cases.append(builders.linked(one, lead), lead=lead)


def test_of_two_links_to_each_other_the_second_is_refused(cases: Cases) -> None:
    one, two = (file(cases, next(SEEDS)).complaint for _ in range(2))
    cases.append(builders.linked(one, two), lead=two)

    with pytest.raises(Conflict):
        cases.append(builders.linked(two, one), lead=one)


def test_a_link_whose_lead_is_as_it_was_read_is_kept(cases: Cases) -> None:
    one, lead = (file(cases, next(SEEDS)).complaint for _ in range(2))
    change = builders.linked(one, lead)

    cases.append(change, lead=lead)

    assert cases.complaints([one.code, lead.code]) == [change.complaint, lead]


def test_redactions_are_read_with_the_case_and_the_last_of_each_text_counts(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    title = Redaction(number=0, title="Lampu", salt="s")
    more = Redaction(number=0, title="Lampu", body="", place="[jalan]", hide_location=True, files=frozenset({1, 12}), salt="s")
    text = Redaction(number=2, text="[nama]", salt="t")
    changes = [builders.replied(filed.complaint)]
    for redaction in (title, text, more):
        changes.append(redacted(changes[-1].complaint, redaction))

    append(cases, *changes)

    found = cases.case(filed.complaint.code)
    assert found
    assert found.redactions == {0: more, 2: text}
    assert (found.complaint.title, found.complaint.cell, found.text) == ("Lampu", None, a_text())
    assert (found.shown.text.title, found.shown.events[1].text) == ("Lampu", "[nama]")


def test_what_remains_with_an_agency_stands_in_its_month_beside_the_case_that_went_on(cases: Cases, seed: int) -> None:
    owner, to = replace(UNIT, id=f"left-{seed}"), replace(OTHER_CITY, id=f"left-to-{seed}")
    kept = verified(file(cases, seed).complaint, to=owner)
    gone = builders.returned(kept.complaint, later(days=9), to)
    again = verified(gone.complaint, later(days=9), to=to)
    append(cases, kept)
    append(cases, gone, agency=owner.id)
    append(cases, again)

    assert gone.left
    assert [facts for _, facts in cases.facts(owner.id, "2026-12")] == [gone.left]
    assert [facts for _, facts in cases.facts(to.id, "2026-12")] == [case_facts(again.complaint, BALI)]


def test_what_remains_is_no_part_of_the_case(cases: Cases, seed: int) -> None:
    filed = file(cases, seed)
    kept = verified(filed.complaint)
    gone = builders.returned(kept.complaint, later(days=9))
    append(cases, kept, gone, agency=UNIT.id)

    assert cases.case(filed.complaint.code) == filed.after(kept).after(gone)


def everything(seed: int) -> Complaint:
    """A complaint in which every field is set, as none ever is at once."""
    return replace(
        responded(verified(a_first(seed).complaint).complaint).complaint,
        status=Status.LINKED,
        wake=later(days=1),
        verify_from=later(days=1),
        closed_at=later(days=2),
        rating=4,
        disputes=2,
        level=3,
        rung=4,
        paused_at=later(days=3),
        paused_from=Status.IN_PROGRESS,
        paused_days=7,
        hold_due=date(2026, 12, 3),
        held_days=9,
        extension=14,
        returns=2,
        assigned=True,
        appealed=True,
        lead=a_first(seed + 1).complaint.code,
        withheld=True,
    )


def test_a_complaint_with_every_field_is_read_as_it_was_written(cases: Cases, seed: int) -> None:
    full = everything(seed)
    assert [field.name for field in fields(Complaint) if getattr(full, field.name) in (None, 0, False, "")] == []
    file(cases, seed)
    cases.append(verified(a_first(seed).complaint))
    change = responded(verified(a_first(seed).complaint).complaint)

    cases.append(replace(change, complaint=full))

    assert cases.complaints([full.code]) == [full]


@pytest.mark.parametrize("extension", [None, 0, 5])
def test_an_extension_that_has_ended_is_not_the_same_as_none(cases: Cases, seed: int, extension: int | None) -> None:
    filed = file(cases, seed).complaint
    change = verified(filed)

    cases.append(replace(change, complaint=replace(change.complaint, extension=extension)))

    assert [one.extension for one in cases.complaints([filed.code])] == [extension]


def test_a_loaded_history_brings_its_redactions_and_what_remains_with_it(cases: Cases, seed: int) -> None:
    owner = replace(UNIT, id=f"loaded-{seed}")
    changes = [a_first(seed)]
    changes.append(verified(changes[-1].complaint, to=owner))
    changes.append(builders.returned(changes[-1].complaint, later(days=9)))
    changes.append(redacted(changes[-1].complaint, Redaction(number=0, body="[nama]", salt="s")))

    cases.load(changes, a_text())

    found = cases.case(changes[0].complaint.code)
    assert found
    assert found.redactions == {0: changes[-1].redaction}
    assert [facts for _, facts in cases.facts(owner.id, "2026-12")] == [changes[2].left]


def test_what_was_answered_in_the_survey_is_kept_by_agency_and_month_apart_from_the_case(cases: Cases, seed: int) -> None:
    unit = replace(UNIT, id=f"survey.{seed}")
    filed = a_first(seed)
    way = [filed, forwarded := verified(filed.complaint, to=unit), answered := responded(forwarded.complaint), confirmed(answered.complaint)]
    cases.load(way, a_text())
    asked = surveyed(way[-1].complaint)

    cases.append(asked)

    assert list(cases.sheets(unit.id, "2026-12")) == [(3, 4, 2, 4, 3, 3, 4, 3, 3)]
    assert list(cases.sheets(unit.id, "2026-11")) == []
    found = cases.case(filed.complaint.code)
    assert found
    assert found.events[-1] == asked.event
    with pytest.raises(Conflict):
        cases.append(surveyed(way[-1].complaint))
    assert len(list(cases.sheets(unit.id, "2026-12"))) == 1


def test_a_history_that_is_loaded_brings_its_survey_along(cases: Cases, seed: int) -> None:
    unit = replace(UNIT, id=f"survey.{seed}")
    filed = a_first(seed)
    way = [filed, forwarded := verified(filed.complaint, to=unit), answered := responded(forwarded.complaint), ended := confirmed(answered.complaint)]

    cases.load([*way, surveyed(ended.complaint)], a_text())

    assert len(list(cases.sheets(unit.id, "2026-12"))) == 1


def test_why_mail_does_not_arrive_is_read_with_the_case(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    bounced = Trouble(audience=Role.REPORTER, why=Why.BOUNCED, at=NOON)
    failed = Trouble(audience=Role.COORDINATOR, why=Why.FAILED, at=later(days=1))

    cases.note_trouble(code, bounced)
    cases.note_trouble(code, failed)

    case = cases.case(code)
    assert case
    assert case.troubles == (failed, bounced)


def test_mail_that_gets_there_again_is_no_trouble_any_more(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    failed = Trouble(audience=Role.COORDINATOR, why=Why.FAILED, at=NOON)
    for one in (failed, Trouble(audience=Role.REPORTER, why=Why.UNSUBSCRIBED, at=NOON)):
        cases.note_trouble(code, one)

    for _ in range(2):
        cases.forget_trouble(code, Role.REPORTER)

    case = cases.case(code)
    assert case
    assert case.troubles == (failed,)


def test_that_a_reporter_wants_no_mail_stays_whatever_else_is_found_out(cases: Cases, seed: int) -> None:
    code = file(cases, seed).complaint.code
    stopped = Trouble(audience=Role.REPORTER, why=Why.UNSUBSCRIBED, at=NOON)
    cases.note_trouble(code, Trouble(audience=Role.REPORTER, why=Why.FAILED, at=NOON))
    cases.note_trouble(code, stopped)

    cases.note_trouble(code, Trouble(audience=Role.REPORTER, why=Why.BOUNCED, at=later(days=1)))

    case = cases.case(code)
    assert case
    assert case.troubles == (stopped,)
