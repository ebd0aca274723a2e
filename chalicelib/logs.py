"""Logs: one JSON line an event, of named facts only, so that no secret, identity or free text gets in."""

import json
import logging
import sys
from collections.abc import Mapping

FACTS = frozenset(
    {
        "action",
        "broken",
        "code",
        "count",
        "done",
        "error",
        "failed",
        "event",
        "function",
        "id",
        "kind",
        "key_id",
        "left",
        "method",
        "path",
        "period",
        "request",
        "seq",
        "skipped",
        "stage",
        "status",
        "took_ms",
        "woken",
    }
)


NAMESPACE = "Tanggap"
DIMENSIONS = ["stage", "event"]


class FactFormatter(logging.Formatter):
    """Writes the message and those facts of `extra={"facts": {…}}` whose names are known to be harmless."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        facts = {name: value for name, value in getattr(record, "facts", {}).items() if name in FACTS}
        line = {"level": record.levelname, "event": record.getMessage()} | facts | _counted(record)
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "trace": self._places(record)}
        return json.dumps(line, default=str)

    def _places(self, record: logging.LogRecord) -> list[str]:
        """Where it happened, without the message: messages quote what people sent."""
        trace, places = record.exc_info[2] if record.exc_info else None, []
        while trace:
            frame = trace.tb_frame.f_code
            places.append(f"{frame.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {frame.co_name}")
            trace = trace.tb_next
        return places[-6:]


def _counted(record: logging.LogRecord) -> dict[str, object]:
    """What CloudWatch reads in a line of its embedded metric format."""
    names = getattr(record, "metrics", ())
    metrics = {"Namespace": NAMESPACE, "Dimensions": [DIMENSIONS], "Metrics": [{"Name": name, "Unit": "Count"} for name in names]}
    return {"_aws": {"Timestamp": int(record.created * 1000), "CloudWatchMetrics": [metrics]}} if names else {}


class LineHandler(logging.Handler):
    """Writes to whatever standard output is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        sys.stdout.write(f"{self.format(record)}\n")


def get(name: str) -> logging.Logger:
    """A logger of facts."""
    logger = logging.getLogger(f"tanggap.{name}")
    if not logger.handlers:
        handler = LineHandler()
        handler.setFormatter(FactFormatter())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    return logger


def facts(**values: object) -> dict[str, object]:
    """The `extra` of a log call."""
    return {"facts": values}


def metrics(stage: str, counts: Mapping[str, int], **more: object) -> dict[str, object]:
    """The `extra` of a log call whose counts go to CloudWatch too, by stage and event; `more` facts are for the log only."""
    return facts(stage=stage, **more, **counts) | {"metrics": tuple(counts)}
