"""What is kept of a reporter over the API: opened, listed, shown to themselves, erased."""

import pytest

from chalicelib.domain.words import Action, Role
from chalicelib.usecases.react import react
from chalicelib.usecases.sweep import sweep
from tests.api.acting import COORDINATOR, INSPECTOR, OFFICER, STEWARD, do
from tests.api.conftest import Api
from tests.builders import a_body, later
from tests.fakes import MemoryCases, SentMail

WHY = "Pelapor diancam dan harus dilindungi."
BUDI = {"name": "Budi", "email": "budi@example.org", "phone": None}
LISTED = "/v1/unsealings"


@pytest.mark.parametrize("who", [INSPECTOR, STEWARD])
def test_a_sealed_identity_is_shown_in_the_answer_that_opens_it_and_nowhere_else(api: Api, who: tuple[Role, str]) -> None:
    filed = api.file(identity="sealed")
    for reader in (OFFICER, COORDINATOR, INSPECTOR, STEWARD):
        assert "reporter" not in api.get(f"/v1/cases/{filed.code}", api.key(*reader)).body

    opened = do(api, filed, who, Action.UNSEAL, reason=WHY)

    assert (opened.status, opened.body["reporter"]) == (200, BUDI)
    assert "reporter" not in api.get(f"/v1/cases/{filed.code}", api.key(*who)).body


def test_opening_again_after_a_lost_answer_is_the_same_opening_and_any_other_is_another(api: Api) -> None:
    filed = api.file(identity="sealed")

    answers = [do(api, filed, INSPECTOR, Action.UNSEAL, version, reason=WHY) for version in (1, 1, 2)]

    assert [(answer.status, answer.body["version"], answer.body["reporter"]) for answer in answers] == [
        (200, 2, BUDI),
        (200, 2, BUDI),
        (200, 3, BUDI),
    ]


def test_sent_again_later_the_call_that_opened_it_shows_it_no_more(api: Api) -> None:
    filed = api.file(identity="sealed")
    do(api, filed, INSPECTOR, Action.UNSEAL, 1, reason=WHY)
    api.clock.now = later(minutes=5)

    again = do(api, filed, INSPECTOR, Action.UNSEAL, 1, reason=WHY)

    assert (again.status, again.body["version"], "reporter" in again.body) == (200, 2, False)


@pytest.mark.parametrize("identity", ["named", "none"])
def test_what_is_not_sealed_is_not_opened(api: Api, identity: str) -> None:
    filed = api.file(identity=identity, **({"reporter": ...} if identity == "none" else {}))

    refused = do(api, filed, INSPECTOR, Action.UNSEAL, reason=WHY)

    assert (refused.status, refused.body["rule"]) == (409, "unseal.sealed")
    assert api.get(LISTED, api.key(*STEWARD)).body["items"] == []


def test_without_a_reason_nothing_is_opened(api: Api) -> None:
    refused = do(api, api.file(identity="sealed"), STEWARD, Action.UNSEAL, reason="Perlu.")

    assert [(error["pointer"], error["code"]) for error in refused.body["errors"]] == [("/reason", "too-short")]


def test_the_reporter_reads_who_opened_it_and_why_and_the_public_only_that(api: Api) -> None:
    filed = api.file(identity="sealed")
    do(api, filed, INSPECTOR, Action.UNSEAL, reason=WHY)

    own, public = (api.get(f"/v1/complaints/{filed.code}", headers).body["timeline"][-1] for headers in (filed.secret, None))

    assert (own["action"], own["agency"]["id"], own["text"]) == ("unseal", "51", WHY)
    assert (public["action"], public["agency"]["id"], public["text"]) == ("unseal", "51", None)


def test_an_observer_reads_that_it_was_opened_and_not_why(api: Api) -> None:
    filed = api.file(identity="sealed")
    do(api, filed, INSPECTOR, Action.UNSEAL, reason=WHY)

    seen = api.get(f"/v1/cases/{filed.code}", api.key(Role.OBSERVER, "nation")).body["timeline"][-1]

    assert (seen["action"], seen["text"]) == ("unseal", None)


def test_stewards_see_every_opening_of_a_month(api: Api) -> None:
    filed = [api.file(identity="sealed") for _ in range(2)]
    for one, who in zip(filed, (INSPECTOR, STEWARD), strict=True):
        do(api, one, who, Action.UNSEAL, reason=WHY)
        api.clock.now = later(hours=1)

    answer = api.get(f"{LISTED}?period=2026-11", api.key(*STEWARD))

    line = {"code": filed[0].code, "number": 2, "at": "2026-11-24T04:00:00Z", "role": "inspector", "holder": "Made", "reason": WHY}
    assert answer.body["items"][0] == line | {"agency": {"id": "51", "name": "Provinsi Bali"}}
    assert [(one["code"], one["role"]) for one in answer.body["items"]] == [(filed[0].code, "inspector"), (filed[1].code, "steward")]
    assert (answer.body["period"], answer.body["next"]) == ("2026-11", None)
    assert api.get(f"{LISTED}?period=2026-10", api.key(*STEWARD)).body["items"] == []


def test_a_hundred_openings_are_a_page(api: Api) -> None:
    filed = api.file(identity="sealed")
    for version in range(1, 102):
        api.clock.now = later(minutes=version)
        do(api, filed, INSPECTOR, Action.UNSEAL, version, reason=WHY)
    who = api.key(*STEWARD)

    first = api.get(LISTED, who)
    rest = api.get(f"{LISTED}?cursor={first.body['next']}", who)

    assert [len(page.body["items"]) for page in (first, rest)] == [100, 1]
    assert first.headers["Link"].startswith("</v1/unsealings?cursor=")
    assert api.get(f"{LISTED}?period=2026-10&cursor={first.body['next']}", who).problem == "invalid-cursor"


