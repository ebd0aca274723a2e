"""The bucket's adapter over the engine: forms that accept one thing only, links that download, copies that cannot be replaced."""

import hashlib
import io
import os
import socket
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import Conflict, NotStored
from chalicelib.domain.upload import UploadForm
from chalicelib.files import Files
from chalicelib.settings import Settings
from chalicelib.usecases import attach, inspecting, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests import uploads
from tests.builders import a_submission
from tests.local.uploading import JPEG, multipart, upload

KEY = "uploads/0F344WJ83T56/01-abc.jpg"


def form(deps: Deps, key: str = KEY) -> UploadForm:
    return deps.files.upload_form(key, "image/jpeg", len(JPEG), 60)


def post(made: UploadForm, file: bytes = JPEG, **fields: str) -> int:
    try:
        return int(upload({"url": made.url, "fields": {**made.fields, **fields}}, file).status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_form_takes_the_announced_file(engine_deps: Deps) -> None:
    assert post(form(engine_deps)) in (201, 204)

    found = engine_deps.files.found(KEY)
    assert found
    assert (found.type, found.size) == ("image/jpeg", len(JPEG))


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        (JPEG + b"x", {}),
        (JPEG[:-1], {}),
        (JPEG, {"key": "uploads/another/01-abc.jpg"}),
        (JPEG, {"Content-Type": "text/html"}),
        (JPEG, {"acl": "public-read"}),
    ],
)
def test_a_form_takes_nothing_else(engine_deps: Deps, file: bytes, fields: dict[str, str]) -> None:
    assert post(form(engine_deps), file, **fields) in (400, 403)


def test_what_is_not_there_is_not_found(engine_deps: Deps) -> None:
    assert engine_deps.files.found("uploads/nothing/01-x.jpg") is None


