"""The bucket's adapter over the engine: forms that accept one thing only, links that download, copies that cannot be replaced."""

import io
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.attachment import UploadForm
from chalicelib.files import Files
from chalicelib.usecases.ports import Deps
from tests.local.uploading import JPEG, upload

KEY = "uploads/0F344WJ83T56/01-abc.jpg"


def form(deps: Deps, key: str = KEY) -> UploadForm:
    return deps.files.upload_form(key, "image/jpeg", len(JPEG), 60)


def post(made: UploadForm, file: bytes = JPEG, **fields: str) -> int:
    try:
        return int(upload({"url": made.url, "fields": {**made.fields, **fields}}, file).status)
    except urllib.error.HTTPError as error:
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

    with pytest.raises(ClientError):
        Files("bucket", Refusing).found(KEY)


def test_a_link_downloads_the_file_under_its_name_and_shows_nothing_in_the_page(engine_deps: Deps) -> None:
    post(form(engine_deps))

    with urllib.request.urlopen(engine_deps.files.link(KEY, 'foto "rumah" é.jpg', "image/jpeg", 60), timeout=10) as response:
        assert response.read() == JPEG
        assert response.headers["Content-Disposition"] == 'attachment; filename="foto__rumah__.jpg"'


def test_a_kept_copy_is_not_replaced_by_another_upload(engine_deps: Deps) -> None:
    kept = "attachments/0F344WJ83T56/01-abc.jpg"
    post(form(engine_deps))
    found = engine_deps.files.found(KEY)
    assert found
    engine_deps.files.keep(KEY, kept, found.etag)
    other = JPEG[:-1] + b"!"
    assert post(form(engine_deps), other) in (201, 204)

    assert engine_deps.files.found(kept) == found
    with pytest.raises(ClientError):
        engine_deps.files.keep(KEY, kept, found.etag)


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
    assert kept.files.read("exports/0a/cases.csv").read() == b"code\r\n"
    assert list(kept.files.read("exports/0a/cases.csv")) == [b"code\r\n"]
    assert kept.files.found("exports/0c/cases.csv") is None