def test_a_reporter_sees_everything_that_is_held(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Telepon saya 0811 000 0000."}, filed.secret)
    do(api, filed, COORDINATOR, Action.REDACT, body="[dihapus] sejak seminggu.", reason="Menyebut nama orang.")
    do(api, filed, COORDINATOR, Action.REDACT, number=2, text="[dihapus]", reason="Nomor telepon.")

    held = api.get(f"/v1/complaints/{filed.code}/data", filed.secret)

    assert held.status == 200
    assert held.headers["Cache-Control"] == "no-store"
    assert held.body["reporter"] == BUDI | {"lang": "id"}
    assert held.body["filed"]["body"] == "Lampu jalan di depan rumah mati sejak seminggu."
    assert held.body["messages"] == {"2": "Telepon saya 0811 000 0000."}
    assert held.body["complaint"]["body"] == "[dihapus] sejak seminggu."
    assert held.body["complaint"]["timeline"][1]["text"] == "[dihapus]"
    assert (held.body["erased_on"], held.body["internal"]) == (None, 0)


def test_what_is_for_agencies_only_is_counted(api: Api) -> None:
    filed = api.file()
    do(api, filed, COORDINATOR, Action.NOTE, text="Rahasia dinas.")

    held = api.get(f"/v1/complaints/{filed.code}/data", filed.secret).body

    assert held["internal"] == 1
    assert "Rahasia dinas." not in str(held)


def test_a_reporter_sees_when_their_name_will_be_erased(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/withdraw", {}, filed.secret)

    assert api.get(f"/v1/complaints/{filed.code}/data", filed.secret).body["erased_on"] == "2027-11-24"


def test_of_an_anonymous_reporter_nothing_is_held_but_the_case(api: Api) -> None:
    filed = api.file(identity="none", reporter=...)
    api.post(f"/v1/complaints/{filed.code}/withdraw", {}, filed.secret)

    held = api.get(f"/v1/complaints/{filed.code}/data", filed.secret).body

    assert (held["reporter"], held["erased_on"]) == (None, None)
    assert "erase" not in held["complaint"]["can"]


def test_a_reporter_is_erased_at_once_and_the_case_goes_on(api: Api) -> None:
    filed = api.file()

    erased = api.post(f"/v1/complaints/{filed.code}/erase", {}, filed.secret)

    assert (erased.status, erased.body["identity"], erased.body["status"]) == (200, "none", "received")
    assert erased.body["timeline"][-1]["action"] == "erase"
    assert "erase" not in erased.body["can"]
    assert "reply" in erased.body["can"]
    assert isinstance(api.deps.cases, MemoryCases)
    assert api.deps.cases.reporters == {}
    assert "reporter" not in do(api, filed, COORDINATOR, Action.NOTE, text="Tetap kami tangani.").body
    assert "reporter" not in api.get(f"/v1/cases/{filed.code}", api.key(*COORDINATOR)).body


def test_an_erasure_that_was_sent_twice_is_one_and_a_later_one_is_refused(api: Api) -> None:
    filed = api.file()
    path = f"/v1/complaints/{filed.code}/erase"

    once, again = (api.post(path, {}, filed.secret) for _ in range(2))
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Ada dua lampu."}, filed.secret)
    later_on = api.post(path, {}, filed.secret)

    assert (once.body["version"], again.status, again.body["version"]) == (2, 200, 2)
    assert (later_on.status, later_on.body["rule"]) == (409, "erase.none")


def test_a_reporter_who_was_erased_is_mailed_no_more(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/erase", {}, filed.secret)
    do(api, filed, COORDINATOR, Action.VERIFY)
    assert isinstance(api.deps.cases, MemoryCases)
    assert isinstance(api.deps.mail, SentMail)

    for changes in api.deps.cases.changes.values():
        for made in changes:
            react(made.event, api.deps)

    assert api.deps.mail.sent
    assert "budi@example.org" not in [to for to, _ in api.deps.mail.sent]


def test_a_submission_that_is_sent_again_after_the_erasure_brings_nobody_back(api: Api) -> None:
    key = {"Idempotency-Key": "3f0a7b52-1f3e-4a6e-8f58-0a2c7c6c0001"}
    filed = api.post("/v1/complaints", a_body(), key).body
    api.post(f"/v1/complaints/{filed['code']}/erase", {}, {"Receipt-Secret": filed["secret"]})

    again = api.post("/v1/complaints", a_body(), key)

    assert (again.status, again.body["secret"]) == (200, filed["secret"])
    assert isinstance(api.deps.cases, MemoryCases)
    assert api.deps.cases.reporters == {}


def test_by_policy_a_reporter_is_erased_in_time(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/withdraw", {}, filed.secret)
    api.clock.now = later(days=365)

    sweep(api.deps, lambda: True)

    held = api.get(f"/v1/complaints/{filed.code}/data", filed.secret).body
    assert (held["reporter"], held["complaint"]["identity"], held["complaint"]["timeline"][-1]["by"]) == (None, "none", "system")


def test_no_two_submissions_of_the_same_are_alike_in_what_is_kept(api: Api) -> None:
    """Else the fingerprint, which nothing erases, would tell whoever has the installation's key which of the names that they try is the right one."""
    for _ in range(2):
        api.file()

    assert isinstance(api.deps.cases, MemoryCases)
    assert len({changes[0].event.data["fingerprint"] for changes in api.deps.cases.changes.values()}) == 2
