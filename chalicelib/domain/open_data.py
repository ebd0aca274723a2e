"""The rows that a frozen month is published as: all that its scores were made from, and nothing that leads to a person.

Five kinds of record: the `period` with its rules, each `agency`, each `case` and each `duty` to verify that counted, each agency's `survey` as it is shown.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from chalicelib.domain.facts import CaseFacts, Duty
from chalicelib.domain.policy import Policy
from chalicelib.domain.ranking import Member
from chalicelib.domain.survey import Element, Sums
from chalicelib.domain.words import Class, Outcome, Status

Record: TypeAlias = Mapping[str, Any]
FORMAT = 1
KINDS: Mapping[str, tuple[str, ...]] = {
    "period": (
        "format",
        "period",
        "as_of",
        "policy",
        "weight_followed_up_on_time",
        "weight_resolved_on_time",
        "weight_undisputed_resolved",
        "weight_satisfaction",
        "green",
        "yellow",
        "bands",
        "few_ratings",
    ),
    "agency": ("agency", "name", "kind", "path"),
    "case": (
        "agency",
        "case",
        "class",
        "status",
        "forwarded_on",
        "follow_up_due",
        "followed_up_on",
        "resolve_due",
        "responded_on",
        "outcome",
        "disputes",
        "rating",
        "extension",
        "held_days",
    ),
    "duty": ("agency", "case", "verify_due", "missed"),
    "survey": ("agency", "sheets", *(f"sum_{element}" for element in Element)),
}
COLUMNS = ("record", *dict.fromkeys(name for names in KINDS.values() for name in names))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One form of a frozen period in the bucket; `digest` is its SHA-256."""

    key: str
    type: str
    bytes: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A period that is never computed again: by which policy it was, from how many records, and the SHA-256 of the file that holds them.

    A longer period is made of the `months` that were frozen, and its file of theirs. `whole` says that every score of it is kept.
    """

    period: str
    months: tuple[str, ...]
    policy: int
    digest: str
    cases: int
    duties: int
    frozen_at: datetime
    files: tuple[KeptFile, ...] = ()
    whole: bool = False


class WrongFile(ValueError):
    """What should be a frozen period is none, or not of a form that is known; the message says where."""


def of_period(period: str, as_of: date, policy: Policy) -> Record:
    """The first record: the rules by which the others are counted."""
    return {
        "record": "period",
        "format": FORMAT,
        "period": period,
        "as_of": as_of.isoformat(),
        "policy": policy.version,
        **{f"weight_{name}": weight for name, weight in policy.weights.items()},
        "green": policy.zones[0],
        "yellow": policy.zones[1],
        "bands": " ".join(map(str, policy.bands)),
        "few_ratings": policy.few_ratings,
    }


def of_member(member: Member) -> Record:
    """An agency with its place in the tree."""
    return {"record": "agency", "agency": member.id, "name": member.name, "kind": member.kind, "path": member.path}


def of_counted(agency: str, period: str, key: bytes, cases: Iterable[tuple[str, CaseFacts]], duties: Iterable[Duty]) -> Iterator[Record]:
    """What one agency counted, in an order that tells nothing: of the nameless names."""
    named = [_of_case(agency, nameless(code, period, key), facts) for code, facts in cases]
    yield from sorted(named, key=lambda record: (record["case"], record["resolve_due"]))
    owed = [_of_duty(agency, nameless(duty.case, period, key), duty) for duty in duties]
    yield from sorted(owed, key=lambda record: (record["case"], record["verify_due"]))


def of_survey(agency: str, sums: Sums) -> Iterator[Record]:
    """What is shown of the survey about an agency: how many sheets, and the sum of the answers on each element. None where nothing is shown."""
    if sums.count:
        answers = {f"sum_{element}": total for element, total in zip(Element, sums.answers, strict=True)}
        yield {"record": "survey", "agency": agency, "sheets": sums.count, **answers}


def together(period: str, months: Iterable[Frozen], files: tuple[KeptFile, ...], now: datetime) -> Frozen:
    """A longer period, of the months that were frozen; `files` are theirs as one."""
    parts = sorted(months, key=lambda one: one.period)
    return Frozen(
        period=period,
        months=tuple(one.period for one in parts),
        policy=parts[-1].policy,
        digest=files[0].digest,
        cases=sum(one.cases for one in parts),
        duties=sum(one.duties for one in parts),
        frozen_at=now,
        files=files,
        whole=True,
    )


def nameless(code: str, period: str, key: bytes) -> str:
    """What stands for a tracking code in a period: nobody without the key can tell which, or that one of another period is the same."""
    return hmac.new(key, f"open data {period} {code}".encode(), hashlib.sha256).hexdigest()[:16]


def policy_of(record: Record) -> Policy:
    """The rules of a file, all that scores need of them; raises `WrongFile`."""
    if record.get("record") != "period" or int(record["format"]) != FORMAT:
        raise WrongFile(f"the first record is the period's, of format {FORMAT}")
    return Policy(
        version=int(record["policy"]),
        weights={name.removeprefix("weight_"): float(record[name]) for name in KINDS["period"] if name.startswith("weight_")},
        zones=(float(record["green"]), float(record["yellow"])),
        bands=tuple(map(int, str(record["bands"]).split())),
        few_ratings=int(record["few_ratings"]),
    )


def member_of(record: Record) -> Member:
    """An agency from its record."""
    return Member(id=record["agency"], name=record["name"], kind=record["kind"], path=record["path"])


def case_of(record: Record) -> CaseFacts:
    """What is known of a case from its record."""
    return CaseFacts(
        class_=Class(record["class"]),
        status=Status(record["status"]),
        forwarded_on=date.fromisoformat(record["forwarded_on"]),
        follow_up_due=date.fromisoformat(record["follow_up_due"]),
        followed_up_on=_day(record["followed_up_on"]),
        resolve_due=date.fromisoformat(record["resolve_due"]),
        responded_on=_day(record["responded_on"]),
        disputes=int(record["disputes"]),
        rating=_number(record["rating"]),
        outcome=Outcome(record["outcome"]) if record["outcome"] else None,
        extension=int(record["extension"]),
        held_days=int(record["held_days"]),
    )


def duty_of(record: Record) -> Duty:
    """A duty to verify from its record."""
    return Duty(case=record["case"], due=date.fromisoformat(record["verify_due"]), missed=int(record["missed"]) > 0)


def survey_of(record: Record) -> Sums:
    """What is shown of a survey, from its record."""
    return Sums(count=int(record["sheets"]), answers=tuple(int(record[f"sum_{element}"]) for element in Element))


def _of_case(agency: str, case: str, facts: CaseFacts) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in KINDS["case"][3:]}
    shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"record": "case", "agency": agency, "case": case, "class": facts.class_, **shown}


def _of_duty(agency: str, case: str, duty: Duty) -> dict[str, Any]:
    return {"record": "duty", "agency": agency, "case": case, "verify_due": duty.due.isoformat(), "missed": int(duty.missed)}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | int | None) -> int | None:
    return None if value in (None, "") else int(value)
