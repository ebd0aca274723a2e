"""What the people of agencies do, in one call each; and what the schedule and the stream do with notices that wait."""

from collections import Counter

from chalicelib.domain.case import Case
from chalicelib.domain.events import Actor
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action
from chalicelib.domain.words import Outcome as Answered
from chalicelib.usecases import handle, route, work
from chalicelib.usecases import tell_again as waiting
from chalicelib.usecases.act import Decide
from chalicelib.usecases.deliver import Outcome
from chalicelib.usecases.ports import Deps
from tests.builders import ANSWER, COORDINATOR, OFFICER, STEWARD
from tests.fakes import MemoryDeliveries


def act(code: str, action: Action, decide: Decide, actor: Actor, deps: Deps, version: int | None = None) -> Case:
    """An action on the version that it is at, unless another is named."""
    seen = version or work.visible(code, actor, deps).complaint.version
    return work.act(code, seen, action, decide, actor, deps)


def verify(code: str, deps: Deps, to: str = "51.71.pupr", actor: Actor = COORDINATOR, version: int | None = None) -> Case:
    return act(code, Action.VERIFY, route.verify(to, actor, deps), actor, deps, version)


def start(code: str, deps: Deps, actor: Actor = OFFICER, version: int | None = None) -> Case:
    return act(code, Action.START, handle.start(), actor, deps, version)


def respond(code: str, deps: Deps, outcome: Answered = Answered.RESOLVED, reason: str = "", actor: Actor = OFFICER) -> Case:
    return act(code, Action.RESPOND, handle.respond(outcome, ANSWER, reason, deps, confidential=False), actor, deps)


def return_(code: str, deps: Deps, proposed: str = "34.71", actor: Actor = OFFICER, version: int | None = None) -> Case:
    return act(code, Action.RETURN, route.return_(proposed, "Ini urusan kota lain, bukan kami.", deps), actor, deps, version)


def hold(code: str, deps: Deps, days: int | None = None, actor: Actor = OFFICER) -> Case:
    return act(code, Action.HOLD, handle.hold("Di sebelah mana lampunya?", days), actor, deps)


def extend(code: str, deps: Deps, days: int = 5, actor: Actor = OFFICER) -> Case:
    return act(code, Action.EXTEND, handle.extend(days, "Suku cadang lampu harus dipesan dulu."), actor, deps)


def forward(code: str, deps: Deps, to: str = "51.71.dlh", actor: Actor = COORDINATOR) -> Case:
    return act(code, Action.FORWARD, route.forward(to, actor, deps), actor, deps)


def assign(code: str, deps: Deps, to: str = "34.71", actor: Actor = STEWARD) -> Case:
    return act(code, Action.ASSIGN, route.assign(to, "Jalan itu milik kota lain.", deps), actor, deps)


def archive(code: str, deps: Deps, actor: Actor = COORDINATOR) -> Case:
    return act(code, Action.ARCHIVE, handle.archive("unclear", "Tidak jelas apa yang diadukan."), actor, deps)


def link(code: str, lead: str, deps: Deps, actor: Actor = COORDINATOR, version: int | None = None) -> Case:
    return act(code, Action.LINK, route.link(lead, actor, deps), actor, deps, version)


def unlink(code: str, deps: Deps, actor: Actor = COORDINATOR) -> Case:
    return act(code, Action.UNLINK, route.unlink("Lampu yang lain."), actor, deps)


def note(code: str, deps: Deps, text: str = "Sudah ditelepon.", actor: Actor = OFFICER, version: int | None = None) -> Case:
    return act(code, Action.NOTE, handle.note(text), actor, deps, version)


def redact(code: str, deps: Deps, redaction: Redaction, actor: Actor = COORDINATOR) -> Case:
    return act(code, Action.REDACT, handle.redact(redaction, "Menyebut nama orang."), actor, deps)


def publish(code: str, deps: Deps, *, published: bool, actor: Actor = COORDINATOR) -> Case:
    return act(code, Action.PUBLISH, handle.publish("Menyebut nama anak.", published=published), actor, deps)


def tell_again(deps: Deps) -> dict[str, int]:
    """What comes of what the tick wakes, twice each as a stream may bring it."""
    assert isinstance(deps.deliveries, MemoryDeliveries)
    assert not waiting.wake(deps, lambda: True).failed
    outcomes = Counter(str(waiting.tell_again(name, deps)) for name in sorted(deps.deliveries.woken) * 2)
    return {outcome: count for outcome, count in outcomes.items() if outcome != Outcome.NOTHING}
