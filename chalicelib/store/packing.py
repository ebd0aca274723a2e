"""Facts for the scores in their packed form: one short text a row, since ten thousand of them are read at once."""

from dataclasses import fields
from datetime import date

from chalicelib.domain.facts import CaseFacts, Mark, Verification
from chalicelib.domain.words import Class, Outcome, Status


def packed(facts: CaseFacts) -> str:
    """Twelve values in about eighty characters, at most a hundred: ten thousand rows must fit in two hundred read units."""
    return ";".join(_short(getattr(facts, field.name)) for field in fields(CaseFacts))


def _short(part: object) -> str:
    """A date without its hyphens, which `fromisoformat` reads as well."""
    return "" if part is None else f"{part:%Y%m%d}" if isinstance(part, date) else str(part)


def case_facts(written: str) -> CaseFacts:
    """Facts from their written form; rows of before the last three were kept have nine."""
    parts = [*written.split(";"), "", "", ""][: len(fields(CaseFacts))]
    class_, status, forwarded, follow_up_due, followed_up, resolve_due, responded, disputes, rating, outcome, extension, held_days = parts
    return CaseFacts(
        class_=Class(class_),
        status=Status(status),
        forwarded_on=date.fromisoformat(forwarded),
        follow_up_due=date.fromisoformat(follow_up_due),
        followed_up_on=date.fromisoformat(followed_up) if followed_up else None,
        resolve_due=date.fromisoformat(resolve_due),
        responded_on=date.fromisoformat(responded) if responded else None,
        disputes=int(disputes),
        rating=int(rating) if rating else None,
        outcome=Outcome(outcome) if outcome else None,
        extension=int(extension or 0),
        held_days=int(held_days or 0),
    )


def entry(mark: Mark) -> str:
    """A mark: its due date and what it says."""
    return f"{mark.due};{mark.verification}"


def verification(written: str) -> tuple[date, Verification]:
    """A mark's due date and what it says."""
    due, said = written.split(";")
    return date.fromisoformat(due), Verification(said)
