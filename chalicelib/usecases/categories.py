"""Stewards keep the categories, in a tree of two levels. None is ever deleted, since cases name it: it is closed. What is given is right: `wrong_fields`."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.errors import ActionRefused, FieldError
from chalicelib.domain.events import Actor
from chalicelib.domain.once import Once
from chalicelib.domain.reference import Agency, Category, Region
from chalicelib.domain.words import Class
from chalicelib.usecases.administration import Done, keep, known, merged, once, retried, stewards_only
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import unknown


def wrong_fields(given: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with fields that are well-formed each: what does not exist, a third level. `given` may be incomplete."""
    parent: str = given.get("parent", "")
    named = [*([("/parent", Category, parent)] if parent else []), *_named(given.get("agencies", {}))]
    deps.reference.fetch(*((kind, id_) for _, kind, id_ in named))
    above = deps.reference.get(Category, parent) if parent else None
    third = [FieldError("/parent", "third-level", f"categories have two levels, and {parent} is on the second")] if above and above.parent else []
    return unknown(named, deps) + third + _wrong_class(given.get("default_class", Class.COMPLAINT))


def create(given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False, call: Once | None = None) -> Done[Category]:
    """Add a category; the same again is answered and not done again."""
    stewards_only(actor)
    wanted = merged(Category(id=given["id"], name=given["name"], name_en=given["name_en"]), given)

    def decide() -> Done[Category]:
        there = deps.reference.fresh(Category, wanted.id)
        if there == wanted:
            return keep(Done(there, there), deps, dry=dry, call=call)
        if there:
            raise ActionRefused("category.exists", f"there is another category {there.id}")
        return keep(Done(None, wanted), deps, *_open_above(wanted, deps), dry=dry, call=call)

    return once(Category, call, deps, decide)


def change(id_: str, given: Mapping[str, Any], actor: Actor, deps: Deps, *, dry: bool = False) -> Done[Category]:
    """Change what is given and nothing else, closing and opening among it; an empty agency removes a region's."""
    stewards_only(actor)

    def decide() -> Done[Category]:
        before = known(Category, id_, deps)
        after = merged(before, given)
        if after.closed and any(one.parent == id_ and not one.closed for one in deps.reference.every(Category, latest=True)):
            raise ActionRefused("category.below", f"categories below {id_} are open: close them first")
        return keep(Done(before, after), deps, *(() if after.closed else _open_above(after, deps)), dry=dry)

    return retried(decide)


def _open_above(category: Category, deps: Deps) -> Iterator[Category]:
    """The category above, to be held open; raises `ActionRefused` when it is closed."""
    if not category.parent:
        return
    above = known(Category, category.parent, deps)
    if above.closed:
        raise ActionRefused("category.closed-parent", f"{above.id} is closed")
    yield above


def _wrong_class(class_: Class) -> list[FieldError]:
    """What is an aspiration, or a request for information, its reporter says."""
    right = (Class.COMPLAINT, Class.SUPERVISED)
    return [] if class_ in right else [FieldError("/default_class", "not-an-option", f"one of {', '.join(right)} is expected")]


def _named(agencies: Mapping[str, str]) -> Iterator[tuple[str, type[Any], str]]:
    """What a table of agencies by region names: both have to exist, but for everywhere and for what is removed."""
    for region, agency in agencies.items():
        if region:
            yield f"/agencies/{region}", Region, region
        if agency:
            yield f"/agencies/{region}", Agency, agency
