"""What the public does not see: redacted words, withheld complaints."""

from collections.abc import Mapping

from chalicelib.domain.case import Case
from chalicelib.domain.redaction import FILED, Redaction
from chalicelib.domain.words import Action, Role
from chalicelib.usecases import handle
from ops.demo.players import Players

HIDES_PLACE, PUBLISHED_AFTER_ALL = 0.3, 0.5


def redacted(play: Players) -> None:
    """Whatever the reporter wrote of somebody that should not be public is hidden, by whoever verified."""
    for number, written in _by_reporter(play.stage.case).items():
        found = next((private for private in play.texts.privates if private in written), None)
        if found and number not in play.stage.case.redactions:
            shown = _redaction(play, number, written.replace(found, play.texts.mask))
            play.act(play.working(0, 1), play.coordinator, Action.REDACT, handle.redact(shown, play.texts.redaction))


def withheld(play: Players) -> None:
    """The complaint is not published, for a while or for good."""
    who = play.coordinator
    play.act(play.working(0, 1), who, Action.PUBLISH, handle.publish(play.one_of(play.texts.withholdings), published=False))
    if play.happens(PUBLISHED_AFTER_ALL):
        play.act(play.working(1, 3), who, Action.PUBLISH, handle.publish(play.one_of(play.texts.publications), published=True))


def _by_reporter(case: Case) -> Mapping[int, str]:
    messages = {event.seq: event.text for event in case.events if event.actor.role is Role.REPORTER and event.text}
    return {FILED: case.text.body} | messages


def _redaction(play: Players, number: int, shown: str) -> Redaction:
    if number == FILED:
        return Redaction(number=number, body=shown, hide_location=play.happens(HIDES_PLACE))
    return Redaction(number=number, text=shown)
