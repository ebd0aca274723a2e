"""The worked example of docs/scores.md is what the code computes."""

import re
from pathlib import Path

from chalicelib.domain import scoring
from chalicelib.domain.facts import CaseFacts
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Status
from tests.domain.months import a_case, counts, nov

PAGE = (Path(__file__).parents[2] / "docs" / "scores.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.partition("### An example")[2].partition("## Periods")[0]


def rows(columns: int) -> list[list[str]]:
    """The rows of the table with so many columns."""
    found = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in EXAMPLE.splitlines() if line.startswith("|")]
    return [row for row in found if len(row) == columns and not row[0].startswith("---")][1:]


def facts(row: list[str]) -> CaseFacts:
    forwarded, follow_up_due, followed_up, resolve_due, responded, rating = (None if cell == "-" else int(cell) for cell in row)
    assert forwarded
    assert follow_up_due
    assert resolve_due
    return a_case(
        status=Status.CLOSED if rating else Status.RESPONDED if responded else Status.IN_PROGRESS if followed_up else Status.FORWARDED,
        forwarded_on=nov(forwarded),
        follow_up_due=nov(follow_up_due),
        followed_up_on=nov(followed_up) if followed_up else None,
        resolve_due=nov(resolve_due),
        responded_on=nov(responded) if responded else None,
        rating=rating,
    )


def test_the_example_comes_to_the_score_that_it_says() -> None:
    tally = counts(*(facts(row) for row in rows(6)))
    score = scoring.score(tally, 0.75, Policy())
    *parts, whole = rows(4)

    assert tally.cases == 5
    assert [float(value) for _, value, _, _ in parts[:2]] == [score.indicators[name] for name, _, _, _ in parts[:2]]
    assert score.value == float(whole[3]) == sum(float(points) for _, _, _, points in parts)
    assert all(float(points) == round(float(value) * float(weight), 9) for _, value, weight, points in parts)
    assert {name: round(100 * weight) for name, weight in Policy().weights.items()} == dict(
        zip(Policy().weights, (int(weight) for _, _, weight, _ in parts), strict=True)
    )


def test_the_days_of_the_example_are_those_that_it_says() -> None:
    score = scoring.score(counts(*(facts(row) for row in rows(6))), 0.75, Policy())
    mean, late = re.findall(r"mean of ([0-9.]+), no speed points; the two that wait are ([0-9]+) days late", EXAMPLE)[0]

    assert score.indicators["mean_days"] == float(mean)
    assert score.indicators["backlog_days"] == float(late)
    assert score.indicators["speed_points"] == 0


def test_every_indicator_is_explained() -> None:
    assert {name for name in scoring.score(counts(), None, Policy()).indicators if f"`{name}`" not in PAGE} == set()
