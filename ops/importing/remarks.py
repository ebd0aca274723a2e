"""What is said about a line of an imported file, and what becomes of the line because of it."""

from dataclasses import dataclass
from enum import IntEnum


class Weight(IntEnum):
    """How grave a remark is; the gravest decides what becomes of the line. `NOTE`: imported as it stands, but doubtful or incomplete."""

    NOTE = 1
    REPAIR = 2
    REFUSAL = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: `code` is what it is counted under, `detail` the sentence in the report."""

    weight: Weight
    code: str
    detail: str


FATE_BY_WEIGHT = {0: "clean", Weight.NOTE: "noted", Weight.REPAIR: "repaired", Weight.REFUSAL: "refused"}


def fate(remarks: tuple[Remark, ...]) -> str:
    """What becomes of a line with these remarks: clean, noted, repaired or refused."""
    return FATE_BY_WEIGHT[max((remark.weight for remark in remarks), default=0)]
