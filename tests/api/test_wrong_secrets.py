"""Wrong secrets are throttled per complaint and per client, and the right one opens whatever others try."""

import pytest

from chalicelib.domain.policy import IN_FORCE, Policy
from chalicelib.usecases import follow
from tests.api.conftest import Answer, Api, Filed
from tests.builders import a_receipt, later
from tests.fakes import MemoryLimits

WRONG = {"Receipt-Secret": a_receipt(999).secret}


@pytest.fixture(autouse=True)
def policy(api: Api) -> None:
    """Five for a complaint, seven for a client."""
    api.deps.reference.put([Policy(version=2, wrong_secrets=5, client_wrong_secrets=7)])
    assert api.deps.reference.get(Policy, IN_FORCE)


def guess(api: Api, filed: Filed, times: int) -> list[int]:
    return [api.get(f"/v1/complaints/{filed.code}", WRONG).status for _ in range(times)]


def test_wrong_secrets_of_a_complaint_wait_after_some(api: Api) -> None:
    filed = api.file()

    assert guess(api, filed, 7) == [403] * 5 + [429] * 2
    refused = api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Halo"}, WRONG)
    assert (refused.problem, refused.headers["Retry-After"]) == ("too-many-tries", "60")


def test_wrong_secrets_of_a_client_wait_whichever_complaints_they_are_for(api: Api) -> None:
    assert guess(api, api.file(), 4) + guess(api, api.file(), 4) == [403] * 7 + [429]


def test_guesses_at_an_attachment_count_for_the_client_too(api: Api) -> None:
    cases = [api.file().code for _ in range(4)]

    statuses = [api.get(f"/v1/complaints/{code}/attachments/1", WRONG).status for code in cases for _ in range(2)]

    assert statuses == [403] * 7 + [429]


def test_a_minute_later_they_are_answered_again(api: Api) -> None:
    filed = api.file()
    guess(api, filed, 6)
    api.clock.now = later(minutes=1)

    assert guess(api, filed, 1) == [403]


def test_the_right_secret_is_let_in_whatever_was_tried_before_also_from_the_same_client(api: Api) -> None:
    filed = api.file()
    guess(api, filed, 20)

    answers: list[Answer] = [
        api.get(f"/v1/complaints/{filed.code}", filed.secret),
        api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Masih mati."}, filed.secret),
        api.get(f"/v1/complaints/{filed.code}/data", filed.secret),
    ]

    assert [answer.status for answer in answers] == [200] * 3


def test_the_public_view_never_waits(api: Api) -> None:
    filed = api.file()
    guess(api, filed, 20)

    assert api.get(f"/v1/complaints/{filed.code}").status == 200


def test_right_secrets_are_not_counted(api: Api) -> None:
    filed = api.file()
    for _ in range(30):
        assert api.get(f"/v1/complaints/{filed.code}", filed.secret).status == 200

    assert guess(api, filed, 1) == [403]


def test_what_is_counted_says_nothing_of_the_address(api: Api) -> None:
    filed = api.file()
    with pytest.raises(follow.WrongSecret):
        follow.own(filed.code.replace("-", ""), "salah", api.deps, address="203.0.113.77")

    assert isinstance(api.deps.limits, MemoryLimits)
    assert "203.0.113.77" not in str(api.deps.limits.used)


def test_guesses_at_attachments_are_counted_for_their_client_too(api: Api) -> None:
    codes = [api.file().code for _ in range(8)]

    assert [api.get(f"/v1/complaints/{code}/attachments/1", WRONG).status for code in codes] == [403] * 7 + [429]
