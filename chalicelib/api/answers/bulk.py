"""The answer to one action on many cases."""

from msgspec import UNSET, UnsetType

from chalicelib.api.answers import Answer
from chalicelib.api.answers.refusals import Problem


class ItemOutcome(Answer):
    """The new version of a case, or the problem that kept it as it was; `code` as it was sent."""

    code: str | None
    status: int
    version: int | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class Outcomes(Answer):
    """What became of each item, in their order."""

    results: list[ItemOutcome]
