"""The stewards' commands, by the same bodies and use cases as over the API; told in lines on the terminal, each returns the exit code."""

import argparse
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import msgspec

from chalicelib.api import steward_bodies
from chalicelib.api.administration import Wrong, given
from chalicelib.api.fields import Body
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.reference import Agency, Category
from chalicelib.usecases import agencies, calendars, categories, policies
from chalicelib.usecases.administration import Done
from chalicelib.usecases.ports import Deps
from ops import recounting, target
from ops.commands import Refused, say
from ops.target import OPERATOR

DAY = "2026-12-31=Malam Tahun Baru"
NEW_AGENCY, NEW_CATEGORY = ("name", "kind", "parent"), ("name", "name_en")


def agency_put(asked: argparse.Namespace) -> int:
    """A new or changed agency."""
    deps, sent = target.asked(asked), _sent(asked, "name", "kind", "zone", "calendar", "region") | _table(asked, "contacts", asked.contact)
    known = deps.reference.fresh(Agency, asked.id)
    if known and asked.parent not in (None, known.parent):
        raise Refused(f"{asked.id} stands below {known.parent}: `agency move` puts it elsewhere")
    if known:
        values = given(steward_bodies.AgencyBody, sent, agencies.wrong_fields, deps)
        done = agencies.change(asked.id, values, OPERATOR, deps, dry=asked.dry_run)
    else:
        values = _new(steward_bodies.NewAgencyBody, sent, asked, NEW_AGENCY, agencies.wrong_fields, deps)
        done = agencies.create(values, OPERATOR, deps, dry=asked.dry_run)
    it = done.after
    return _say(f"{it.path} {it.name} ({it.kind}, {it.zone}, calendar {it.calendar})", done.changed, asked)


def agency_move(asked: argparse.Namespace) -> int:
    """An agency with all below it somewhere else."""
    deps = target.asked(asked)
    values = given(steward_bodies.MoveBody, {"parent": asked.parent}, agencies.wrong_fields, deps)
    it = agencies.move(asked.id, values["parent"], OPERATOR, deps, lambda: True, dry=asked.dry_run)
    _say(it.done.after.path, it.done.changed, asked)
    say(f"{it.moved:,} agencies below it {'would follow' if asked.dry_run else 'followed'}")
    return 0


def agency_close(asked: argparse.Namespace) -> int:
    """An agency closed; its open cases are handed over until none is left, or none of them can be."""
    deps, moved = target.asked(asked), 0
    values = given(steward_bodies.CloseAgencyBody, {"successor": asked.successor}, agencies.wrong_fields, deps)
    while True:
        it = agencies.close(asked.id, values["successor"], OPERATOR, deps, lambda: True, dry=asked.dry_run)
        moved += it.moved
        if asked.dry_run or not it.left or not it.moved:
            break
    _say(f"{asked.id}, succeeded by {it.done.after.successor}", it.done.changed, asked)
    say(f"{moved:,} open cases handed over, {it.left:,} left")
    return 0 if asked.dry_run or not it.left else 1


def category_put(asked: argparse.Namespace) -> int:
    """A new or changed category."""
    deps, sent = target.asked(asked), _sent(asked, "name", "name_en", "default_class", "sensitive") | _table(asked, "agencies", asked.agency)
    known = deps.reference.fresh(Category, asked.id)
    if known and asked.parent not in (None, known.parent):
        raise Refused(f"{asked.id} stays below {known.parent or 'nothing'}: cases name it")
    if known:
        values = given(steward_bodies.CategoryBody, sent | _sent(asked, "closed"), categories.wrong_fields, deps)
        done = categories.change(asked.id, values, OPERATOR, deps, dry=asked.dry_run)
    else:
        values = _new(steward_bodies.NewCategoryBody, sent | _sent(asked, "parent"), asked, NEW_CATEGORY, categories.wrong_fields, deps)
        done = categories.create(values, OPERATOR, deps, dry=asked.dry_run)
    return _say(f"{done.after.id} {done.after.name} ({done.after.default_class})", done.changed, asked)


