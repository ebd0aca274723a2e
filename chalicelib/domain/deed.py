"""What is decided before anything is written: the circumstances of an action, and the deed that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.complaint import Complaint
from chalicelib.domain.deadlines import Office, is_overdue
from chalicelib.domain.events import Value
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Action

if TYPE_CHECKING:  # few deeds have them, and who only reads has no deed
    from chalicelib.domain.facts import CaseFacts
    from chalicelib.domain.redaction import Redaction
    from chalicelib.domain.survey import Sheet


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an action may depend on beside the complaint: the instant, the rules it was filed under, when the agency that must act works."""

    now: datetime
    policy: Policy
    office: Office

    def is_overdue(self, complaint: Complaint) -> bool:
        """Whether the agency is late, in its own time."""
        return is_overdue(complaint, self.office, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An allowed action: the facts that change the state, the text that goes with it, and whether the public sees it.

    `left` is what remains in the scores of an agency that loses the case, `redaction` what is shown from now on in place of a text,
    `sheet` what the reporter answered in the survey.
    """

    action: Action
    data: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    public: bool = True
    left: "CaseFacts | None" = None
    redaction: "Redaction | None" = None
    sheet: "Sheet | None" = None
