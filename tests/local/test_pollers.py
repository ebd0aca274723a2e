"""The functions behind the stream and the queue are called, and called again after failures, as Lambda does it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.template import theme
from local.pollers import ATTEMPTS, IDLE_SECONDS, StreamPoller, handle, is_event


def record(number: int, event: str = "INSERT", sk: str = "E#000001") -> dict[str, Any]:
    """A record as the client gives it."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    image = {"pk": {"S": "C#1"}, "hash": {"B": b"\x00\x01"}}
    change = {"SequenceNumber": str(number), "Keys": {"pk": {"S": "C#1"}, "sk": {"S": sk}}, "NewImage": image, "ApproximateCreationDateTime": at}
    return {"eventName": event, "eventID": str(number), "dynamodb": change}


class Function:
    """Remembers what it was called with; answers that records are bad, or raises because of them."""

    def __init__(self, reports: str = "", raises: str = "") -> None:
        self.batches: list[str] = []
        self._reports = reports
        self._raises = raises

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        batch = "".join(record["dynamodb"]["SequenceNumber"] for record in event["Records"])
        self.batches.append(batch)
        if set(batch) & set(self._raises):
            raise ValueError(batch)
        return {"batchItemFailures": [{"itemIdentifier": number} for number in batch if number in self._reports]}


RECORDS = [record(number) for number in range(1, 5)]


def test_a_batch_without_failures_is_done() -> None:
    assert handle(Function(), RECORDS) == len(RECORDS)


def test_what_comes_before_the_first_reported_failure_is_done() -> None:
    assert handle(Function(reports="24"), RECORDS) == 1


def test_a_batch_that_raises_is_halved_until_the_bad_record_is_alone() -> None:
    function = Function(raises="3")
    assert handle(function, RECORDS) == 2
    assert function.batches == ["1234", "12", "34", "3"]


def test_no_call_is_made_for_nothing() -> None:
    function = Function()
    assert handle(function, []) == 0
    assert function.batches == []


def test_a_record_reaches_the_function_as_json() -> None:
    seen: list[Any] = []
    handle(lambda event, context: seen.append(json.dumps(event)), [record(1)])
    change = json.loads(seen[0])["Records"][0]["dynamodb"]
    assert change["NewImage"]["hash"] == {"B": "AAE="}
    assert change["ApproximateCreationDateTime"] == 1795478400


class Stream:
    """The client of a stream with these records; iterators are positions. Like the engine, it refuses a number that it does not know."""

    class exceptions:  # noqa: N801 - the client's name
        class TrimmedDataAccessException(Exception):
            """The number is not in the stream."""

    def __init__(self, *numbers: int) -> None:
        self.records = [{**record(0), "dynamodb": {**record(0)["dynamodb"], "SequenceNumber": f"{number:030d}"}} for number in numbers]

    def describe_stream(self, **_: Any) -> dict[str, Any]:
        return {"StreamDescription": {"Shards": [{"ShardId": "shard"}]}}

    def get_shard_iterator(self, **where: Any) -> dict[str, str]:
        known = [each["dynamodb"]["SequenceNumber"] for each in self.records]
        if where["ShardIteratorType"] == "TRIM_HORIZON":
            return {"ShardIterator": "0"}
        if where["SequenceNumber"] not in known:
            raise self.exceptions.TrimmedDataAccessException
        return {"ShardIterator": str(known.index(where["SequenceNumber"]) + 1)}

    def get_records(self, **where: Any) -> dict[str, Any]:
        start = int(where["ShardIterator"])
        return {"Records": self.records[start : start + 2], "NextShardIterator": str(min(start + 2, len(self.records)))}


def poller(stream: Stream, function: Function, file: Path, monkeypatch: pytest.MonkeyPatch) -> StreamPoller:
    """A poller of this stream."""
    monkeypatch.setattr("boto3.client", lambda _: stream)
    return StreamPoller(function, "arn", file)


