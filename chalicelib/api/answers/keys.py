"""Agency keys as they are answered."""

from chalicelib.api.agency_bodies import KeyRole
from chalicelib.api.answers import Answer, Instant
from chalicelib.domain.access import KeyState


class AgencyKey(Answer):
    """All that is known of a key; its text is not."""

    id: str
    agency: str
    role: KeyRole
    holder: str
    made_by: str | None
    created_at: Instant
    expires_at: Instant
    revoked_at: Instant | None
    last_used_at: Instant | None
    state: KeyState


class NewAgencyKey(AgencyKey):
    """A key that was just made, with its text."""

    key: str


class AgencyKeys(Answer):
    """The keys of an agency."""

    items: list[AgencyKey]
