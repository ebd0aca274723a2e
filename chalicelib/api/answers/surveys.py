"""What the survey says, as it is answered."""

from typing import Literal

from chalicelib.api.answers import Answer, Named
from chalicelib.api.parameters import Month
from chalicelib.domain.survey import Element


class ElementMean(Answer):
    """What was answered on average about one of the nine elements, from 1 to 4."""

    element: Element
    name: str
    name_en: str
    mean: float


class Survey(Answer):
    """An agency's survey in a month; count, index and grade are null and there are no elements while too few have answered."""

    agency: Named
    period: Month
    count: int | None
    index: float | None
    grade: Literal["A", "B", "C", "D"] | None
    elements: list[ElementMean]