def policy_show(asked: argparse.Namespace) -> int:
    """The policy as JSON, to be changed in parts."""
    say(msgspec.json.format(msgspec.json.encode(policies.shown(asked.version, target.asked(asked))), indent=1).decode())
    return 0


def policy_change(asked: argparse.Namespace) -> int:
    """A new version of the policy, from a file with the fields that change."""
    deps = target.asked(asked)
    try:
        sent = msgspec.json.decode(asked.file.read_bytes())
    except msgspec.DecodeError as wrong:
        raise Refused(f"{asked.file} is not JSON: {wrong}") from wrong
    done = policies.change(given(steward_bodies.PolicyBody, sent, policies.wrong_fields, deps), OPERATOR, deps, dry=asked.dry_run)
    return _say(f"policy {done.after.version}", done.changed, asked)


def calendar_show(asked: argparse.Namespace) -> int:
    """Every day off of a calendar."""
    it = calendars.shown(asked.id, asked.version, target.asked(asked))
    say(f"{it.id}, version {it.version}, {it.first} to {it.last}{f', stands on {it.base}' if it.base else ''}")
    for day, name in it.holidays.items():
        say(f"{day} {name}")
    return 0


def calendar_put(asked: argparse.Namespace) -> int:
    """A new calendar that stands on another."""
    deps = target.asked(asked)
    sent = _sent(asked, "id", "base", "weekend") | _days(asked)
    done = calendars.create(given(steward_bodies.NewCalendarBody, sent, calendars.wrong_new, deps), OPERATOR, deps, dry=asked.dry_run)
    return _say_calendar(done, asked)


def calendar_add(asked: argparse.Namespace) -> int:
    """Days off added."""
    return _change_days(asked, {"add": dict(_pair(each, DAY) for each in asked.days)})


def calendar_remove(asked: argparse.Namespace) -> int:
    """Days off removed."""
    return _change_days(asked, {"remove": asked.days})


def calendar_preview(asked: argparse.Namespace) -> int:
    """What days off added and removed would move."""
    return _change_days(asked, _days(asked))


def _change_days(asked: argparse.Namespace, sent: Mapping[str, Any]) -> int:
    """On a dry run the dates that would move are shown; otherwise the recount is gone on with until it is done."""
    deps = target.asked(asked)
    values = given(steward_bodies.DaysBody, sent, partial(calendars.wrong_fields, asked.id), deps)
    done = calendars.change(asked.id, values.get("add", {}), values.get("remove", ()), OPERATOR, deps, dry=asked.dry_run)
    _say_calendar(done, asked)
    if asked.dry_run:
        recounting.preview(done, deps)
        return 0
    return recounting.finish(asked.id, deps) if calendars.changed_days(done) else 0


def _say_calendar(done: Done[Calendar], asked: argparse.Namespace) -> int:
    return _say(f"{done.after.id}, version {done.after.version}", [str(day) for day in calendars.changed_days(done)], asked)


def _days(asked: argparse.Namespace) -> dict[str, Any]:
    return {"add": dict(_pair(each, DAY) for each in asked.add), "remove": asked.remove}


def _new(body: type[Body], sent: Mapping[str, Any], asked: argparse.Namespace, needed: Iterable[str], wrong: Wrong, deps: Deps) -> dict[str, Any]:
    if missing := [f"--{name.replace('_', '-')}" for name in needed if getattr(asked, name) is None]:
        raise Refused(f"{asked.id} is new: {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} needed")
    return given(body, {**sent, **_sent(asked, "id", *needed)}, wrong, deps)


def _sent(asked: argparse.Namespace, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(asked, name)) is not None}


def _table(asked: argparse.Namespace, name: str, pairs: list[str]) -> dict[str, dict[str, str]]:
    return {name: dict(_pair(each, asked.example) for each in pairs)} if pairs else {}


def _pair(text: str, example: str) -> tuple[str, str]:
    left, separator, right = text.partition("=")
    if not separator:
        raise Refused(f"{text!r} is not like {example}")
    return left, right


def _say(what: str, changed: list[str], asked: argparse.Namespace) -> int:
    verb = "would change" if asked.dry_run else "changed"
    say(f"{what}: {verb} {', '.join(changed)}" if changed else f"{what}: nothing to change")
    return 0
