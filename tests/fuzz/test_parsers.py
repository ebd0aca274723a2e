"""Whatever anybody sends, every parser reads it or refuses it in its own words: no error that nobody thought of, and nothing that it would not write itself."""

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from chalice.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import app
from chalicelib import wiring
from chalicelib.api import cursors, inputs
from chalicelib.api.problems import EdgeError
from chalicelib.api.routes import ROUTES
from chalicelib.domain import access, attachment, delivery, receipt, targets
from chalicelib.domain.access import KeyState
from chalicelib.domain.errors import ActionRefused, ChallengeRequired, InvalidInput
from chalicelib.domain.words import Role
from chalicelib.notify import reports
from chalicelib.notify.hooks import Hooks
from ops.importing import table
from ops.importing.reading import read
from tests.api.calls import path_of
from tests.api.conftest import Api
from tests.builders import NOON, a_key, a_receipt
from tests.fakes import fake_deps
from tests.jobs.test_jobs import Context
from tests.ops.files import NOW, NYC_SAMPLE, nyc

KEY = b"k" * 32
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
HOSTS = st.sampled_from(
    [
        "example.org",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "10.0.0.1",
        "0x7f.1",
        "2130706433",
        "169.254.169.254",
        "[::ffff:127.0.0.1]",
        "user@host",
        "\N{FULLWIDTH LATIN SMALL LETTER E}xample.org",
    ]
)
URLS = st.text(max_size=60) | st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["https", "http", "ftp", "HTTPS", ""]),
    HOSTS,
    st.sampled_from(["", ":0", ":80", ":99999", ":x"]),
    st.text(max_size=15),
)
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
"""`make fuzz` tries many new ones; usually it is the same hundred each time."""
QUICK = settings(max_examples=EXAMPLES or 100, deadline=None, derandomize=not EXAMPLES, database=None, suppress_health_check=list(HealthCheck))


def damaged(text: str) -> st.SearchStrategy[str]:
    """Something near the right thing: cut, doubled, with other signs in it."""
    signs = st.text(max_size=3)
    return st.builds(lambda at, put, cut: text[:at] + put + text[at + cut :], st.integers(0, len(text)), signs, st.integers(0, 5))


@QUICK
@given(st.text(max_size=40) | damaged(a_receipt().code) | damaged(receipt.written(a_receipt().secret)))
def test_a_code_or_secret_is_read_or_mistyped(text: str) -> None:
    for parse in (receipt.parse_code, receipt.parse_secret):
        try:
            read_ = parse(text)
        except receipt.Mistyped:
            continue
        assert parse(receipt.written(read_)) == read_
    assert receipt.matches(text, receipt.hashed(a_receipt(2).secret)) is False


@QUICK
@given(st.text(max_size=80) | damaged(a_key(Role.OFFICER, "51.71")[1]))
def test_a_key_is_one_or_none_and_only_the_right_one_works(text: str) -> None:
    key, right = a_key(Role.OFFICER, "51.71")
    id_ = access.key_id(text, "test")

    assert id_ is None or access.is_key_id(id_)
    assert access.works(key, text, NOON) is (text == right)
    assert key.state(NOON + timedelta(days=1)) is KeyState.WORKS


@QUICK
@given(
    st.text(max_size=60)
    | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    | damaged(str(cursors.written({"at": 1}, "list", KEY)))
)
def test_a_cursor_is_ours_or_refused(text: str) -> None:
    try:
        after = cursors.parsed(text, "list", KEY)
    except EdgeError:
        return
    assert after in (None, {"at": 1})


@QUICK
@given(
    st.text(max_size=80) | damaged("uploads/" + a_receipt().code + "/01-0123456789abcdef.jpg"),
    st.text(max_size=60) | damaged(delivery.stop_token(KEY, a_receipt().code)),
)
def test_an_uploads_key_or_the_token_of_a_notice_is_one_or_none(key: str, token: str) -> None:
    place = attachment.place_of(key)
    assert place is None or (place[0] in key and place[1] in range(1, 1000))
    assert delivery.stopped_by(KEY, token) in (None, a_receipt().code)


