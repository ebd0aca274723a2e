"""What is decided before anything is written: the circumstances of an action, and the deed that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.deadlines import Office
from chalicelib.domain.events import Value
from chalicelib.domain.policy import Policy
from chalicelib.domain.words import Action


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an action may depend on beside the complaint: the instant, the rules it was filed under, when the agency that must act works."""

    now: datetime
    policy: Policy
    office: Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An allowed action: the facts that change the state, the text that goes with it, and whether the public sees it."""

    action: Action
    data: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    public: bool = True
