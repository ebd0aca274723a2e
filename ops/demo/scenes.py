"""What is wrong where: a topic at a place."""

from dataclasses import dataclass

from ops.demo.content import Place, Topic

MINISTRY_PACE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is wrong where; who will handle it at what pace, and with which answer."""

    place: Place
    topic: Topic
    street: str

    @property
    def government(self) -> str:
        """The agency whose coordinator verifies."""
        return self.topic.agency or self.place.agency

    @property
    def handler(self) -> str:
        """The agency that answers."""
        return f"{self.place.agency}.{self.topic.unit}" if self.topic.unit in self.place.units else self.government

    @property
    def pace(self) -> float:
        """How well that works."""
        return MINISTRY_PACE if self.topic.agency else self.place.pace

    @property
    def answer(self) -> str:
        """What it answers."""
        return self.topic.answer.format(street=self.street)

    @property
    def outdoors(self) -> bool:
        """Whether it is out in the street, for all to see."""
        return "{street}" in self.topic.title
