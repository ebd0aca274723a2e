"""What a reporter writes about a scene, and what they give away of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from chalicelib.domain.complaint import Location, Reporter
from chalicelib.domain.words import Channel, Class, Identity, Visibility
from chalicelib.usecases.submit import Submission
from ops.demo.content import Texts, Topic
from ops.demo.scenes import Scene

IDENTITIES = (Identity.NAMED, Identity.NAMED, Identity.NAMED, Identity.SEALED, Identity.NONE)
CHANNELS = (Channel.WEB, Channel.WEB, Channel.POSTER, Channel.WEB, Channel.WEB, Channel.API, Channel.WEB)
"""In turn by how long a text is: with dice everything after it would be another."""
KNOWS_WHOM = 0.75
"""The share of reporters who name the agency; the others leave it to the steward."""
HAS_POINT = 0.7
TELLS_TOO_MUCH = 0.06
"""The share of complaints that say of somebody what should not be public."""
NEARBY, ANYWHERE = 0.0002, 0.02
"""How far from one point the next one lies, in degrees: about 20 metres, about 2 kilometres."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Writes the submissions: what people say, and the dice."""

    texts: Texts
    random: Random

    def order(self, scene: Scene, earlier: Submission | None) -> Submission:
        """A submission about a scene; `earlier` is somebody else's about the same."""
        topic, street = scene.topic, scene.street
        identity = self.random.choice(IDENTITIES)
        return Submission(
            type=topic.type,
            title=topic.title.format(street=street),
            body=" ".join([topic.body.format(street=street), *self._ending(topic, again=earlier is not None)]),
            category=topic.category,
            region=scene.place.agency,
            visibility=self._visibility(topic),
            identity=identity,
            place=street if scene.outdoors else "",
            location=self._location(scene, earlier) if scene.outdoors and self._happens(HAS_POINT) else None,
            agency=scene.government if self._happens(KNOWS_WHOM) else "",
            reporter=None if identity is Identity.NONE else self._reporter(),
            channel=CHANNELS[len(street + topic.body) % len(CHANNELS)],
        )

    def _ending(self, topic: Topic, *, again: bool) -> Iterator[str]:
        if topic.type is not Class.COMPLAINT or topic.archive:
            yield self.texts.thanks
            return
        yield self.random.choice(self.texts.repeats if again else self.texts.details)
        if self._happens(TELLS_TOO_MUCH):
            yield self.random.choice(self.texts.privates)

    def _visibility(self, topic: Topic) -> Visibility:
        """Complaints about misconduct are mostly confidential, others seldom."""
        return Visibility.CONFIDENTIAL if self._happens(0.7 if topic.unit == "inspektorat" else 0.04) else Visibility.PUBLIC

    def _location(self, scene: Scene, earlier: Submission | None) -> Location:
        near = earlier.location if earlier else None
        lat, lon, spread = (near.lat, near.lon, NEARBY) if near else (scene.place.lat, scene.place.lon, ANYWHERE)
        return Location(lat=round(self.random.gauss(lat, spread), 5), lon=round(self.random.gauss(lon, spread), 5))

    def _reporter(self) -> Reporter:
        name = self.random.choice(self.texts.names)
        address = f"{'.'.join(name.lower().split()[:2])}{self.random.randint(1, 99)}@example.com"
        return Reporter(name=name, email=address, phone=f"+62812{self.random.randint(10**7, 10**8 - 1)}")

    def _happens(self, share: float) -> bool:
        return self.random.random() < share
