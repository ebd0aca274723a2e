"""How stewards change what everybody refers to: each change is decided on what is kept at that moment, and on a dry run not kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeAlias, TypeVar

from chalicelib.domain.calendar import Calendar, version_id
from chalicelib.domain.data import Datum, One
from chalicelib.domain.errors import Busy, Conflict, FieldError, Forbidden, InvalidInput, KeyReused, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.words import Role
from chalicelib.usecases.act import TRIES
from chalicelib.usecases.ports import Deps

Pair: TypeAlias = tuple[Datum | None, Datum]
Decided = TypeVar("Decided")

FOLLOWING = ("version", "former_kinds")
"""What changes by itself when something else does."""


@dataclass(frozen=True, slots=True)
class Done(Generic[One]):
    """A change, made or on a dry run only decided: what was there before (none when it is new) and what is there after."""

    before: One | None
    after: One

    @property
    def changed(self) -> list[str]:
        """The names of the fields that are others than before."""
        names = [field.name for field in fields(self.after) if field.name not in FOLLOWING]
        return [name for name in names if self.before is None or getattr(self.before, name) != getattr(self.after, name)]


def stewards_only(actor: Actor) -> None:
    """Raise `Forbidden` for everybody else."""
    if actor.role is not Role.STEWARD:
        raise Forbidden("only stewards change this")


def known(kind: type[One], id_: str, deps: Deps) -> One:
    """What is kept at this moment; raises `NotFound`."""
    found = deps.reference.fresh(kind, id_)
    if found is None:
        raise NotFound(f"there is no {kind.__name__.lower()} {id_}")
    return found


def keep(done: Done[One], deps: Deps, *held: Datum, dry: bool, also: Sequence[Pair] = (), call: Once | None = None) -> Done[One]:
    """Keep a change and what goes with it, on condition that nobody changed the same, or what is `held`, meanwhile; raises `Conflict`. The call is kept with it."""
    changes: list[Pair] = [(None, call.done(_id(done.after)))] if call else []
    if done.before != done.after:
        changes += [(done.before, done.after), *also, *((datum, datum) for datum in held)]
    if changes and not dry:
        deps.reference.replace(*changes)
    return done


def once(kind: type[One], call: Once | None, deps: Deps, decide: Callable[[], Done[One]]) -> Done[One]:
    """What this call made when it came before, or what is decided now and kept with the call; raises `KeyReused` when it asked for something else before."""
    return retried(lambda: _made_before(kind, call, deps) or decide())


def retried(decide: Callable[[], Decided]) -> Decided:
    """Decide anew on what somebody else has just changed: then neither loses anything; raises `Busy` when that does not end."""
    for _ in range(TRIES):
        try:
            return decide()
        except Conflict:
            continue
    raise Busy("others keep changing the same thing")


def merged(before: One, given: Mapping[str, Any]) -> One:
    """What was there with what is given: a field for a field; of fields by name only those that are given, an empty text removing one."""
    return replace(before, **{name: _merged(getattr(before, name), value) for name, value in given.items()})


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise `InvalidInput` if there are any."""
    if errors:
        raise InvalidInput(errors)


def _merged(before: Any, value: Any) -> Any:
    if not isinstance(before, Mapping):
        return value
    return {key: one for key, one in {**before, **value}.items() if one != ""}


def _made_before(kind: type[One], call: Once | None, deps: Deps) -> Done[One] | None:
    before = deps.reference.fresh(Once, call.id) if call else None
    if call is None or before is None:
        return None
    if before.asked != call.asked:
        raise KeyReused("this Idempotency-Key was used for something else")
    it = known(kind, before.made, deps)
    return Done(it, it)


def _id(made: Any) -> str:
    """What it is kept as for good: where there are versions, the version."""
    return version_id(made.id, made.version) if isinstance(made, Calendar) else made.id
