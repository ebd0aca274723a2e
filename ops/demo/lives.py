"""What people do with a complaint: quick places mostly in time, slow ones often late or never; reporters confirm, dispute or fall silent."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.receipt import Receipt
from chalicelib.domain.words import Action, Class, Outcome
from chalicelib.usecases import follow, handle, submit
from ops.demo import privacy, routes, works
from ops.demo.players import Players
from ops.demo.stage import NotYet, Stage

Detours: TypeAlias = Sequence[tuple[float, Callable[[Players], None]]]
WITHDRAWN, DISPUTED, DISPUTED_AGAIN, CONFIRMED = 0.05, 0.15, 0.3, 0.6
ONCE_FILED: Detours = ((0.1, works.held),)
ONCE_VERIFIED: Detours = ((1, privacy.redacted), (0.04, privacy.withheld), (0.06, routes.returned), (1, routes.forwarded))
ONCE_STARTED: Detours = ((0.15, works.noted), (0.2, works.held), (0.25, works.asked), (1, privacy.redacted), (0.08, works.extended))
"""What comes then, in this order, each in that share of the lives."""
RATINGS = {Outcome.RESOLVED: (2, 3, 3, 4, 4, 4), Outcome.CANNOT_BE_RESOLVED: (1, 1, 2, 3)}


@dataclass(frozen=True, slots=True)
class Life:
    """One complaint's life; `lead` is the one that it repeats, which has been lived before."""

    play: Players
    lead: Stage | None

    def live(self) -> Receipt:
        """From filing to today; the same complaint gets the same code whenever the demo is put on."""
        script, stage = self.play.script, self.play.stage
        receipt = submit.submit(script.order, f"demo-complaint-{script.number:04d}", stage.at(script.received_at)).receipt
        with suppress(NotYet, ActionRefused):
            self._go_its_way()
        stage.pass_time(stage.now)
        return receipt

    def _go_its_way(self) -> None:
        play = self.play
        if play.happens(WITHDRAWN):
            play.reporter(follow.withdraw, play.one_of(play.texts.withdrawals), hours=60)
            return
        if self.lead and routes.linked(play, self.lead):
            return
        if not routes.archived(play):
            self._be_handled()

    def _be_handled(self) -> None:
        play = self.play
        self._take(ONCE_FILED)
        routes.verified(play)
        self._take(ONCE_VERIFIED)
        play.act(play.turn(), play.officer, Action.START, handle.start())
        self._take(ONCE_STARTED)
        self._respond()
        for share in (DISPUTED + 0.2 * (1 - play.script.scene.pace), DISPUTED_AGAIN):
            if not play.happens(share):
                break
            play.reporter(follow.dispute, play.one_of(play.texts.disputes), hours=150)
            self._respond()
        if play.happens(CONFIRMED):
            play.reporter(follow.confirm, play.one_of(RATINGS[play.complaint.outcome or Outcome.RESOLVED]), hours=140)

    def _respond(self) -> None:
        play, instant = self.play, self.play.turn()
        works.instructed(play, instant)
        scene, refusal = play.script.scene, play.one_of(play.texts.refusals)
        resolved = scene.topic.type is not Class.COMPLAINT or play.happens(0.5 + 0.4 * scene.pace)
        answer = (Outcome.RESOLVED, scene.answer, "") if resolved else (Outcome.CANNOT_BE_RESOLVED, refusal.text, refusal.reason)
        play.act(instant, play.officer, Action.RESPOND, handle.respond(*answer, play.stage.deps, confidential=False))

    def _take(self, detours: Detours) -> None:
        """A detour that the rules refuse, such as an extension when it is too late, is not taken."""
        for share, detour in detours:
            if self.play.happens(share):
                with suppress(ActionRefused):
                    detour(self.play)