def handled(function: Function) -> list[int]:
    """The numbers of all records that the function was called with."""
    return [int(batch[start : start + 30]) for batch in function.batches for start in range(0, len(batch), 30)]


def turns(poller: StreamPoller) -> None:
    """Until nothing is left to do."""
    while poller.turn() != IDLE_SECONDS:
        pass


def test_the_next_run_goes_on_after_the_last_record_that_was_handled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream, function = Stream(1, 2, 3), Function()
    turns(poller(stream, function, tmp_path / "position", monkeypatch))
    stream.records += Stream(4).records
    turns(poller(stream, function, tmp_path / "position", monkeypatch))
    assert handled(function) == [1, 2, 3, 4]


def test_nothing_is_handled_again_because_the_engine_lost_the_last_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    function = Function()
    (tmp_path / "position").write_text(f"{5:030d}")
    turns(poller(Stream(1, 2, 3, 4, 6), function, tmp_path / "position", monkeypatch))
    assert handled(function) == [6]


def test_a_position_that_was_lost_means_from_the_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    function = Function()
    (tmp_path / "position").write_text("")
    turns(poller(Stream(1, 2, 3), function, tmp_path / "position", monkeypatch))
    assert handled(function) == [1, 2, 3]


def test_a_record_that_never_succeeds_is_left_out_after_twenty_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(1, 2)
    calls: list[str] = []

    def bad(event: dict[str, Any], context: object) -> dict[str, Any]:
        calls.append(event["Records"][0]["dynamodb"]["SequenceNumber"][-1])
        return {"batchItemFailures": [{"itemIdentifier": f"{1:030d}"}]}

    monkeypatch.setattr("boto3.client", lambda _: stream)
    turns(StreamPoller(bad, "arn", tmp_path / "position"))
    assert calls == ["1"] * ATTEMPTS + ["2"]


@pytest.mark.parametrize(
    ("event", "sk", "wanted"),
    [
        ("INSERT", "E#000001", True),
        ("MODIFY", "E#000001", False),
        ("INSERT", "A", False),
        ("INSERT", "M#1", True),
        ("MODIFY", "M#1", True),
        ("REMOVE", "M#1", False),
    ],
)
def test_only_added_events_and_addresses_that_are_to_follow_are_passed_on(event: str, sk: str, wanted: bool) -> None:  # noqa: FBT001
    assert is_event(record(1, event, sk)) is wanted


@pytest.mark.parametrize(
    ("event", "pk", "image", "wanted"),
    [
        ("MODIFY", "D#1", {"wo": {"S": "2026-11-24T04:00:00Z"}}, True),
        ("MODIFY", "D#1", {}, False),
        ("INSERT", "D#1", {"wo": {"S": "2026-11-24T04:00:00Z"}}, False),
        ("MODIFY", "C#1", {"wo": {"S": "2026-11-24T04:00:00Z"}}, False),
    ],
)
def test_notices_that_were_woken_are_passed_on(event: str, pk: str, image: dict[str, Any], wanted: bool) -> None:  # noqa: FBT001
    one = record(1, event, "A")
    one["dynamodb"] |= {"Keys": {"pk": {"S": pk}, "sk": {"S": "A"}}, "NewImage": image}

    assert is_event(one) is wanted


def test_the_deployed_filter_is_the_same() -> None:
    source = theme("functions")["Resources"]["React"]["Properties"]["Events"]["ReactDynamodbEventSource"]["Properties"]
    added, follow, woken = (json.loads(one["Pattern"]) for one in source["FilterCriteria"]["Filters"])
    assert added == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "E#"}, {"prefix": "X#"}]}}}}
    assert follow == {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "M#"}]}}}}
    waits = {"Keys": {"pk": {"S": [{"prefix": "D#"}]}}, "NewImage": {"wo": {"S": [{"exists": True}]}}}
    assert woken == {"eventName": ["MODIFY"], "dynamodb": waits}
