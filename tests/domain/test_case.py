"""Which files of a case its reporter and the public see."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain import change, working
from chalicelib.domain.attachment import Attachment, State
from chalicelib.domain.case import Case, Stale
from chalicelib.domain.redaction import FILED, Redaction
from chalicelib.domain.words import Identity, Outcome, Visibility
from tests.builders import ANSWER, NOON, OFFICER, a_first, a_text, at, later, verified


def a_file(number: int, **changes: Any) -> Attachment:
    values: dict[str, Any] = {"code": "A", "key": "", "name": "lampu.png", "type": "image/png", "size": 1, "until": NOON, "state": State.STORED}
    return Attachment(number=number, **values | changes)


FILES = (a_file(1, public=True), a_file(2), a_file(3, public=True, state=State.REFUSED), a_file(21), a_file(22))


def a_case(*, confidential: bool = False) -> Case:
    """Answered with file 21, never with 22."""
    filed = a_first()
    forwarded = verified(filed.complaint)
    deed = working.respond(forwarded.complaint, Outcome.RESOLVED, ANSWER, "", at(later(1)), confidential=confidential, attachments=(21,))
    answered = change.then(forwarded.complaint, deed, OFFICER, at(later(1)), "salt")
    return Case(complaint=filed.complaint, text=a_text(), events=(filed.event,), attachments=FILES).after(forwarded).after(answered)


def numbers(files: tuple[Attachment, ...]) -> list[int]:
    return [one.number for one in files]


def test_the_reporter_sees_the_own_files_and_what_came_with_an_answer() -> None:
    case = a_case()

    assert numbers(case.reporters_files) == numbers(a_case(confidential=True).reporters_files) == [1, 2, 3, 21]
    assert numbers(replace(case, redactions={3: Redaction(number=3, text="x")}).reporters_files) == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, [1, 21]),
        ({"identity": Identity.SEALED}, [21]),
        ({"visibility": Visibility.CONFIDENTIAL}, []),
        ({"published_at": None}, []),
    ],
)
def test_the_public_is_told_of_what_its_reporter_offers_and_what_came_with_an_answer(changes: dict[str, Any], told: list[int]) -> None:
    case = a_case()
    case = replace(case, complaint=replace(case.complaint, **changes))

    assert numbers(case.told_files) == numbers(case.public_files) == told


def test_the_public_does_not_get_the_files_of_a_confidential_answer_nor_what_was_withheld() -> None:
    withheld = replace(a_case(), redactions={FILED: Redaction(number=FILED, files=frozenset({1}))})

    assert numbers(a_case(confidential=True).public_files) == [1]
    assert (numbers(withheld.told_files), numbers(withheld.public_files)) == ([1, 21], [21])


def test_who_acts_on_an_older_version_is_told_of_the_latest() -> None:
    stale = Stale(a_case())

    assert (str(stale), stale.case) == ("the case is at version 3 now", a_case())
