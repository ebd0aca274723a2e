"""What the measurements count, and how they show it."""

from types import SimpleNamespace

import pytest

from bench.pages import pages
from bench.said import show
from bench.wire import Wire, read_units, size
from bench.world import event


@pytest.mark.parametrize(
    ("item", "bytes_"),
    [({"pk": {"S": "abc"}}, 5), ({"a": {"S": "é"}}, 3), ({"n": {"N": "12"}}, 3), ({}, 0)],
)
def test_the_size_of_an_item_is_its_names_and_values_in_bytes(item: dict[str, dict[str, str]], bytes_: int) -> None:
    assert size(item) == bytes_


@pytest.mark.parametrize(
    ("length", "consistent", "units"), [(0, True, 1), (0, False, 0.5), (4094, True, 1), (4095, True, 2), (4095, False, 1), (12_000, False, 1.5)]
)
def test_a_query_reads_all_its_items_in_blocks_of_four_kilobytes(length: int, units: float, *, consistent: bool) -> None:
    assert read_units([{"xx": {"S": "x" * length}}], consistent=consistent) == units


def heard(name: str, answer: dict[str, object], params: dict[str, object] | None = None) -> Wire:
    wire = Wire()
    wire._before(params or {})  # noqa: SLF001  what botocore calls
    wire._after(SimpleNamespace(name=name), answer)  # noqa: SLF001
    return wire


def test_calls_reads_and_writes_are_counted_apart() -> None:
    query = heard("Query", {"Items": [{"pk": {"S": "x"}}], "ConsumedCapacity": {"CapacityUnits": 7}}, {"ConsistentRead": True})
    write = heard("TransactWriteItems", {"ConsumedCapacity": [{"CapacityUnits": 8}, {"CapacityUnits": 4}]})
    batch = heard("BatchGetItem", {"Responses": {"t": [{"pk": {"S": "x"}}, {"pk": {"S": "y"}}]}})

    consistent = heard("BatchGetItem", {"Responses": {"t": [{"pk": {"S": "x"}}]}}, {"RequestItems": {"t": {"Keys": [], "ConsistentRead": True}}})

    assert consistent.read == 1
    assert (query.calls, query.read, query.written) == (["Query"], 1, 0)
    assert (write.calls, write.read, write.written) == (["TransactWriteItems"], 0, 12)
    assert (batch.read, batch.written) == (1, 0)


@pytest.mark.parametrize(
    ("path", "resource", "params"),
    [
        ("/health", "/health", {}),
        ("/v1/complaints", "/v1/complaints", {}),
        ("/v1/cases/bulk", "/v1/cases/bulk", {}),
        ("/v1/templates/terima", "/v1/templates/{id}", {"id": "terima"}),
        ("/elsewhere", "/elsewhere", {}),
        ("/v1/cases/AB-1", "/v1/cases/{code}", {"code": "AB-1"}),
        ("/v1/cases/AB/verify", "/v1/cases/{code}/verify", {"code": "AB"}),
        ("/v1/complaints/AB/attachments/1", "/v1/complaints/{code}/attachments/{number}", {"code": "AB", "number": "1"}),
    ],
)
def test_a_request_names_its_route_as_the_gateway_does(path: str, resource: str, params: dict[str, str]) -> None:
    sent = event("GET", path, None, {})

    assert (sent["requestContext"]["resourcePath"], sent["pathParameters"] or {}) == (resource, params)


def test_the_first_load_of_a_page_counts_all_that_it_names() -> None:
    complain = next(page for page in pages() if page["page"] == "complain.html")

    assert complain["files"] > 20
    assert 10_000 < complain["bytes"] <= 50_000


def test_a_table_is_as_wide_as_what_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"what": "submit", "cpu": 1.5, "floor": None}, {"what": "x", "cpu": 10.0, "floor": 2}])

    assert capsys.readouterr().out == "what    cpu  floor\nsubmit  1.5\nx       10   2\n"
