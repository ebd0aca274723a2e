"""Who files what, where and when: the demo's complaints before anything happens to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.words import Class, Identity, Visibility
from chalicelib.usecases.submit import Submission
from ops.demo.content import Content, Place, Topic

LOCAL, NATIONAL = 275, 25
DAYS = 95
IDENTITIES = (Identity.NAMED, Identity.NAMED, Identity.NAMED, Identity.SEALED, Identity.NONE)
KNOWS_WHOM = 0.75
"""The share of reporters who name the agency; the others leave it to the steward."""
HAS_POINT = 0.7
MINISTRY_PACE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One complaint: what is filed and when, who will handle it at what pace, and with which answer."""

    number: int
    received_at: datetime
    order: Submission
    handler: str
    pace: float
    answer: str


@dataclass(frozen=True, slots=True)
class Author:
    """Writes the scripts: what there is to write about, and the dice."""

    content: Content
    random: Random

    def scripts(self, now: datetime) -> Iterator[Script]:
        """Every complaint of the demo, the oldest first."""
        ages = sorted((self.random.randint(30, DAYS * 24 * 60) for _ in range(LOCAL + NATIONAL)), reverse=True)
        national = set(self.random.sample(range(LOCAL + NATIONAL), NATIONAL))
        for number, minutes in enumerate(ages):
            yield self._script(number, now - timedelta(minutes=minutes), national=number in national)

    def _script(self, number: int, received_at: datetime, *, national: bool) -> Script:
        place = self.random.choices(self.content.places, [each.weight for each in self.content.places])[0]
        topic = self.random.choice(self.content.national if national else self.content.topics)
        local = f"{place.agency}.{topic.unit}" if topic.unit in place.units else place.agency
        street = f"{self.random.choice(place.streets)} No. {self.random.randint(1, 190)}"
        return Script(
            number=number,
            received_at=received_at,
            order=self._order(topic, place, street),
            handler=topic.agency or local,
            pace=MINISTRY_PACE if national else place.pace,
            answer=topic.answer.format(street=street),
        )

    def _order(self, topic: Topic, place: Place, street: str) -> Submission:
        identity = self.random.choice(IDENTITIES)
        outdoors = "{street}" in topic.title
        return Submission(
            type=topic.type,
            title=topic.title.format(street=street),
            body=f"{topic.body.format(street=street)} {self._ending(topic)}",
            category=topic.category,
            region=place.agency,
            visibility=self._visibility(topic),
            identity=identity,
            place=street if outdoors else "",
            location=self._point(place) if outdoors and self._happens(HAS_POINT) else None,
            agency=(topic.agency or place.agency) if self._happens(KNOWS_WHOM) else "",
            reporter=None if identity is Identity.NONE else self._reporter(),
        )

    def _ending(self, topic: Topic) -> str:
        texts = self.content.texts
        return self.random.choice(texts.details) if topic.type is Class.COMPLAINT else texts.thanks

    def _visibility(self, topic: Topic) -> Visibility:
        """Complaints about misconduct are mostly confidential, others seldom."""
        return Visibility.CONFIDENTIAL if self._happens(0.7 if topic.unit == "inspektorat" else 0.04) else Visibility.PUBLIC

    def _point(self, place: Place) -> Location:
        return Location(lat=round(place.lat + self.random.gauss(0, 0.02), 5), lon=round(place.lon + self.random.gauss(0, 0.02), 5))

    def _reporter(self) -> Reporter:
        name = self.random.choice(self.content.texts.names)
        address = f"{'.'.join(name.lower().split()[:2])}{self.random.randint(1, 99)}@example.com"
        return Reporter(name=name, email=address, phone=f"+62812{self.random.randint(10**7, 10**8 - 1)}")

    def _happens(self, share: float) -> bool:
        return self.random.random() < share
