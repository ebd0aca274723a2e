"""The packaged functions run as Lambda runs them: unpacked, under AWS's own runtime client, each with the credentials of its own role and the events that it gets.

A complaint goes the whole way that it goes in the deployed stack (tests/infra/test_deployed.py): the very same steps, with nothing but these processes to do them.
"""

import inspect
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from infra.alarms import functions
from tests.infra import permissions, test_deployed
from tests.infra.deployment import STACK, Deployed, architecture
from tests.infra.driven import Driven, boxes, recorded, standing
from tests.infra.lambdabox import FunctionFailedError, box, runtime

pytestmark = pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")

WAY: tuple[Callable[..., None], ...] = (
    test_deployed.test_a_complaint_is_verified_handed_on_worked_on_and_answered,
    test_deployed.test_the_stream_brings_the_reporter_a_notice,
    test_deployed.test_a_notice_that_waits_is_woken_by_the_schedule_and_sent_by_the_stream,
    test_deployed.test_an_upload_through_the_signed_form_is_inspected_with_the_layer_of_its_function,
    test_deployed.test_the_tick_escalates_what_is_late_and_the_coordinator_hears_of_it,
    test_deployed.test_the_tick_counts_open_cases_anew_when_a_day_off_is_proclaimed,
    test_deployed.test_a_supporter_is_told_and_can_take_it_back,
    test_deployed.test_the_reporter_confirms_with_a_rating,
    test_deployed.test_the_scores_are_computed_with_its_own_permissions,
    test_deployed.test_a_month_that_was_frozen_is_fetched_by_its_link,
    test_deployed.test_what_the_stream_puts_down_for_a_webhook_is_tried_with_its_own_permissions,
    test_deployed.test_what_the_mail_service_reports_is_seen_by_officers,
    test_deployed.test_a_mail_program_ends_notices_through_the_gateway,
    test_deployed.test_a_feed_comes_through_the_gateway,
    test_deployed.test_a_months_cases_are_exported_with_the_permission_to_read_months,
    test_deployed.test_neighbours_and_queues_are_found_by_their_indexes,
    test_deployed.test_a_duplicate_follows_its_lead_to_another,
    test_deployed.test_a_sealed_identity_is_opened_and_then_erased_with_those_who_follow_and_what_was_attached,
    test_deployed.test_lost_codes_come_by_a_link_that_works_once,
)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[tuple[str, list[tuple[dict[str, str], str]]]]:
    """An agency's endpoint on this machine: its address, and headers and body of what came."""
    came: list[tuple[dict[str, str], str]] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", came
        server.shutdown()


@pytest.fixture(scope="module")
def own(stack: Deployed, endpoint: tuple[str, Any]) -> dict[str, Any]:
    """Keys and a late complaint that nobody else works on, and both endpoints."""
    prepared: dict[str, Any] = json.loads(stack.run("-m", "tests.infra.prepare", STACK, endpoint[0]))
    return prepared


@pytest.fixture(scope="module")
def driven(archive: Path, stack: Deployed, own: dict[str, Any], notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    """The stack with its functions running here. Only that one which sends to endpoints is told that it may reach this machine."""
    root = tmp_path_factory.mktemp("var")
    further = {"SendWebhooks": {"STAGE": "local", "WEBHOOKS_TO": "loopback"}}
    with standing(stack), boxes(archive, stack, root, further) as start:
        here = Driven(stack.endpoint, stack.names, stack.outputs, start=start, kept=root / "stream")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("local.pollers.boto3", here)  # its clients are for the engine of other tests
            here.leave_what_is_there()
            forget_what_failed(stack)
            notes.write_text("")
            yield here


def forget_what_failed(stack: Deployed) -> None:
    """An endpoint that did not answer rests, and is asked again with what it was first asked with."""
    for row in stack.client("dynamodb").query(**test_deployed.partition(stack, "W#wh-nowhere"))["Items"]:
        stack.client("dynamodb").delete_item(TableName=stack.names["CasesTable"], Key={name: row[name] for name in ("pk", "sk")})


@pytest.fixture(scope="module")
def filed(driven: Driven) -> dict[str, Any]:
    return test_deployed.file(driven)


@pytest.mark.parametrize("step", WAY, ids=lambda step: step.__name__.removeprefix("test_"))
def test_it_goes_the_same_way(step: Callable[..., None], driven: Driven, own: dict[str, Any], filed: dict[str, Any]) -> None:
    given = {"stack": driven, "world": own, "receipt": filed}
    step(**{name: given[name] for name in inspect.signature(step).parameters})


def test_an_endpoint_gets_what_happened_signed(
    own: dict[str, Any], filed: dict[str, Any], endpoint: tuple[str, list[tuple[dict[str, str], str]]]
) -> None:
    told = [Webhook(own["signs"][0]).verify(body, headers) for headers, body in endpoint[1]]
    assert {"case.submit", "case.forward", "case.respond"} <= {one["type"] for one in told if filed["code"] in json.dumps(one)}


def test_a_refusal_is_an_answer_and_no_failure(driven: Driven) -> None:
    status, headers, _ = driven.fetched("POST", "/v1/complaints", b'{"type": "complaint"}', {"Content-Type": "application/json"})
    assert (status, headers["Content-Type"]) == (422, "application/problem+json; charset=utf-8")


def test_an_upload_that_is_gone_is_no_failure(driven: Driven, filed: dict[str, Any]) -> None:
    key = f"uploads/{filed['code'].replace('-', '')}/01-gone.jpg"
    s3 = {"bucket": {"name": driven.names["AttachmentsBucket"]}, "object": {"key": key, "size": 9}}
    event = {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": s3}]}
    [message] = recorded("queue")["Records"]
    assert driven.start("InspectUpload").invoke({"Records": [message | {"body": json.dumps(event)}]}) == {"batchItemFailures": []}


def test_a_function_fails_as_lambda_sees_it(driven: Driven) -> None:
    with pytest.raises(FunctionFailedError):
        driven.start("Tick").invoke("no event at all")


def test_nothing_was_asked_for_that_a_role_may_not(driven: Driven, notes: Path) -> None:
    assert permissions.refused(notes, driven.names) == []
    assert {function for function, _, _ in permissions.asked(notes, driven.names)} == set(functions())


def test_what_is_installed_here_is_not_seen(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as bundled:
        bundled.extractall(tmp_path, [name for name in bundled.namelist() if not name.startswith("msgspec")])
    with pytest.raises(AssertionError, match="msgspec"), box(tmp_path, tmp_path, "app.app", {}, runtime(tmp_path / "runtime")):
        pass
