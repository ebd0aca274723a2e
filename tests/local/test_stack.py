"""The storage of the local stack, made again on what an earlier run left."""

import boto3

from chalicelib.settings import Settings
from local import stack


def test_storage_that_is_there_stays_as_it_is(engine_settings: Settings) -> None:
    again = stack.create("https://tanggap.example")

    assert (again["CASES_TABLE"], again["ATTACHMENTS_BUCKET"]) == (engine_settings.cases_table, engine_settings.attachments_bucket)


def test_a_queue_that_a_killed_engine_forgot_is_made_again(engine_settings: Settings) -> None:
    sqs = boto3.client("sqs")
    queue = stack.sources().queue
    sqs.delete_queue(QueueUrl=queue)

    stack.create("https://tanggap.example/moved")

    assert stack.sources().queue == queue
    stack.create("https://tanggap.example")
