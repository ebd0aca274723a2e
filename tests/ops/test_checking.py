"""Whatever is changed behind the timeline is found: state, events, their order, texts, redactions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action, Status
from chalicelib.usecases import act, attach, follow, handle, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.react import react
from chalicelib.usecases.setting import load
from ops import checking
from tests import deeds
from tests.builders import COORDINATOR, a_submission, erased


@pytest.fixture
def whole(deps: Deps) -> Case:
    filed = submit.submit(a_submission(agency="51.71"), "key-of-the-checked-one", deps).case
    return deeds.verify(filed.complaint.code, deps)


def test_a_case_that_nobody_touched_has_no_fault(whole: Case) -> None:
    assert list(checking.faults(whole)) == []


@pytest.mark.parametrize(
    ("touch", "found"),
    [
        (lambda case: replace(case, complaint=replace(case.complaint, status=Status.CLOSED)), "status is closed, its events add up to forwarded"),
        (lambda case: replace(case, complaint=replace(case.complaint, resolve_due=date(2030, 1, 1))), "resolve_due is 2030-01-01"),
        (lambda case: replace(case, events=case.events[:1]), "version is 2, its events add up to 1"),
        (
            lambda case: replace(case, events=(replace(case.events[0], data={**case.events[0].data, "region": "51"}), *case.events[1:])),
            "chain broken at event 1",
        ),
        (lambda case: replace(case, events=(case.events[0], replace(case.events[1], previous="0" * 64))), "chain broken at event 2"),
        (lambda case: replace(case, text=replace(case.text, body="Somebody wrote something else here.")), "what was filed is not what was sealed"),
        (
            lambda case: replace(case, events=(case.events[0], replace(case.events[1], text="Put in later."))),
            "text of event 2 is not what was sealed",
        ),
    ],
)
def test_what_was_touched_is_found(whole: Case, touch: Callable[[Case], Case], found: str) -> None:
    faults = list(checking.faults(touch(whole)))

    assert any(fault.startswith(found) for fault in faults), faults


@pytest.fixture
def redacted(whole: Case, deps: Deps) -> Case:
    """Its title was redacted twice, and a message of its reporter once."""
    code = whole.complaint.code
    follow.reply(whole, "Namanya Pak Made.", deps)
    for hidden in (Redaction(number=0, title="***"), Redaction(number=0, title="[disamarkan]"), Redaction(number=3, text="[disamarkan]")):
        deeds.act(code, Action.REDACT, handle.redact(hidden, "Memuat nama orang."), COORDINATOR, deps)
    return act.load(code, deps)


def test_what_is_written_is_checked_as_it_was_written_also_where_something_else_is_shown(redacted: Case) -> None:
    assert redacted.shown.events[2].text == "[disamarkan]"
    assert list(checking.faults(redacted)) == []


@pytest.mark.parametrize(
    ("touch", "found"),
    [
        (lambda kept: {**kept, 0: replace(kept[0], title="Something else")}, "the redaction of what was filed is not what was sealed"),
        (lambda kept: {**kept, 0: replace(kept[0], title="***")}, "the redaction of what was filed is not what was sealed"),
        (lambda kept: {**kept, 3: replace(kept[3], hide_location=True)}, "the redaction of the text of event 3 is not what was sealed"),
        (lambda kept: {**kept, 2: replace(kept[3], number=2)}, "no event sealed the redaction of the text of event 2"),
        (lambda kept: {3: kept[3]}, "the redaction of what was filed is gone"),
    ],
    ids=["changed", "an earlier one", "hides more", "without an event", "missing"],
)
def test_a_redaction_is_the_one_that_its_last_event_sealed(
    redacted: Case, touch: Callable[[Mapping[int, Redaction]], dict[int, Redaction]], found: str
) -> None:
    assert list(checking.faults(replace(redacted, redactions=touch(redacted.redactions)))) == [found]


def test_a_complaint_that_is_not_there_is_a_fault(whole: Case, deps: Deps) -> None:
    code = whole.complaint.code

    assert list(checking.check([code, "GONE"], deps)) == [("GONE", "is not there")]


def test_complaints_are_found_by_the_agency_they_were_filed_with(whole: Case, deps: Deps) -> None:
    code = whole.complaint.code

    assert checking.filed_with(["51.71"], None, deps) == checking.filed_with(None, "2026-11", deps) == [code]
    assert checking.filed_with(["51.71"], "2026-12", deps) == []
    assert checking.filed_with(["51.71.pupr"], None, deps) == []


def test_months_run_over_the_end_of_a_year() -> None:
    assert list(checking.months(date(2026, 11, 24), date(2027, 2, 1))) == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_files_that_are_kept_of_whom_was_erased_are_found_where_the_lead_has_ended_too(whole: Case, deps: Deps) -> None:
    lead = deeds.verify(submit.submit(a_submission(agency="51.71"), "key-of-the-lead-of-it", deps).case.complaint.code, deps).complaint.code
    attach.expect(whole, "foto.jpg", "image/jpeg", 9, deps)
    linked = deeds.link(whole.complaint.code, lead, deps)
    deps.cases.append(erased(linked.complaint))
    assert list(checking.check([linked.complaint.code], deps)) == []
    deeds.respond(lead, deps)

    follow.confirm(load(lead, deps), 4, deps)

    assert list(checking.check([linked.complaint.code], deps)) == [(linked.complaint.code, "what its reporter attached is kept still")]


def test_what_is_kept_of_whom_was_erased_is_found(whole: Case, deps: Deps) -> None:
    code = whole.complaint.code
    attach.expect(whole, "foto.jpg", "image/jpeg", 9, deps)
    deps.cases.append(erased(whole.complaint), forgets=False)
    assert list(checking.check([code], deps)) == [(code, "who filed is erased by its events, and kept still")]

    follow.withdraw(load(code, deps), "", deps)
    deps.cases.forget_reporter(code)
    assert list(checking.check([code], deps)) == [(code, "what its reporter attached is kept still")]

    react(load(code, deps).events[-1], deps)
    assert list(checking.check([code], deps)) == []
