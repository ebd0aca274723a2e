"""Changing templates while others do: none is lost, none is written twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from chalicelib.domain.errors import ActionRefused, Busy, NotFound
from chalicelib.domain.template import MOST, Templates
from chalicelib.usecases import templates
from chalicelib.usecases.ports import Deps
from tests.builders import COORDINATOR, REFERENCE, STEWARD, a_template
from tests.fakes import MemoryReference, fake_deps


@dataclass
class Overtaken(MemoryReference):
    """Somebody else keeps another template just before each of the first writes."""

    others: int = 0

    def put_next(self, templates: Templates) -> None:
        if self.others:
            super().put_next(self.templates(templates.agency).having(a_template(id=f"other{self.others}")))
            self.others -= 1
        super().put_next(templates)


@pytest.fixture
def overtaken() -> Overtaken:
    reference = Overtaken()
    reference.put(REFERENCE)
    return reference


def ids(reference: MemoryReference) -> list[str]:
    return [one.id for one in reference.templates("51.71").templates]


def test_a_template_that_others_were_first_with_is_kept_beside_theirs(overtaken: Overtaken) -> None:
    overtaken.others = 2

    templates.put(COORDINATOR, "51.71", a_template(), fake_deps(reference=overtaken))

    assert ids(overtaken) == ["other1", "other2", "terima"]


def test_whoever_does_not_get_through_three_times_is_told_to_try_again(overtaken: Overtaken) -> None:
    overtaken.others = 3

    with pytest.raises(Busy):
        templates.put(COORDINATOR, "51.71", a_template(), fake_deps(reference=overtaken))
    assert ids(overtaken) == ["other1", "other2", "other3"]


def test_a_template_is_taken_away_beside_what_others_changed(overtaken: Overtaken) -> None:
    deps = fake_deps(reference=overtaken)
    templates.put(COORDINATOR, "51.71", a_template(), deps)
    overtaken.others = 1

    assert templates.remove(COORDINATOR, "51.71", "terima", deps) == a_template()
    assert ids(overtaken) == ["other1"]


@dataclass
class LosingAnswers(MemoryReference):
    """The first write is done and its answer lost, so that it is sent once more, as the client library does."""

    lost: bool = False

    def put_next(self, templates: Templates) -> None:
        super().put_next(templates)
        if not self.lost:
            self.lost = True
            super().put_next(templates)


@pytest.fixture
def losing_answers() -> LosingAnswers:
    reference = LosingAnswers()
    reference.put(REFERENCE)
    return reference


def test_a_template_whose_answer_was_lost_is_kept_once(losing_answers: LosingAnswers) -> None:
    templates.put(STEWARD, "51.71", a_template(), fake_deps(reference=losing_answers))

    assert losing_answers.templates("51.71") == Templates(agency="51.71", version=1, templates=(a_template(),))


def test_a_removal_whose_answer_was_lost_is_no_template_that_was_never_there(losing_answers: LosingAnswers) -> None:
    losing_answers.put([Templates(agency="51.71", templates=(a_template(),), version=1)])

    assert templates.remove(STEWARD, "51.71", "terima", fake_deps(reference=losing_answers)) == a_template()
    assert ids(losing_answers) == []


def test_a_dry_run_refuses_what_would_be_refused_and_writes_nothing(deps: Deps) -> None:
    for number in range(MOST):
        templates.put(STEWARD, "51.71", a_template(id=f"t{number}"), deps)
    before = deps.reference.templates("51.71")

    assert templates.put(STEWARD, "51.71", a_template(id="t7", name="Lain"), deps, dry_run=True) == a_template(id="t7")
    assert templates.remove(STEWARD, "51.71", "t7", deps, dry_run=True) == a_template(id="t7")
    with pytest.raises(ActionRefused):
        templates.put(STEWARD, "51.71", a_template(id="more"), deps, dry_run=True)
    with pytest.raises(NotFound):
        templates.remove(STEWARD, "51.71", "more", deps, dry_run=True)

    assert deps.reference.templates("51.71") == before


def test_of_many_changes_at_once_every_one_that_was_answered_is_kept(engine_deps: Deps) -> None:
    wanted = [a_template(id=f"t{number:02d}") for number in range(24)]

    def put(number: int) -> str | None:
        try:
            templates.put(STEWARD, "34.71", wanted[number], engine_deps)
        except Busy:
            return None
        return wanted[number].id

    with ThreadPoolExecutor(4) as pool:
        answered = {id_ for id_ in pool.map(put, range(24)) if id_}

    kept = engine_deps.reference.templates("34.71", latest=True)
    assert {one.id for one in kept.templates} == answered
    assert kept.version == len(answered) > 0
