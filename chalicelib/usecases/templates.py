"""Reply templates: who reads and changes an agency's, which of them hold for a case, and that an answer is more than one of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain import permissions, receipt, template
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, FieldError, Forbidden, NotFound
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import Category
from chalicelib.domain.template import Template, Templates
from chalicelib.usecases.act import TRIES
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import agency


def of_agency(actor: Actor, of: str, deps: Deps) -> Templates:
    """What an agency keeps; raises `NotFound` for one whose templates are not the actor's to read."""
    owner = agency(of, deps)
    if not permissions.reads_templates(actor, agency(actor.agency, deps), owner):
        raise NotFound(f"there is no agency {owner.id}")
    return deps.reference.templates(owner.id, latest=True)


def wrong_fields(values: Mapping[str, Any], deps: Deps) -> list[FieldError]:
    """What is wrong with a template beyond the form of its fields; a field that is left out is not looked at."""
    category = values.get("category")
    unknown = category and deps.reference.get(Category, category) is None
    errors = [FieldError("/category", "unknown", f"there is no category {category}")] if unknown else []
    return errors + template.wrong_text(values.get("text", ""))


def put(actor: Actor, of: str, one: Template, deps: Deps, *, dry_run: bool = False) -> Template | None:
    """Keep a template of an agency; returns the one that it replaces."""
    kept = _to_change(actor, of, deps)
    _change(kept, lambda now: now.having(one), deps, dry_run=dry_run)
    return _with_id(kept, one.id)


def remove(actor: Actor, of: str, template_id: str, deps: Deps, *, dry_run: bool = False) -> Template:
    """Take a template of an agency away; returns it, or raises `NotFound`."""
    kept = _to_change(actor, of, deps)
    gone = _with_id(kept, template_id)
    if gone is None:
        raise NotFound(f"agency {kept.agency} has no template {template_id}")
    _change(kept, lambda now: now.without(template_id), deps, dry_run=dry_run)
    return gone


def for_case(case: Case, deps: Deps) -> list[tuple[str, Template]]:
    """What holds for a case, with its fields filled in, and which agency keeps it: the case's own first, then those above."""
    it = case.complaint
    due = it.due.isoformat() if it.due else ""
    topic = deps.reference.get(Category, it.category)
    parent = topic.parent if topic else ""
    kept = ((one.agency, each) for one in _above(it, deps) for each in one.templates if template.holds(each, it.category, parent))
    return [(owner, replace(one, text=_filled(one, it, due, deps))) for owner, one in kept]


def in_own_words(case: Case, answer: Deed, deps: Deps) -> Deed:
    """The answer, refused when it is a template of whatever category and nothing else."""
    it = case.complaint
    known = (text for kept in _above(it, deps) for one in kept.templates for text in _forms(one, case, deps))
    if template.adds_nothing(answer.text, known):
        raise ActionRefused("respond.template", "a template with nothing added is no answer: say what was done about this very case")
    return answer


def _above(complaint: Complaint, deps: Deps) -> list[Templates]:
    """What the agency keeps that has the case, and those above it, in one round trip if it is not remembered."""
    lineage = agency(complaint.agency, deps).lineage
    deps.reference.fetch(*((Templates, id_) for id_ in lineage))
    return [deps.reference.templates(id_) for id_ in reversed(lineage)]


def _forms(one: Template, case: Case, deps: Deps) -> set[str]:
    """As it is kept and as it was filled in at any time, with each due date that the case ever had."""
    dues = {str(value) for event in case.events for name, value in event.data.items() if name.endswith("_due")}
    return {one.text, *(_filled(one, case.complaint, due, deps) for due in ("", *dues))}


def _filled(one: Template, complaint: Complaint, due: str, deps: Deps) -> str:
    return template.fill(one, receipt.written(complaint.code), due, agency(complaint.agency, deps).name)


def _to_change(actor: Actor, of: str, deps: Deps) -> Templates:
    if not permissions.keeps_templates(actor):
        raise Forbidden(f"changing templates is not for the role {actor.role}")
    owner = agency(of, deps)
    if not permissions.sees(actor, owner):
        raise NotFound(f"there is no agency {owner.id}")
    return deps.reference.templates(owner.id, latest=True)


def _change(kept: Templates, change: Callable[[Templates], Templates], deps: Deps, *, dry_run: bool) -> None:
    """Write what the change makes of them, once more when somebody else was first; nothing where it makes no difference."""
    for _ in range(TRIES):
        changed = change(kept)
        if dry_run or changed.templates == kept.templates:
            return
        try:
            deps.reference.put_next(changed)
        except Conflict:
            kept = deps.reference.templates(kept.agency, latest=True)
        else:
            return
    raise Busy("others keep changing these templates")


def _with_id(kept: Templates, template_id: str) -> Template | None:
    return next((one for one in kept.templates if one.id == template_id), None)
