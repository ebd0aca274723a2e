"""Who gets which events, for how long, and what is signed so that anybody's library can check it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from standardwebhooks import Webhook, webhooks
from standardwebhooks.webhooks import WebhookVerificationError

from chalicelib.domain import webhook
from chalicelib.domain.webhook import COLLECTED, PREFIX, TYPES, Endpoint, Off
from chalicelib.domain.words import Action
from tests.builders import NOON, a_first, an_endpoint, later

KEY = b"k" * 32
EVENT = a_first().event
TODAY = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library refuses what is more than five minutes old by its own clock."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return TODAY.astimezone(tz)

    monkeypatch.setattr(webhooks, "datetime", Clock)


def test_every_action_is_a_type() -> None:
    assert set(TYPES) == {f"{PREFIX}{action}" for action in Action}


@pytest.mark.parametrize(
    ("types", "created_at", "wanted"),
    [
        ((), NOON, True),
        (("case.submit",), NOON, True),
        (("case.close",), NOON, False),
        ((), NOON.replace(microsecond=900_000), True),
        ((), later(minutes=1), False),
    ],
)
def test_an_endpoint_gets_what_it_asked_for_since_it_is_there(types: tuple[str, ...], created_at: datetime, *, wanted: bool) -> None:
    assert an_endpoint(types=types, created_at=created_at).wants(EVENT) is wanted


def test_events_are_collected_for_a_month_while_it_is_switched_off_and_never_for_one_that_is_removed() -> None:
    off = an_endpoint().switched(Off.GONE, NOON)

    assert an_endpoint().collects(later(days=400))
    assert [off.collects(NOON + COLLECTED - timedelta(seconds=1)), off.collects(NOON + COLLECTED)] == [True, False]
    assert not an_endpoint(removed_at=NOON).collects(NOON)


def test_switching_to_what_it_is_already_changes_nothing() -> None:
    on, gone = an_endpoint(), an_endpoint().switched(Off.GONE, NOON)

    assert on.switched(None, later(1)) == on
    assert gone.switched(Off.BY_HAND, later(1)) == gone
    assert gone.switched(None, later(1)) == on


def test_secrets_are_of_their_endpoint_their_installation_and_their_rotation() -> None:
    it = an_endpoint()
    others = [webhook.secret(it, KEY), webhook.secret(it, b"x"), webhook.secret(it, KEY, 2), webhook.secret(replace(it, id="wh-2"), KEY)]

    assert len(set(others)) == 4
    assert all(one.startswith("whsec_") for one in others)
    assert webhook.secret(it, KEY) == others[0]


def signed(it: Endpoint, now: datetime = TODAY) -> dict[str, str]:
    return dict(webhook.headers("msg_1", BODY, now, webhook.secrets(it, KEY, now)))


BODY = json.dumps({"type": "ping", "data": {"nama": "Ibu Éva 🙏"}}, ensure_ascii=False)


def test_the_library_of_the_standard_accepts_what_is_signed() -> None:
    it = an_endpoint()

    assert Webhook(webhook.secret(it, KEY)).verify(BODY.encode(), signed(it)) == json.loads(BODY)


def test_what_is_sent_says_what_it_is_when_it_is_tried_and_who_signed() -> None:
    headers = signed(an_endpoint())
    signature = headers.pop("webhook-signature")

    assert headers == {"content-type": "application/json; charset=utf-8", "webhook-id": "msg_1", "webhook-timestamp": "1795492800"}
    assert signature.startswith("v1,")


@pytest.mark.parametrize("what", ["body", "id", "timestamp", "secret"])
def test_the_library_of_the_standard_refuses_what_was_changed(what: str) -> None:
    it = an_endpoint()
    headers = signed(it) | {"id": {"webhook-id": "msg_2"}, "timestamp": {"webhook-timestamp": str(int(TODAY.timestamp()) - 1)}}.get(what, {})
    secret = webhook.secret(it, KEY, 9 if what == "secret" else 1)

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + " " * (what == "body"), headers)


def test_while_two_secrets_overlap_either_verifies_and_afterwards_only_the_new_one() -> None:
    rotated = an_endpoint().rotated(TODAY, timedelta(hours=1))
    old, new = webhook.secret(rotated, KEY, 1), webhook.secret(rotated, KEY)

    assert signed(rotated)["webhook-signature"].count("v1,") == 2
    for one in (old, new):
        assert Webhook(one).verify(BODY, signed(rotated))
    over = replace(rotated, overlap_until=TODAY)
    assert Webhook(new).verify(BODY, signed(over))
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(BODY, signed(over))
