"""The survey of satisfaction that a reporter may answer once a case is closed: nine elements, one index, a grade.

Source: Permenpan RB 14/2017. Each element is answered from 1 to 4; the index is the mean of the nine means times 25, so from 25 to 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Element(StrEnum):
    """What is asked about, in the order in which answers are kept."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    COMPETENCE = "competence"
    BEHAVIOUR = "behaviour"
    FACILITIES = "facilities"
    COMPLAINTS = "complaints"


NAMES: Mapping[Element, tuple[str, str]] = {
    Element.REQUIREMENTS: ("Persyaratan", "Requirements"),
    Element.PROCEDURE: ("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    Element.TIME: ("Waktu penyelesaian", "Time to completion"),
    Element.COST: ("Biaya/tarif", "Cost"),
    Element.PRODUCT: ("Produk spesifikasi jenis pelayanan", "Result of the service"),
    Element.COMPETENCE: ("Kompetensi pelaksana", "Competence of the staff"),
    Element.BEHAVIOUR: ("Perilaku pelaksana", "Behaviour of the staff"),
    Element.FACILITIES: ("Sarana dan prasarana", "Facilities"),
    Element.COMPLAINTS: ("Penanganan pengaduan, saran, dan masukan", "Handling of complaints and suggestions"),
}
"""Each element's name in Indonesian, as the regulation has it, and in English."""

GRADES = ((Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("25.00"), "D"))
"""The lowest index of each grade. They are of two decimals, so an index is rounded before it is graded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What somebody answered, 1 to 4 in the order of the elements, under a random id: neither who it was nor about which case."""

    id: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sheets added up: how many, and the sum of each element's answers in their order. Sums of agencies and months add up to those of both."""

    count: int = 0
    answers: tuple[int, ...] = (0,) * len(Element)

    def __add__(self, other: "Sums") -> "Sums":
        """Both together."""
        both = zip(self.answers, other.answers, strict=True)
        return Sums(count=self.count + other.count, answers=tuple(one + another for one, another in both))


NO_SHEETS = Sums()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a survey says: the index from 25 to 100, its grade, the mean of each element from 1 to 4, and from how many sheets."""

    count: int
    index: float
    grade: str
    means: Mapping[Element, float]


def add_up(sheets: Iterable[Sequence[int]]) -> Sums:
    """The sums of these answers."""
    return sum((Sums(count=1, answers=tuple(answers)) for answers in sheets), NO_SHEETS)


def result(sums: Sums) -> Result | None:
    """What the sums come to, none where nobody answered."""
    if not sums.count:
        return None
    index = _rounded(Decimal(25 * sum(sums.answers)) / (len(Element) * sums.count))
    means = (_rounded(Decimal(answers) / sums.count) for answers in sums.answers)
    return Result(
        count=sums.count,
        index=float(index),
        grade=next(grade for least, grade in GRADES if index >= least),
        means={element: float(mean) for element, mean in zip(Element, means, strict=True)},
    )


def shown_next(shown: Sums, now: Sums, few: int) -> Sums:
    """What is shown once `now` is known: it moves on by at least `few` sheets at a time, or else the figures before and after would tell what somebody answered."""
    return now if now.count - shown.count >= few else shown


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
