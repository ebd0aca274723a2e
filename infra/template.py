"""Everything that is created on AWS beside Chalice's functions: the files of `template/` joined, and what is made of tables."""

import json
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from infra import alarms, front, gateway, shards

FILES = Path(__file__).parent / "template"
STORED = ("storage", "mail")
"""The themes that need no function: the local stack creates them as they are."""

Json = dict[str, Any]


def whole() -> Json:
    """The template that is merged into Chalice's."""
    return joined([json.loads(file.read_text(encoding="utf-8")) for file in sorted(FILES.glob("*.json"))] + [made()])


def storage() -> Json:
    """Parameters, and the resources of the themes that need no function."""
    themes = [theme(name) for name in STORED]
    return joined([{"Parameters": theme("parameters")["Parameters"]}, *themes])


def theme(name: str) -> Json:
    """One file of `template/`."""
    read: Json = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    return read


def made() -> Json:
    """What is made of tables: answers of the gateway, schedules of the tick, alarms, and what stands in front."""
    code = {name: {"Properties": {"FunctionCode": text}} for name, text in front.functions().items()}
    behaviours = {"Properties": {"DistributionConfig": {"CacheBehaviors": front.behaviours()}}}
    answers = {"Properties": {"GatewayResponses": gateway.responses()}}
    ticks = {"Properties": {"Events": shards.schedules()}}
    resources: Json = {"RestAPI": answers, "Tick": ticks, "SiteHeaders": front.headers(), "Front": behaviours, **code}
    return {"Resources": resources | alarms.alarms() | alarms.counted_lines()}


def joined(parts: Iterable[Json]) -> Json:
    """One template of many; a resource may be in several, each with properties of its own."""
    together: Json = {}
    for part in parts:
        _add(together, deepcopy(part))
    return together


def _add(together: Json, part: Json) -> None:
    for name, value in part.items():
        if isinstance(value, dict) and isinstance(together.get(name), dict):
            _add(together[name], value)
        elif name in together:
            raise ValueError(f"{name} is told twice")
        else:
            together[name] = value