@QUICK
@given(URLS)
@example("https://example.org:65536/")
@example("https://[v1.a]/")
@example("http://[")
@example("https://a\N{FULLWIDTH FULL STOP}b/")
def test_an_endpoints_address_is_wrong_or_leads_to_a_public_host(url: str) -> None:
    said = targets.wrong_url(url, loopback=False)
    assert said or (urlsplit(url).scheme == "https" and urlsplit(url).hostname)
    for inside in ("127.0.0.1", "10.1.1.1", "::1", "fe80::1", "::ffff:10.0.0.1"):
        assert Hooks(lambda: 0.0, resolve=lambda *_, to=inside: [to]).wrong(url)


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(["altcha", "if-match", "idempotency-key", "accept-language"]),
        st.text(max_size=60) | JSON.map(lambda it: base64.b64encode(json.dumps(it).encode()).decode()),
    )
)
def test_headers_are_read_or_refused(headers: dict[str, str]) -> None:
    with suppress(EdgeError, InvalidInput, ChallengeRequired, ActionRefused):
        inputs.idempotency_key(headers)
    with suppress(EdgeError, InvalidInput, ChallengeRequired, ActionRefused):
        inputs.proof(headers)
    with suppress(EdgeError, InvalidInput, ChallengeRequired, ActionRefused):
        inputs.version(headers)
    assert inputs.preferred_lang(headers) in {"id", "en"}


@contextmanager
def wired() -> Iterator[Api]:
    deps = fake_deps()
    with pytest.MonkeyPatch.context() as patch, Client(app.app) as client:
        patch.setattr(wiring, "deps", lambda: deps)
        yield Api(client, deps)


@QUICK
@given(
    st.sampled_from([route for route in ROUTES if route.method in {"POST", "PUT", "PATCH"}]),
    JSON.map(lambda it: json.dumps(it).encode()) | st.binary(max_size=60),
)
def test_whatever_body_a_route_gets_it_answers_as_it_is_described(route: Any, body: bytes) -> None:
    with wired() as api:
        answer = api.call(
            route.method,
            path_of(route, a_receipt(5).code),
            headers={**api.key(Role.STEWARD, "nation"), "If-Match": '"1"', "Idempotency-Key": "0123456789abcdef"},
            raw=body,
        )

    assert answer.status < 500


@QUICK
@given(
    st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain", ""]),
    st.binary(max_size=80),
    st.text(min_size=1, max_size=30),
)
def test_whatever_a_mail_program_posts_ends_nothing_of_others(kind: str, body: bytes, token: str) -> None:
    with wired() as api:
        response = api.client.http.request("POST", f"/v1/notices/stop/{quote(token, safe='')}", {"Content-Type": kind}, body)

    assert response.status_code in {400, 404, 415}


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "eventName": st.sampled_from(["INSERT", "MODIFY", "REMOVE"]),
            "dynamodb": st.fixed_dictionaries(
                {"SequenceNumber": st.just("1")},
                optional={
                    "NewImage": st.dictionaries(
                        st.sampled_from(["pk", "sk", "at", "ac"]),
                        st.fixed_dictionaries({"S": st.sampled_from(["E#000001", "C#1", "X#1", "LR#1", ""]) | st.text(max_size=9)}),
                        max_size=4,
                    )
                },
            ),
        }
    ),
    max_size=3,
)


@QUICK
@given(RECORDS)
def test_a_record_of_the_stream_is_handled_or_named_as_failed(records: list[dict[str, Any]]) -> None:
    with wired():
        failed = app.react({"Records": records}, Context())

    assert {one["itemIdentifier"] for one in failed["batchItemFailures"]} <= {"1"}


@QUICK
@given(
    st.text(max_size=60)
    | JSON.map(json.dumps)
    | JSON.map(lambda it: json.dumps({"Records": it}))
    | JSON.map(lambda it: json.dumps({"eventType": "Bounce", "bounce": it, "mail": it}))
)
def test_a_message_of_a_queue_is_handled_or_named_as_failed(body: str) -> None:
    message = {"Records": [{"messageId": "m", "receiptHandle": "r", "body": body}]}
    with wired():
        for trigger in (app.inspect_upload, app.hear_of_mail):
            assert trigger(message, Context())["batchItemFailures"] in ([], [{"itemIdentifier": "m"}])
    with suppress(KeyError, TypeError, AttributeError):  # the queue keeps what is not as SES writes it, for somebody to look at
        reports.read(body)


@QUICK
@given(
    st.binary(max_size=300)
    | st.lists(st.lists(st.text(max_size=12), max_size=19), max_size=4).map(lambda rows: "\n".join(map(",".join, rows)).encode("utf-8", "replace"))
)
def test_every_line_of_a_file_becomes_a_case_or_is_refused_with_a_reason(content: bytes) -> None:
    heading = NYC_SAMPLE.read_bytes().splitlines(keepends=True)[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(heading + content)
        for line in table.lines(path, nyc()):
            case, remarks = read(line, nyc(), NOW)
            assert case is not None or remarks
