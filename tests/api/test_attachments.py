"""Attachments over HTTP, as a reporter sends and opens them."""

from tests.api.conftest import Api


def test_an_upload_form_is_for_one_file_and_stored_once_it_came(api: Api) -> None:
    filed = api.file()
    sent = {"name": "foto.jpg", "type": "image/jpeg", "size": 1234}

    answer = api.post(f"/v1/complaints/{filed.code}/attachments", sent, filed.secret)

    assert answer.status == 201
    assert answer.body["number"] == 1
    assert answer.body["upload"]["expires_at"] == "2026-11-24T04:30:00Z"
    assert answer.body["upload"]["fields"]["key"].startswith(f"uploads/{filed.code.replace('-', '')}/01-")
    attachments = api.get(f"/v1/complaints/{filed.code}", filed.secret).body["attachments"]
    assert attachments == [{"number": 1, **sent, "state": "waiting", "reason": None}]


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


def test_the_public_sees_no_attachments(api: Api) -> None:
    filed = api.file()
    api.post(f"/v1/complaints/{filed.code}/attachments", {"name": "foto.jpg", "type": "image/jpeg", "size": 1}, filed.secret)
    api.act(filed.code, "verify", 1)

    assert api.get(f"/v1/complaints/{filed.code}").body["attachments"] == []


def test_a_number_of_an_attachment_with_thousands_of_digits_is_not_found(api: Api) -> None:
    filed = api.file()

    assert api.get(f"/v1/complaints/{filed.code}/attachments/{'9' * 5000}", filed.secret).problem == "not-found"
