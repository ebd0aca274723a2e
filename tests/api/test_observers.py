"""Observers see everything that is neither personal nor confidential."""

import pytest

from chalicelib.domain.words import Action, Role
from tests.api.conftest import Api, Filed
from tests.api.test_actions import COORDINATOR, OFFICER, do
from tests.builders import ANSWER

OBSERVER = (Role.OBSERVER, "nation")


@pytest.fixture
def forwarded(api: Api) -> Filed:
    filed = api.file()
    do(api, filed, COORDINATOR, Action.VERIFY)
    return filed


def test_an_observer_does_not_read_an_answer_that_is_for_the_reporter_alone(api: Api, forwarded: Filed) -> None:
    secret = {"outcome": "cannot_be_resolved", "reason": "Menunggu keluarga.", "text": ANSWER}
    do(api, forwarded, OFFICER, Action.RESPOND, **secret, confidential=True)

    last = api.get(f"/v1/cases/{forwarded.code}", api.key(*OBSERVER)).body["timeline"][-1]

    assert (last["action"], last["text"], last["data"]) == ("respond", None, {"outcome": "cannot_be_resolved", "confirm_due": "2026-12-08"})


def test_an_observer_reads_an_answer_that_is_for_everybody(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RESPOND, outcome="resolved", text=ANSWER)

    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*OBSERVER)).body["timeline"][-1]["text"] == ANSWER


@pytest.mark.parametrize(("who", "names"), [(OFFICER, ["lampiran-1.jpg"]), (OBSERVER, [])])
def test_an_observer_does_not_learn_of_attachments_and_nobody_how_they_were_called(
    api: Api, forwarded: Filed, who: tuple[Role, str], names: list[str]
) -> None:
    api.post(f"/v1/complaints/{forwarded.code}/attachments", {"name": "KTP Budi.jpg", "type": "image/jpeg", "size": 9}, forwarded.secret)

    seen = api.get(f"/v1/cases/{forwarded.code}", api.key(*who)).body

    assert [one["name"] for one in seen["attachments"]] == names
