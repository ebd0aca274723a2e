"""The tick divided: a schedule for each shard of the agenda in place of the one for all, where the parameter `TickPerShard` is on."""

import json
from typing import Any

from chalicelib.store.keys import SHARDS

Json = dict[str, Any]
EVENT: Json = {
    "version": "0",
    "id": "tick-of-a-shard",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "",
    "time": "",
    "region": "",
    "resources": [],
}
"""What a schedule hands over by itself, as far as Chalice wants it there."""


def schedules() -> Json:
    """The events of the function `Tick`, beside what Chalice and `template/functions.json` say of the first."""
    return {"TickEvent": _state("DISABLED", "ENABLED"), **{f"TickOfShard{shard}": _of(shard) for shard in range(SHARDS)}}


def _of(shard: int) -> Json:
    told = {"Schedule": "rate(1 minute)", "Input": json.dumps({**EVENT, "detail": {"shards": [shard]}})}
    failures = {
        "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600},
        "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["DeadLetters", "Arn"]}},
    }
    return {"Type": "Schedule", "Properties": told | failures | _state("ENABLED", "DISABLED")["Properties"]}


def _state(divided: str, whole: str) -> Json:
    return {"Properties": {"State": {"Fn::If": ["TicksPerShard", divided, whole]}}}
