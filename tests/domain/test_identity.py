from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import agenda, identity
from chalicelib.domain.agenda import Step
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Action, Identity, Status
from tests.builders import BALI, POLICY, a_first, erased, later, linked, unsealed
from tests.domain.samples import BY_STATUS, CLOSED, IN_PROGRESS, RECEIVED

YEAR = timedelta(days=365)
WHY = "Pelapor diancam dan harus dilindungi."
ENDED = (Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN)


def test_opening_a_sealed_identity_is_public_and_its_reason_is_not() -> None:
    deed = identity.unseal(replace(RECEIVED, identity=Identity.SEALED), WHY)

    assert deed == Deed(action=Action.UNSEAL, data={"confidential": True}, text=WHY, public=True)


@pytest.mark.parametrize("kept", [Identity.NAMED, Identity.NONE])
def test_only_what_is_sealed_is_opened(kept: Identity) -> None:
    with pytest.raises(ActionRefused, match=f"this one is {kept}") as refused:
        identity.unseal(replace(RECEIVED, identity=kept), WHY)

    assert refused.value.rule == "unseal.sealed"


def test_an_opened_identity_stays_sealed_and_can_be_opened_again() -> None:
    once = unsealed(replace(RECEIVED, identity=Identity.SEALED)).complaint

    assert once.identity is Identity.SEALED
    assert unsealed(once).event.seq == 3


@pytest.mark.parametrize("kept", [Identity.NAMED, Identity.SEALED])
@pytest.mark.parametrize("status", Status)
def test_whatever_its_status_a_case_goes_on_without_its_reporter(status: Status, kept: Identity) -> None:
    before = replace(BY_STATUS[status], identity=kept)

    made = erased(before)

    assert made.erases
    assert made.complaint == replace(before, identity=Identity.NONE, version=made.event.seq, head=made.event.hash, wake=made.complaint.wake)


def test_what_is_not_kept_cannot_be_erased() -> None:
    with pytest.raises(ActionRefused) as refused:
        identity.erase(erased(RECEIVED).complaint)

    assert (refused.value.rule, str(refused.value)) == ("erase.none", "nothing is kept of the reporter")


@pytest.mark.parametrize("days", [30, 365])
@pytest.mark.parametrize("status", ENDED)
def test_so_long_after_its_end_who_filed_a_case_is_erased(status: Status, days: int) -> None:
    it = BY_STATUS[status]
    assert it.closed_at

    step = agenda.next_step(it, Policy(erase_calendar_days_after_closing=days), BALI)

    assert step == Step(it.closed_at + timedelta(days=days), Deed(action=Action.ERASE))


@pytest.mark.parametrize("status", ENDED)
def test_of_an_anonymous_case_nothing_is_left_to_erase(status: Status) -> None:
    assert agenda.next_step(replace(BY_STATUS[status], identity=Identity.NONE), POLICY, BALI) is None


@pytest.mark.parametrize("status", [one for one in Status if one not in (*ENDED, Status.LINKED)])
def test_nobody_is_forgotten_while_the_case_is_open(status: Status) -> None:
    step = agenda.next_step(BY_STATUS[status], POLICY, BALI)

    assert step
    assert step.deed.action is not Action.ERASE


def test_a_linked_complaint_ends_with_its_lead() -> None:
    hanging, now = linked(RECEIVED, a_first(2).complaint).complaint, later(days=400)
    step = agenda.next_step(hanging, POLICY, BALI)
    assert step

    assert step == Step(RECEIVED.received_at + YEAR, Deed(action=Action.ERASE))
    closed = replace(CLOSED, closed_at=datetime(2027, 3, 1, tzinfo=UTC))
    assert agenda.with_lead(step, closed, POLICY, now).at == datetime(2028, 2, 29, tzinfo=UTC)
    assert agenda.with_lead(step, IN_PROGRESS, POLICY, now).at == now + YEAR
