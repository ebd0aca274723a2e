"""PynamoDB attributes for the domain's own types."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from chalicelib.domain.events import instant

Word_ = TypeVar("Word_", bound=StrEnum)


class Instant(Attribute[datetime]):
    """An aware datetime as `2026-11-24T03:04:05Z`: readable, and sorts as time does."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """As stored."""
        return instant(value)

    def deserialize(self, value: str) -> datetime:
        """As used."""
        return datetime.fromisoformat(value)


class Day(Attribute[date]):
    """A date as `2026-11-24`."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        """As stored."""
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        """As used."""
        return date.fromisoformat(value)


class Words(Attribute[tuple[Word_, ...]]):
    """Words of one of the closed vocabularies in a row, `links,surge`."""

    attr_type = STRING

    def __init__(self, vocabulary: type[Word_], **options: Any) -> None:
        super().__init__(**options)
        self.vocabulary = vocabulary

    def serialize(self, value: tuple[Word_, ...]) -> str:
        """As stored."""
        return ",".join(value)

    def deserialize(self, value: str) -> tuple[Word_, ...]:
        """As used."""
        return tuple(map(self.vocabulary, value.split(",")))


class Word(Attribute[Word_]):
    """A word of one of the closed vocabularies; reading an unknown one is an error."""

    attr_type = STRING

    def __init__(self, vocabulary: type[Word_], **options: Any) -> None:
        super().__init__(**options)
        self.vocabulary = vocabulary

    def serialize(self, value: Word_) -> str:
        """As stored."""
        return value.value

    def deserialize(self, value: str) -> Word_:
        """As used."""
        return self.vocabulary(value)