def test_a_bucket_that_refuses_is_not_an_empty_one() -> None:
    class Refusing:
        def head_object(self, **_: str) -> None:
            raise ClientError({"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}}, "HeadObject")

        def get_object(self, **_: str) -> None:
            raise ClientError({"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}}, "GetObject")

    files = Files("bucket", "https://files.example", Refusing)
    with pytest.raises(ClientError):
        files.found(KEY)
    with pytest.raises(ClientError):
        files.read_upload(KEY, "etag")


def test_a_link_downloads_the_file_under_its_name_and_no_browser_takes_it_for_something_else(engine_deps: Deps) -> None:
    post(form(engine_deps))

    with urllib.request.urlopen(engine_deps.files.link(KEY, 'foto "rumah" é.jpg', "image/jpeg", 60), timeout=10) as response:
        assert response.read() == JPEG
        assert response.headers["Content-Disposition"] == 'attachment; filename="foto__rumah__.jpg"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_leads_by_the_address_in_front_of_the_bucket(engine_settings: Settings) -> None:
    files = Files(engine_settings.attachments_bucket, "https://files.example", lambda: boto3.client("s3"))

    address = urlsplit(files.link(KEY, "a.jpg", "image/jpeg", 60))

    assert (address.scheme, address.netloc) == ("https", "files.example")
    assert "Signature" in address.query
    assert address.path.endswith(KEY)


def refusal(asked: str | urllib.request.Request) -> tuple[int, Any]:
    """Status and headers of what is refused."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    with refused.value as answer:
        return answer.code, answer.headers


def test_a_link_that_was_changed_opens_nothing(engine_deps: Deps) -> None:
    post(form(engine_deps))
    link = engine_deps.files.link(KEY, "a.jpg", "image/jpeg", 60)

    for changed in (link.replace("01-abc", "02-abc"), link.replace("attachment", "inline"), link.replace("image%2Fjpeg", "text%2Fhtml")):
        assert changed != link
        assert refusal(changed)[0] == 403


def test_what_was_found_is_read_and_nothing_that_was_uploaded_over_it(engine_deps: Deps) -> None:
    files = engine_deps.files
    post(form(engine_deps))
    found = files.found(KEY)
    assert found
    assert files.read_upload(KEY, found.etag) == JPEG

    assert post(form(engine_deps), JPEG[:-1] + b"!") in (201, 204)

    with pytest.raises(Conflict):
        files.read_upload(KEY, found.etag)
    files.remove(KEY)
    with pytest.raises(Conflict):
        files.read_upload(KEY, found.etag)
    files.remove(KEY)


def tags(settings: Settings, key: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in boto3.client("s3").get_object_tagging(Bucket=settings.attachments_bucket, Key=key)["TagSet"]}


def test_what_is_kept_is_an_orphan_until_it_is_adopted(engine_deps: Deps, engine_settings: Settings) -> None:
    files, kept = engine_deps.files, "attachments/0F344WJ83T56/01-abc.jpg"
    files.keep(kept, JPEG, "image/jpeg")
    assert tags(engine_settings, kept) == {"state": "orphan"}

    files.adopt(kept)

    assert tags(engine_settings, kept) == {}
    found = files.found(kept)
    assert found
    assert (found.type, found.size) == ("image/jpeg", len(JPEG))


def test_the_scanners_verdict_is_read_from_its_tag(engine_deps: Deps, engine_settings: Settings) -> None:
    post(form(engine_deps))
    assert engine_deps.files.verdict(KEY) == ""

    tag = {"Key": "GuardDutyMalwareScanStatus", "Value": "THREATS_FOUND"}
    boto3.client("s3").put_object_tagging(Bucket=engine_settings.attachments_bucket, Key=KEY, Tagging={"TagSet": [tag]})

    assert engine_deps.files.verdict(KEY) == "THREATS_FOUND"


SITE, STRANGE = "https://tanggap.example", "https://elsewhere.example"


def preflight(made: UploadForm, origin: str, method: str = "POST") -> urllib.request.Request:
    headers = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return urllib.request.Request(made.url, headers=headers, method="OPTIONS")


def test_a_browser_on_the_site_may_send_a_form(engine_deps: Deps) -> None:
    made = form(engine_deps)

    with urllib.request.urlopen(preflight(made, SITE), timeout=10) as allowed:
        assert allowed.headers["Access-Control-Allow-Origin"] == SITE
        assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    answer = upload({"url": made.url, "fields": dict(made.fields)}, JPEG, SITE)
    assert (answer.status in (201, 204), answer.headers["Access-Control-Allow-Origin"]) == (True, SITE)


@pytest.mark.parametrize(("origin", "method"), [(STRANGE, "POST"), ("null", "POST"), (SITE, "PUT"), (SITE, "DELETE")])
def test_no_other_page_and_no_other_way_is_allowed_to_a_browser(engine_deps: Deps, origin: str, method: str) -> None:
    status, headers = refusal(preflight(form(engine_deps), origin, method))

    assert (status, headers["Access-Control-Allow-Origin"]) == (403, None)


def test_an_upload_that_breaks_off_leaves_nothing(engine_deps: Deps) -> None:
    """Half of the body, and then the line is cut."""
    key = "uploads/0F344WJ83T56/02-cut.jpg"
    made = form(engine_deps, key)
    head, body = multipart({"url": made.url, "fields": dict(made.fields)}, JPEG)
    address = urlsplit(made.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as line:
        lines = [
            f"POST {address.path} HTTP/1.1",
            f"Host: {address.netloc}",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in head.items()),
        ]
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])

    assert engine_deps.files.found(key) is None


@pytest.mark.parametrize(
    ("type_", "content", "reason"),
    [
        ("image/jpeg", JPEG, ""),
        ("image/jpeg", uploads.polyglot(), ""),
        ("image/heic", uploads.photo("HEIF"), ""),
        ("application/pdf", uploads.document(), ""),
        ("video/mp4", uploads.film(), ""),
        ("image/png", uploads.bomb(), "too-many-pixels"),
        ("image/jpeg", uploads.photo("PNG"), "wrong-type"),
        ("application/pdf", uploads.document(password="rahasia"), "password"),
        ("application/pdf", uploads.document(script=True), "active-content"),
        ("image/jpeg", b"\xff\xd8\xff\xe0 not much of a picture", "unreadable"),
    ],
)
def test_an_upload_goes_its_whole_way(engine_deps: Deps, type_: str, content: bytes, reason: str) -> None:
    """Announced, sent as a browser does, read from the bucket, inspected by the real process, and fetched; or refused with the reason that is shown."""
    code = submit.submit(a_submission(), os.urandom(16).hex(), engine_deps).receipt.code
    expected = attach.expect(load(code, engine_deps), "berkas", type_, len(content), engine_deps)
    assert post(expected.form, content) in (201, 204)

    settled = inspecting.inspect(expected.attachment.key, engine_deps)

    assert settled
    assert settled == load(code, engine_deps).attachments[0]
    assert settled.reason == reason
    assert engine_deps.files.found(expected.attachment.key) is None
    if reason:
        with pytest.raises(NotStored):
            attach.link(load(code, engine_deps).reporters_files, 1, engine_deps)
        return
    links = attach.link(load(code, engine_deps).reporters_files, 1, engine_deps)
    with urllib.request.urlopen(links.address, timeout=10) as response:
        fetched = response.read()
        assert response.headers["Content-Type"] == settled.kept_type
    assert hashlib.sha256(fetched).hexdigest() == settled.sha256
    assert uploads.MARK not in fetched
    assert bool(links.small) == type_.startswith("image/")


def test_what_is_uploaded_after_the_inspection_is_never_fetched(engine_deps: Deps) -> None:
    code = submit.submit(a_submission(), os.urandom(16).hex(), engine_deps).receipt.code
    expected = attach.expect(load(code, engine_deps), "foto.jpg", "image/jpeg", len(JPEG), engine_deps)
    post(expected.form)
    settled = inspecting.inspect(expected.attachment.key, engine_deps)
    assert settled
    evil = JPEG[:-8] + b"<script>"

    assert post(expected.form, evil) in (201, 204)
    assert post(expected.form, evil, key=settled.key) == 403
    assert inspecting.inspect(expected.attachment.key, engine_deps) is None

    with urllib.request.urlopen(attach.link(load(code, engine_deps).reporters_files, 1, engine_deps).address, timeout=10) as response:
        assert hashlib.sha256(response.read()).hexdigest() == settled.sha256
    assert engine_deps.files.found(expected.attachment.key) is None


@pytest.mark.parametrize("bucket", ["fake", "engine"])
def test_a_file_of_our_own_is_kept_as_it_is_with_its_type(request: pytest.FixtureRequest, bucket: str) -> None:
    """The fake and the engine keep the same promise."""
    kept: Deps = request.getfixturevalue("deps" if bucket == "fake" else "engine_deps")
    kept.files.put("exports/0a/cases.csv", io.BytesIO(b"code\r\n"), "text/csv; charset=utf-8")
    kept.files.put("exports/0b/cases.csv", io.BytesIO(b""), "text/csv; charset=utf-8")

    found, empty = (kept.files.found(f"exports/{folder}/cases.csv") for folder in ("0a", "0b"))
    assert found
    assert (found.type, found.size) == ("text/csv; charset=utf-8", 6)
    assert empty
    assert empty.size == 0
    assert list(kept.files.lines("exports/0a/cases.csv")) == [b"code\r\n"]
    assert kept.files.found("exports/0c/cases.csv") is None


@pytest.mark.parametrize("bucket", ["fake", "engine"])
def test_a_file_is_read_line_by_line_however_it_comes_over_the_line(request: pytest.FixtureRequest, bucket: str) -> None:
    kept: Deps = request.getfixturevalue("deps" if bucket == "fake" else "engine_deps")
    written = [b"%d %s\n" % (number, b"x" * (number % 3000)) for number in range(300)]
    kept.files.put("periods/2026-11/lines.jsonl", io.BytesIO(b"".join(written)), "application/jsonl")

    assert list(kept.files.lines("periods/2026-11/lines.jsonl")) == written
