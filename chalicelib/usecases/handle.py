"""What an agency does on a case that it has, and what the public sees of it: each as the decision that `work.act` writes."""

from collections.abc import Sequence

from chalicelib.domain import identity, publishing, routing, working
from chalicelib.domain.case import Case
from chalicelib.domain.complaint import Text
from chalicelib.domain.deed import Circumstances
from chalicelib.domain.errors import ActionRefused, FieldError, InvalidInput
from chalicelib.domain.events import Event
from chalicelib.domain.redaction import FILED, Redaction
from chalicelib.domain.words import Action, Outcome
from chalicelib.usecases.act import Decide, Decision
from chalicelib.usecases.attach import check_files
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.templates import in_own_words


def start() -> Decide:
    """Take up the work."""
    return lambda case, _: Decision(working.start(case.complaint))


def respond(outcome: Outcome, text: str, reason: str, deps: Deps, *, confidential: bool, attachments: Sequence[int] = ()) -> Decide:
    """Answer in one's own words, with an outcome and (needed when it cannot be resolved) a reason; with files that were uploaded for it."""

    def decide(case: Case, at: Circumstances) -> Decision:
        deed = working.respond(case.complaint, outcome, text, reason, at, confidential=confidential, attachments=attachments)
        check_files(case, attachments)
        return Decision(in_own_words(case, deed, deps))

    return decide


def hold(question: str, days: int | None) -> Decide:
    """Ask the reporter, and wait."""
    return lambda case, at: Decision(working.hold(case.complaint, question, days, at))


def extend(days: int, reason: str) -> Decide:
    """Take more time, once."""
    return lambda case, at: Decision(working.extend(case.complaint, days, reason, at))


def archive(reason: str, text: str) -> Decide:
    """Nobody can act on it."""
    return lambda case, at: Decision(routing.archive(case.complaint, reason, text, at))


def instruct(text: str) -> Decide:
    """The inspector tells the agency what to do."""
    return lambda case, _: Decision(working.instruct(case.complaint, text))


def publish(reason: str, *, published: bool) -> Decide:
    """Publish or withhold."""
    return lambda case, _: Decision(publishing.publish(case.complaint, reason, published=published))


def note(text: str) -> Decide:
    """A remark for colleagues."""

    def decide(case: Case, at: Circumstances) -> Decision:
        if sum(event.action is Action.NOTE for event in case.events) >= at.policy.notes:
            raise ActionRefused("note.limit", f"a complaint has at most {at.policy.notes} notes")
        return Decision(working.note(text))

    return decide


def unseal(reason: str) -> Decide:
    """Open a sealed identity."""
    return lambda case, _: Decision(identity.unseal(case.complaint, reason))


def redact(redaction: Redaction, reason: str, files: Sequence[int] = ()) -> Decide:
    """Show something else in place of what was filed, or of the text of an event that has one. The digest is salted as the text itself is.

    What becomes of an internal event is internal too. `files` are those of the redaction in the order in which they were sent.
    """

    def decide(case: Case, _: Circumstances) -> Decision:
        _check_own(case, files or sorted(redaction.files))
        written = _written(case, redaction.number)
        salted = redaction.over(case.redactions.get(redaction.number)).with_salt(written.salt)
        return Decision(publishing.redact(salted, reason, public=isinstance(written, Text) or written.public))

    return decide


def _check_own(case: Case, files: Sequence[int]) -> None:
    """Raise `InvalidInput` that names the files that are not the reporter's: those of an answer go with its text."""
    own = {one.number for one in case.attachments if not one.response}
    wrong = [FieldError(f"/files/{at}", "unknown", f"the reporter has no file {number}") for at, number in enumerate(files) if number not in own]
    if wrong:
        raise InvalidInput(wrong)


def _written(case: Case, number: int) -> Text | Event:
    if number == FILED:
        return case.text
    event = next((event for event in case.events if event.seq == number and event.text), None)
    if event is None:
        raise InvalidInput([FieldError("/number", "unknown", f"event {number} has no text")])
    return event
