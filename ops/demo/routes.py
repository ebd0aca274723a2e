"""Whose a complaint is: passed on, returned, assigned; or nobody's: archived, or linked to an earlier one."""

from contextlib import suppress

from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Action, Status
from chalicelib.usecases import follow, handle, route, setting
from ops.demo.players import STEWARD, Players, coordinator_of
from ops.demo.stage import Stage

ARCHIVED, APPEALED, UNLINKED, KNOWS_WHOSE, RETURNED_AGAIN = 0.03, 0.5, 0.3, 0.6, 0.5
LEADS = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.ON_HOLD, Status.RESPONDED})
"""Where a lead stands: one that has not been verified may still be archived, and would then lead nobody."""


def archived(play: Players) -> bool:
    """Whether nobody handles it: as its topic deserves, or as unclear, which its reporter may not accept."""
    topic = play.script.scene.topic
    if not topic.archive and not play.happens(ARCHIVED):
        return False
    reason, text = (topic.archive, topic.answer) if topic.archive else ("unclear", play.texts.unclear)
    play.act(play.turn(), play.coordinator, Action.ARCHIVE, handle.archive(reason, text))
    if topic.archive or not play.happens(APPEALED):
        return True
    play.reporter(follow.dispute, play.one_of(play.texts.appeals), hours=150)
    return False


def linked(play: Players, lead: Stage) -> bool:
    """Whether it is linked to an earlier complaint, which has been lived already, and stays so."""
    instant, who = play.working(0, 2), play.coordinator
    deps, first = play.stage.at(instant), lead.as_of(instant)
    if first.status not in LEADS:
        return False
    play.stage.memory.others = [first]
    with suppress(InvalidInput):  # the lead has gone to an agency whose cases this coordinator does not see
        play.act(instant, who, Action.LINK, route.link(first.code, who, deps))
    if play.complaint.lead and play.happens(UNLINKED):
        play.act(play.working(1, 3), who, Action.UNLINK, route.unlink(play.one_of(play.texts.unlinks)))
    return play.complaint.lead is not None


def verified(play: Players) -> None:
    """The steward knows governments only; a coordinator knows whose it is there."""
    scene, who = play.script.scene, play.coordinator
    to = scene.government if who == STEWARD else scene.handler
    play.act(play.turn(), who, Action.VERIFY, route.verify(to, who, play.stage.deps))


def forwarded(play: Players) -> None:
    """What the steward sent to a government goes on to the unit that handles it."""
    scene = play.script.scene
    if play.complaint.agency == scene.government != scene.handler:
        who = coordinator_of(scene.government)
        play.act(play.working(0, 1), who, Action.FORWARD, route.forward(scene.handler, who, play.stage.deps))


def returned(play: Players) -> None:
    """The agency says that it is another one's, which may say the same; then the steward decides."""
    scene, deps = play.script.scene, play.stage.deps
    above = setting.agency(scene.government, deps).parent or NATION
    proposed = above if above != NATION and play.happens(KNOWS_WHOSE) else ""
    _return(play, proposed)
    if proposed:
        play.act(play.working(0, 2), play.coordinator, Action.VERIFY, route.verify(proposed, play.coordinator, deps))
        if not play.happens(RETURNED_AGAIN):
            return
        _return(play, "")
    play.act(play.working(0, 2), STEWARD, Action.ASSIGN, route.assign(scene.handler, play.one_of(play.texts.assignments), deps))


def _return(play: Players, proposed: str) -> None:
    reason = play.one_of(play.texts.returns)
    play.act(play.working(1, 7), play.officer, Action.RETURN, route.return_(proposed, reason, play.stage.deps))
