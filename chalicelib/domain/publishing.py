"""What the public sees of a case. Each gives the deed that it is, or the refusal with the rule it breaks."""

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.events import Value
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.words import Action, Visibility


def publish(complaint: Complaint, reason: str, *, published: bool) -> Deed:
    """Publish what was withheld, or withhold it, which needs a reason. The reporter's wish for confidence stands above both.

    The reason is not for the public: it may name what must not be read.
    """
    if complaint.visibility is Visibility.CONFIDENTIAL:
        raise ActionRefused("publish.confidential", "the reporter wants it confidential")
    if published is not complaint.withheld:
        raise ActionRefused("publish.same", f"it is {'not withheld' if published else 'withheld already'}")
    if not published and not reason:
        raise ActionRefused("publish.reason", "to withhold a public complaint needs a reason")
    return Deed(action=Action.PUBLISH, data={"published": published, "confidential": True}, text=reason)


def redact(redaction: Redaction, reason: str, *, public: bool = True) -> Deed:
    """Show something else in place of a text, or withhold files; what was written stays sealed, for stewards only. The reason is not for the public.

    `public` is whether the text is of an event that the reporter and the public know of.
    """
    data: dict[str, Value] = {"number": redaction.number, "shown": redaction.digest, "hide_location": redaction.hide_location, "confidential": True}
    files: dict[str, Value] = {"files": sorted(redaction.files)} if redaction.files else {}
    return Deed(action=Action.REDACT, data=data | files, text=reason, public=public, redaction=redaction)
