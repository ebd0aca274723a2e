"""What may happen to a complaint while an agency works on it."""

from datetime import datetime, timedelta

from chalicelib.domain.words import Action, Status
from chalicelib.usecases import follow, handle
from ops.demo.players import STEWARD, Players

ANSWERED, INSTRUCTED = 0.4, 0.7


def noted(play: Players) -> None:
    """The officer leaves a remark for colleagues."""
    play.act(play.working(0, 1), play.officer, Action.NOTE, handle.note(play.one_of(play.texts.notes)))


def held(play: Players) -> None:
    """The agency asks the reporter and waits, for an answer or in vain; the steward only says whose it is."""
    who = play.coordinator if play.complaint.status is Status.RECEIVED else play.officer
    if who == STEWARD:
        return
    query = play.one_of(play.texts.queries)
    play.act(play.working(0, 1), who, Action.HOLD, handle.hold(query.question, play.random.randint(8, 10)))
    if play.happens(ANSWERED):
        play.reporter(follow.reply, query.answer, hours=140)
    elif resume := play.stage.next_step():
        play.stage.at(resume.at)


def asked(play: Players) -> None:
    """The reporter wants to know how it stands."""
    play.reporter(follow.reply, play.one_of(play.texts.questions), hours=60)


def extended(play: Players) -> None:
    """The work takes longer."""
    days, reason = play.random.randint(3, 5), play.one_of(play.texts.extensions)
    play.act(play.working(0, 2), play.officer, Action.EXTEND, handle.extend(days, reason))


def instructed(play: Players, before: datetime) -> None:
    """An inspector who has been told says what is to be done, some hours before it is."""
    instant = before - timedelta(minutes=play.random.randint(60, 180))
    if instant <= play.last:
        return
    play.stage.at(instant)
    if play.complaint.level > 1 and play.happens(INSTRUCTED):
        play.act(instant, play.inspector, Action.INSTRUCT, handle.instruct(play.one_of(play.texts.instructions)))
