"""Webhooks as they are answered."""

from chalicelib.api.answers import Answer, Code, Cursor, Instant
from chalicelib.domain.outgoing import State
from chalicelib.domain.webhook import Off


class Webhook(Answer):
    """All that is known of a webhook; its secret is not. `types` are those it gets, none for all."""

    id: str
    agency: str
    url: str
    types: list[str]
    on: bool
    off_because: Off | None
    off_at: Instant | None
    made_by: str
    created_at: Instant
    overlap_until: Instant | None


class NewWebhook(Webhook):
    """A webhook with the secret that was just made."""

    secret: str


class Webhooks(Answer):
    """The webhooks of an agency."""

    items: list[Webhook]


class Outcome(Answer):
    """What came of an attempt: the status of the answer, or the word for why there was none."""

    taken: bool
    status: int | None
    error: str | None
    took_ms: int


class Delivery(Answer):
    """An event for a webhook and what became of it."""

    id: str
    code: Code
    event: int
    type: str
    at: Instant
    state: State
    attempts: int
    tried_at: Instant | None
    last: Outcome | None


class Deliveries(Answer):
    """A page of deliveries."""

    items: list[Delivery]
    next: Cursor | None


class Replayed(Answer):
    """How many events are sent again."""

    replayed: int
    next: Cursor | None
