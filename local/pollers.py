"""Brings records of the stream and messages of the queue to their functions, with Lambda's rules for failures."""

import base64
import contextlib
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3

from local import whole_files
from local.jobs import Function, Json

IDLE_SECONDS = 0.3
ATTEMPTS = 20
RETRY_SECONDS = 5

log = logging.getLogger("jobs")


class StreamPoller:
    """Calls `react` with new events of complaints, in order. How far it has come is kept in `file`, across restarts."""

    def __init__(self, react: Function, stream: str, file: Path) -> None:
        self._react = react
        self._stream = stream
        self._file = file
        self._client: Any = boto3.client("dynamodbstreams")
        self._iterator = self._after_last()
        self._attempts = 0

    def turn(self) -> float:
        """Handles one batch. After a failure it is read again from the failed record, which is left out after 20 times."""
        records, self._iterator = self._page(self._iterator)
        if not records:
            return IDLE_SECONDS
        events = [record for record in records if is_event(record)]
        done = handle(self._react, events)
        if done == len(events):
            self._keep(records[-1])
            return 0.0
        if done:
            self._keep(events[done - 1])
        return self._again(events[done])

    def _page(self, iterator: str) -> tuple[list[Json], str]:
        """Up to a hundred records that were not handled yet, and where to go on."""
        last = self._last()
        while True:
            page = self._client.get_records(ShardIterator=iterator, Limit=100)
            iterator = page.get("NextShardIterator") or self._after_last()
            fresh = [record for record in page["Records"] if _sequence(record) > last]
            if fresh or not page["Records"]:
                return fresh, iterator

    def _keep(self, record: Json) -> None:
        whole_files.write(self._file, _sequence(record))
        self._attempts = 0

    def _last(self) -> str:
        """The sequence number of the last record that was handled; numbers of one stream have one width and rise with time."""
        return self._file.read_text() if self._file.exists() else ""

    def _again(self, record: Json) -> float:
        self._attempts += 1
        pause = float(min(2**self._attempts, 30))
        if self._attempts >= ATTEMPTS:
            log.error("react: record %s failed %d times and is left out", _sequence(record), ATTEMPTS)
            self._keep(record)
        self._iterator = self._after_last()
        return pause

    def _after_last(self) -> str:
        """From after the last handled record; from the beginning if the engine does not know it, killed before it was saved."""
        shard = self._client.describe_stream(StreamArn=self._stream)["StreamDescription"]["Shards"][-1]["ShardId"]
        where = {"StreamArn": self._stream, "ShardId": shard}
        if last := self._last():
            with contextlib.suppress(self._client.exceptions.TrimmedDataAccessException):
                after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
                return str(self._client.get_shard_iterator(**where, **after)["ShardIterator"])
        return str(self._client.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])


def is_event(record: Json) -> bool:
    """The filter of the deployed function: events and questions for lost receipts that were added, addresses that are to follow, and notices that were woken."""
    changed, data = record["eventName"], record["dynamodb"]
    pk, sk = (data["Keys"][name]["S"] for name in ("pk", "sk"))
    woken = changed == "MODIFY" and pk.startswith("D#") and "wo" in data.get("NewImage", {})
    return woken or (changed == "INSERT" and sk.startswith(("E#", "X#"))) or (changed in {"INSERT", "MODIFY"} and sk.startswith("M#"))


def handle(react: Function, records: list[Json]) -> int:
    """Calls `react`; says how many records from the first on are done. A batch that raises is halved, as Lambda does."""
    if not records:
        return 0
    try:
        failed = failures(react({"Records": [_for_lambda(record) for record in records]}, None))
    except Exception:
        log.exception("react failed")
        half = len(records) // 2
        done = handle(react, records[:half])
        return done + handle(react, records[half:]) if half and done == half else done
    return next((number for number, record in enumerate(records) if _sequence(record) in failed), len(records))


def failures(answer: Any) -> set[str]:
    """The identifiers that a function's answer reports as failed."""
    return {item["itemIdentifier"] for item in (answer or {}).get("batchItemFailures", [])}


def _sequence(record: Json) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _for_lambda(value: Any) -> Any:
    """Plain JSON: the client gives bytes and instants where Lambda gives base64 and seconds."""
    if isinstance(value, dict):
        return {key: _for_lambda(item) for key, item in value.items()}
    if isinstance(value, list | set):
        return [_for_lambda(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.timestamp() if isinstance(value, datetime) else value


class QueuePoller:
    """Calls a function with the messages of its queue; what fails comes again, and in the end goes to the dead letters."""

    def __init__(self, function: Function, queue: str) -> None:
        self._function = function
        self._queue = queue
        self._client: Any = boto3.client("sqs")

    def turn(self) -> float:
        """Handles one batch."""
        received = self._client.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])
        messages = received.get("Messages", [])
        failed = self._failed(messages) if messages else set()
        for message in messages:
            receipt = {"QueueUrl": self._queue, "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self._client.change_message_visibility(**receipt, VisibilityTimeout=RETRY_SECONDS)
            else:
                self._client.delete_message(**receipt)
        return 0.0 if messages else IDLE_SECONDS

    def _failed(self, messages: list[Json]) -> set[str]:
        try:
            return failures(self._function({"Records": [_queue_record(message) for message in messages]}, None))
        except Exception:
            log.exception("a queue's function failed")
            return {message["MessageId"] for message in messages}


def _queue_record(message: Json) -> Json:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:local:000000000000:uploads",
        "awsRegion": "local",
    }
