"""Who files what, where and when: the demo's complaints before anything happens to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from chalicelib.domain.words import Visibility
from chalicelib.usecases.submit import Submission
from ops.demo.content import Content, Topic
from ops.demo.orders import Orders
from ops.demo.scenes import Scene

LOCAL, NATIONAL, DISMISSED = 266, 25, 9
DAYS = 95
REPEATS = 0.12
"""The share of local complaints about what somebody else has filed: so many days before."""
FRESH, REMEMBERED = timedelta(days=2), timedelta(days=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One complaint: what is filed and when; `repeats` is the number of an earlier one about the same scene."""

    number: int
    received_at: datetime
    scene: Scene
    order: Submission
    repeats: int | None


@dataclass(frozen=True, slots=True)
class Author:
    """Writes the scripts: what there is to write about, and the dice."""

    content: Content
    random: Random

    def scripts(self, now: datetime) -> list[Script]:
        """Every complaint of the demo, the oldest first."""
        topics = self._topics()
        ages = sorted((self.random.randint(30, DAYS * 24 * 60) for _ in topics), reverse=True)
        written: list[Script] = []
        for topic, minutes in zip(topics, ages, strict=True):
            written.append(self._script(topic, now - timedelta(minutes=minutes), written))
        return written

    def _topics(self) -> list[Topic]:
        shares = ((self.content.topics, LOCAL), (self.content.national, NATIONAL), (self.content.dismissed, DISMISSED))
        topics = [topic for among, count in shares for topic in self.random.choices(among, k=count)]
        self.random.shuffle(topics)
        return topics

    def _script(self, topic: Topic, received_at: datetime, written: Sequence[Script]) -> Script:
        lead = self._lead(received_at, written) if topic.unit and self.random.random() < REPEATS else None
        scene = lead.scene if lead else self._scene(topic)
        return Script(
            number=len(written),
            received_at=received_at,
            scene=scene,
            order=Orders(self.content.texts, self.random).order(scene, lead.order if lead else None),
            repeats=lead.number if lead else None,
        )

    def _lead(self, received_at: datetime, written: Sequence[Script]) -> Script | None:
        """An earlier one that others may file too: it is public, out in the street, and no such repetition itself."""
        recent = (each for each in written if FRESH < received_at - each.received_at < REMEMBERED and each.repeats is None)
        known = [each for each in recent if each.scene.outdoors and each.order.visibility is Visibility.PUBLIC]
        return self.random.choice(known) if known else None

    def _scene(self, topic: Topic) -> Scene:
        place = self.random.choices(self.content.places, [each.weight for each in self.content.places])[0]
        return Scene(place=place, topic=topic, street=f"{self.random.choice(place.streets)} No. {self.random.randint(1, 190)}")
