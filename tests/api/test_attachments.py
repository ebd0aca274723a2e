"""Attachments over HTTP, as a reporter sends and opens them."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.words import Role
from chalicelib.usecases import inspecting
from tests.api.conftest import Api, Filed
from tests.builders import POLICY, later
from tests.fakes import MemoryFiles

HIDDEN = {"public": False, "withheld": False}


def test_an_upload_form_is_for_one_file_and_stored_once_it_came(api: Api) -> None:
    filed = api.file()
    sent = {"name": "foto.jpg", "type": "image/jpeg", "size": 1234}

    answer = api.post(f"/v1/complaints/{filed.code}/attachments", sent, filed.secret)

    assert answer.status == 201
    assert answer.body["number"] == 1
    assert answer.body["upload"]["expires_at"] == "2026-11-24T04:30:00Z"
    assert answer.body["upload"]["fields"]["key"].startswith(f"uploads/{filed.code.replace('-', '')}/01-")
    attachments = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]
    assert attachments == [
        {"number": 1, "by": "reporter", **sent, "name": "lampiran-1.jpg", "state": "waiting", "reason": None, "sha256": None, **HIDDEN}
    ]


def test_an_announcement_with_the_same_key_is_answered_with_the_same_number(api: Api) -> None:
    filed = api.file()
    sent, headers = {"name": "foto.jpg", "type": "image/jpeg", "size": 1234}, filed.secret | {"Idempotency-Key": "0123456789abcdef"}
    path = f"/v1/complaints/{filed.code}/attachments"

    first, again = (api.post(path, sent, headers) for _ in range(2))

    assert (first.status, again.status) == (201, 200)
    assert (again.body["number"], again.body["upload"]["fields"]["key"]) == (1, first.body["upload"]["fields"]["key"])
    assert api.post(path, sent | {"size": 1}, headers).problem == "idempotency-key-reused"
    assert api.post(path, sent, filed.secret | {"Idempotency-Key": "short"}).problem == "idempotency-key-invalid"
    assert len(api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]) == 1


def test_a_waiting_attachment_has_no_link_and_an_unknown_one_does_not_exist(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/attachments", {"name": "foto.jpg", "type": "image/jpeg", "size": 1}, filed.secret)

    assert api.get(f"/v1/complaints/{filed.code}/attachments/1", filed.secret).problem == "attachment-not-stored"
    for number in ("2", "0", "x", "-1", "1.5", "99999999999999999999"):
        assert api.get(f"/v1/complaints/{filed.code}/attachments/{number}", filed.secret).status == 404


def test_a_sixth_attachment_is_refused(api: Api) -> None:
    filed = api.file()
    sent = {"name": "foto.jpg", "type": "image/jpeg", "size": 1}
    statuses = [api.post(f"/v1/complaints/{filed.code}/attachments", sent, filed.secret).status for _ in range(6)]

    assert statuses == [201] * 5 + [409]


def test_how_large_a_file_may_be_says_the_policy_and_is_told_with_all_else_that_is_wrong(api: Api) -> None:
    api.deps.reference.put([replace(POLICY, picture_megabytes=1)])
    filed, largest = api.file(), 1024 * 1024
    path = f"/v1/complaints/{filed.code}/attachments"

    answer = api.post(path, {"name": "", "type": "image/jpeg", "size": largest + 1}, filed.secret)

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/name", "too-short"), ("/size", "too-large")]
    assert api.post(path, {"name": "foto.jpg", "type": "image/jpeg", "size": largest}, filed.secret).status == 201


PHOTO = {"name": "foto.jpg", "type": "image/jpeg", "size": 9}


def uploaded(api: Api, code: str, headers: dict[str, str], sent: dict[str, Any] = PHOTO, content: bytes = b"\xff\xd8\xff......") -> int:
    """Announced, sent and inspected."""
    answer = api.post(f"/v1/complaints/{code}/attachments", sent, headers)
    assert answer.status == 201, answer.body
    key = answer.body["upload"]["fields"]["key"]
    assert isinstance(api.deps.files, MemoryFiles)
    api.deps.files.post(key, content, sent["type"])
    inspecting.inspect(key, api.deps)
    return int(answer.body["number"])


def test_an_inspected_file_is_shown_as_its_clean_copy_and_fetched_with_its_small_picture(api: Api) -> None:
    filed = api.file()
    uploaded(api, filed.code, filed.secret)

    (one,) = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]
    link = api.get(f"/v1/complaints/{filed.code}/attachments/1", filed.secret)

    assert (one["state"], one["size"], len(one["sha256"])) == ("stored", 15, 64)
    assert link.body["url"].startswith("https://bucket.example/attachments/")
    assert "-small.jpg" in link.body["thumbnail"]
    assert link.body["expires_at"] == "2026-11-24T04:05:00Z"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x89PNG\r\n\x1a\n.", "wrong-type"), (b"\xff\xd8\xff.....", "not-as-announced"), (b"\xff\xd8\xff......x", "not-as-announced")],
)
def test_the_uploader_reads_why_a_file_was_refused(api: Api, content: bytes, reason: str) -> None:
    filed = api.file()
    uploaded(api, filed.code, filed.secret, content=content)

    (one,) = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]
    assert (one["state"], one["reason"], one["sha256"]) == ("refused", reason, None)
    assert api.get(f"/v1/complaints/{filed.code}/attachments/1", filed.secret).problem == "attachment-not-stored"


def test_an_upload_that_never_finishes_says_so_and_takes_no_place(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/attachments", PHOTO, filed.secret)
    api.clock.now = later(minutes=45)

    (one,) = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]

    assert (one["state"], one["reason"]) == ("refused", "never-came")
    assert api.post(f"/v1/complaints/{filed.code}/attachments", PHOTO, filed.secret).body["number"] == 1


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("type_", "most"), [("image/jpeg", 10), ("image/png", 10), ("image/webp", 10), ("image/heic", 10), ("application/pdf", 10), ("video/mp4", 50)]
)
def test_a_file_of_one_byte_too_many_is_refused_and_told_how_many_are_taken(api: Api, type_: str, most: int) -> None:
    filed = api.file()
    path = f"/v1/complaints/{filed.code}/attachments"

    assert api.post(path, {"name": "x", "type": type_, "size": most * MEGABYTE}, filed.secret).status == 201
    refused = api.post(path, {"name": "x", "type": type_, "size": most * MEGABYTE + 1}, filed.secret)

    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/size")
    if most < 50:
        assert refused.body["errors"][0]["detail"] == f"at most {most * MEGABYTE} bytes are taken of {type_}"


def test_what_is_of_no_type_that_is_taken_is_refused(api: Api) -> None:
    filed = api.file()

    refused = api.post(f"/v1/complaints/{filed.code}/attachments", {"name": "x.exe", "type": "application/x-msdownload", "size": 9}, filed.secret)

    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/type")


def test_an_agency_answers_with_files_that_the_reporter_and_the_public_then_see(api: Api) -> None:
    filed = api.file()
    officer = api.key(Role.OFFICER, "51.71.pupr")
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    number = uploaded(api, filed.code, officer)
    assert number == 21
    assert api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"] == []
    assert api.get(f"/v1/complaints/{filed.code}/attachments/21", filed.secret).status == 404
    assert [one["by"] for one in api.get(f"/v1/cases/{filed.code}", officer).body["attachments"]] == ["agency"]

    answer = {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini.", "attachments": [21]}
    assert api.act(filed.code, "respond", 2, answer).status == 200

    for reader in (filed.secret, {}):
        seen = api.get(f"/v1/complaints/{filed.code}", reader).body
        assert [(one["number"], one["by"], one["state"]) for one in seen["attachments"]] == [(21, "agency", "stored")]
        assert seen["timeline"][-1]["data"]["attachments"] == [21]
        assert api.get(f"/v1/complaints/{filed.code}/attachments/21", reader).status == 200


def test_a_confidential_answers_files_are_for_the_reporter_alone(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    uploaded(api, filed.code, api.key(Role.OFFICER, "51.71.pupr"))
    answer = {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini.", "attachments": [21], "confidential": True}
    assert api.act(filed.code, "respond", 2, answer).status == 200

    assert api.get(f"/v1/complaints/{filed.code}/attachments/21", filed.secret).status == 200
    assert api.get(f"/v1/complaints/{filed.code}/attachments/21").status == 404
    public = api.get(f"/v1/complaints/{filed.code}").body
    assert public["attachments"] == []
    assert "attachments" not in public["timeline"][-1]["data"]


def test_a_response_with_files_that_are_not_there_names_them(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200

    refused = api.act(filed.code, "respond", 2, {"outcome": "resolved", "text": "Lampu sudah kami ganti hari ini.", "attachments": [21, 1]})

    assert (refused.status, [one["pointer"] for one in refused.body["errors"]]) == (422, ["/attachments/0", "/attachments/1"])


def test_a_key_of_another_agency_and_nobody_get_no_form(api: Api) -> None:
    filed = api.file()
    path = f"/v1/complaints/{filed.code}/attachments"

    assert api.post(path, PHOTO).problem == "secret-missing"
    assert api.post(path, PHOTO, {"Authorization": "Bearer nonsense"}).problem == "unauthenticated"
    assert api.post(path, PHOTO, api.key(Role.OFFICER, "34.71")).status == 404


def test_the_public_sees_no_attachments(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/attachments", {"name": "foto.jpg", "type": "image/jpeg", "size": 1}, filed.secret)
    api.act(filed.code, "verify", 1)

    assert api.get(f"/v1/complaints/{filed.code}").body["attachments"] == []
    assert api.get(f"/v1/complaints/{filed.code}/attachments/1").status == 404


def test_a_number_of_an_attachment_with_thousands_of_digits_is_not_found(api: Api) -> None:
    filed = api.file()

    assert api.get(f"/v1/complaints/{filed.code}/attachments/{'9' * 5000}", filed.secret).problem == "not-found"


@pytest.fixture
def shown(api: Api) -> Filed:
    """A complaint, not yet published, with a photo that its reporter lets everybody see and one that not."""
    filed = api.file()
    assert uploaded(api, filed.code, filed.secret, {**PHOTO, "public": True}) == 1
    assert uploaded(api, filed.code, filed.secret) == 2
    return filed


def what_everybody_sees(api: Api, filed: Filed) -> tuple[list[tuple[int, bool]], list[int]]:
    """The files that everybody is told of, each with whether it is withheld, and those that they get."""
    told = api.get(f"/v1/complaints/{filed.code}").body["attachments"]
    gets = [number for number in (1, 2) if api.get(f"/v1/complaints/{filed.code}/attachments/{number}").status == 200]
    return [(one["number"], one["withheld"]) for one in told], gets


def test_everybody_sees_the_files_that_their_reporter_chose_once_the_case_is_published(api: Api, shown: Filed) -> None:
    assert what_everybody_sees(api, shown) == ([], [])

    api.act(shown.code, "verify", 1)
    assert what_everybody_sees(api, shown) == ([(1, False)], [1])
    [found] = api.get("/v1/complaints").body["items"]
    assert found["picture"] == 1
    link = api.get(f"/v1/complaints/{shown.code}/attachments/1").body
    assert "-small.jpg" in link["thumbnail"]

    assert api.post(f"/v1/complaints/{shown.code}/withdraw", {}, shown.secret).status == 200
    assert what_everybody_sees(api, shown) == ([], [])


def test_a_reporter_changes_what_everybody_sees_whenever_they_wish(api: Api, shown: Filed) -> None:
    api.act(shown.code, "verify", 1)

    for number, public in ((2, True), (1, False)):
        seen = api.post(f"/v1/complaints/{shown.code}/attachments/{number}/show", {"public": public}, shown.secret)
        assert (seen.status, seen.body["attachments"][number - 1]["public"]) == (200, public)

    assert what_everybody_sees(api, shown) == ([(2, False)], [2])
    assert api.get("/v1/complaints").body["items"][0]["picture"] == 2


@pytest.mark.parametrize("changes", [{"visibility": "confidential"}, {"identity": "sealed"}, {"identity": "none", "reporter": None}])
def test_who_is_confidential_sealed_or_anonymous_is_never_asked_to_show_a_file(api: Api, changes: dict[str, Any]) -> None:
    filed = api.file(**changes)
    refused = api.post(f"/v1/complaints/{filed.code}/attachments", {**PHOTO, "public": True}, filed.secret)
    assert [(one["pointer"], one["code"]) for one in refused.body["errors"]] == [("/public", "not-an-option")]

    uploaded(api, filed.code, filed.secret)
    shows = api.post(f"/v1/complaints/{filed.code}/attachments/1/show", {"public": True}, filed.secret)
    assert (shows.problem, shows.body["rule"]) == ("action-refused", "attach.public")
    api.act(filed.code, "verify", 1)
    assert what_everybody_sees(api, filed) == ([], [])


def test_an_agency_shows_files_by_its_answer_and_in_no_other_way(api: Api) -> None:
    filed = api.file()
    assert api.act(filed.code, "verify", 1, {"agency": "51.71.pupr"}).status == 200
    officer = api.key(Role.OFFICER, "51.71.pupr")

    refused = api.post(f"/v1/complaints/{filed.code}/attachments", {**PHOTO, "public": True}, officer)
    assert refused.body["errors"][0]["pointer"] == "/public"
    number = uploaded(api, filed.code, officer)
    assert api.post(f"/v1/complaints/{filed.code}/attachments/{number}/show", {"public": True}, filed.secret).status == 404


def test_an_erased_reporter_shows_nothing_any_more(api: Api, shown: Filed) -> None:
    api.act(shown.code, "verify", 1)
    assert api.post(f"/v1/complaints/{shown.code}/erase", {}, shown.secret).status == 200

    assert what_everybody_sees(api, shown) == ([], [])
    assert api.get("/v1/complaints").body["items"][0]["picture"] is None


def test_a_file_is_withheld_with_a_reason_that_the_reporter_reads_and_shown_as_withheld(api: Api, shown: Filed) -> None:
    api.act(shown.code, "verify", 1)
    who = api.key(Role.COORDINATOR, "51.71")
    body = {"files": [1], "reason": "Wajah anak terlihat."}
    withheld = api.post(f"/v1/cases/{shown.code}/redact", body, {**who, "If-Match": '"2"'})
    assert withheld.status == 200
    assert [(one["number"], one["public"], one["withheld"]) for one in withheld.body["attachments"]] == [(1, True, True), (2, False, False)]

    assert what_everybody_sees(api, shown) == ([(1, True)], [])
    assert api.get("/v1/complaints").body["items"][0]["picture"] is None
    public, own = (api.get(f"/v1/complaints/{shown.code}", reader).body["timeline"][-1] for reader in ({}, shown.secret))
    assert (public["action"], public["text"], public["data"]["files"]) == ("redact", None, [1])
    assert own["text"] == "Wajah anak terlihat."
    assert api.get(f"/v1/complaints/{shown.code}/attachments/1", shown.secret).status == 200
    again = api.post(f"/v1/complaints/{shown.code}/attachments/1/show", {"public": True}, shown.secret)
    assert (again.problem, again.body["rule"]) == ("action-refused", "attach.withheld")

    title = api.post(f"/v1/cases/{shown.code}/redact", {"title": "Lampu", "reason": "Menyebut nama."}, {**who, "If-Match": '"3"'})
    assert title.status == 200
    assert what_everybody_sees(api, shown) == ([(1, True)], [])


def test_of_a_withheld_file_that_nobody_was_shown_only_the_reporter_and_the_agencies_know(api: Api, shown: Filed) -> None:
    api.act(shown.code, "verify", 1)
    who = api.key(Role.COORDINATOR, "51.71")
    assert api.post(f"/v1/cases/{shown.code}/redact", {"files": [2], "reason": "Wajah anak terlihat."}, {**who, "If-Match": '"2"'}).status == 200

    observer = api.get(f"/v1/cases/{shown.code}", api.key(Role.OBSERVER, "nation")).body
    for seen in (api.get(f"/v1/complaints/{shown.code}").body, observer):
        assert "files" not in seen["timeline"][-1]["data"]
    for reader in (shown.secret, {}):
        assert api.get(f"/v1/complaints/{shown.code}", reader).body["redacted"] is False
    assert api.get(f"/v1/complaints/{shown.code}", shown.secret).body["timeline"][-1]["data"]["files"] == [2]


def test_a_file_that_the_reporter_has_not_cannot_be_withheld(api: Api, shown: Filed) -> None:
    api.act(shown.code, "verify", 1)
    who = api.key(Role.COORDINATOR, "51.71") | {"If-Match": '"2"'}

    refused = api.post(f"/v1/cases/{shown.code}/redact", {"files": [1, 3], "reason": "Wajah anak terlihat."}, who)
    assert [(one["pointer"], one["code"]) for one in refused.body["errors"]] == [("/files/1", "unknown")]
    turned = api.post(f"/v1/cases/{shown.code}/redact", {"files": [3, 1], "reason": "Wajah anak terlihat."}, who)
    assert [one["pointer"] for one in turned.body["errors"]] == ["/files/0"]
    beside = api.post(f"/v1/cases/{shown.code}/redact", {"number": 1, "text": "x", "files": [1], "reason": "Wajah anak terlihat."}, who)
    assert beside.body["errors"][0]["pointer"] == "/text"


def test_a_repeated_announcement_is_for_the_same_choice_which_may_have_been_changed_since(api: Api) -> None:
    filed = api.file()
    path, headers = f"/v1/complaints/{filed.code}/attachments", filed.secret | {"Idempotency-Key": "0123456789abcdef"}
    public = {**PHOTO, "public": True}
    assert uploaded(api, filed.code, headers, public) == 1
    assert api.post(f"{path}/1/show", {"public": False}, filed.secret).status == 200

    assert api.post(path, public, headers).status == 200
    other = filed.secret | {"Idempotency-Key": "fedcba9876543210"}
    assert api.post(path, public, other).status == 201
    assert api.post(path, PHOTO, other).problem == "idempotency-key-reused"
    assert api.post(f"{path}/2/show", {"public": False}, filed.secret).problem == "attachment-not-stored"
