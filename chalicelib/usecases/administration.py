"""How stewards change what everybody refers to: each change is decided on what is kept at that moment, and on a dry run not kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from chalicelib.domain.errors import Busy, Conflict, FieldError, Forbidden, InvalidInput, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.words import Role
from chalicelib.usecases.act import TRIES
from chalicelib.usecases.ports import Datum, Deps, One

Decided = TypeVar("Decided")


@dataclass(frozen=True, slots=True)
class Done(Generic[One]):
    """A change, made or on a dry run only decided: what was there before (none when it is new) and what is there after."""

    before: One | None
    after: One

    @property
    def changed(self) -> list[str]:
        """The names of the fields that are others than before."""
        names = [field.name for field in fields(self.after) if field.name != "version"]
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


def keep(done: Done[One], deps: Deps, *held: Datum, dry: bool, also: Sequence[tuple[Datum | None, Datum]] = ()) -> Done[One]:
    """Keep a change, and what changes `also` with it, on condition that nobody changed the same, or what is `held`, meanwhile; raises `Conflict`."""
    if not dry and done.before != done.after:
        deps.reference.replace((done.before, done.after), *((datum, datum) for datum in held), *also)
    return done


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
