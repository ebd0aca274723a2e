"""Tanggap's ways in: the HTTP routes of `api.routes`, and one short function per trigger.

Triggers stay in this file: in a blueprint Lambda would import only that module and skip this one.
"""

import gc

gc.disable()  # what is loaded stays: to look for garbage in it took a quarter of the start

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent, Rate, SQSEvent

from chalicelib import settings, wiring
from chalicelib.api import edge

app = Chalice(app_name="tanggap", debug=False, configure_logs=False)
app.register_middleware(edge.frameworks_refusals, "http")
edge.register(app)

PLACED_BY_TEMPLATE = "arn:aws:dynamodb:ap-southeast-3:000000000000:table/cases/stream/placed-by-template"


@app.schedule(Rate(1, unit=Rate.MINUTES))
def tick(event: CloudWatchEvent) -> dict[str, object]:
    """Reminders, escalation, closing by silence; notices that are to be tried again are woken."""
    from chalicelib.jobs import runs

    return runs.tick(event)


@app.schedule(Rate(1, unit=Rate.HOURS))
def score(event: CloudWatchEvent) -> dict[str, object]:
    """Scores of the periods that move; what is over is frozen."""
    from chalicelib.jobs import runs

    return runs.score(event)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def send_webhooks(event: CloudWatchEvent) -> dict[str, object]:
    """Events that wait for agencies' endpoints."""
    from chalicelib.jobs import runs

    return runs.send_webhooks(event)


@app.on_dynamodb_record(stream_arn=PLACED_BY_TEMPLATE, batch_size=25)
def react(event: DynamoDBEvent) -> dict[str, object]:
    """Notices that follow from events."""
    from chalicelib.jobs import batches

    return batches.react(event)


@app.on_sqs_message(queue="uploads", batch_size=1)
def inspect_upload(event: SQSEvent) -> dict[str, object]:
    """Uploads that the bucket reports."""
    from chalicelib.jobs import batches

    return batches.inspect_uploads(event)


@app.on_sqs_message(queue="mail-reports", batch_size=10)
def hear_of_mail(event: SQSEvent) -> dict[str, object]:
    """Notices that bounced, or that somebody called spam."""
    from chalicelib.jobs import batches

    return batches.hear_of_mail(event)


if settings.deployed():
    wiring.deps()  # while Lambda starts a process it has a whole processor, and nobody waits for an answer yet
gc.freeze()
gc.enable()
