"""Logs for a person at a terminal: one line for each thing that happens, with its time, where, and what."""

import logging
import sys
from collections.abc import Iterator


class LineFormatter(logging.Formatter):
    """`08:00:01 http   GET /v1/agencies 200 12 ms`, followed by the facts that the application's logs carry."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(source)-9s %(message)s%(tail)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """One line; the trace of an error follows it."""
        facts = getattr(record, "facts", {})
        record.source = record.name.rpartition(".")[2]
        record.tail = "".join(f" {name}={value}" for name, value in facts.items())
        return super().format(record)


def show_lines() -> None:
    """Turns all logs of this process into lines, also those that the application has already set up for CloudWatch."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for library in ("botocore", "pynamodb"):
        logging.getLogger(library).setLevel(logging.WARNING)
    for logger in _of_application():
        logger.handlers = [handler]


def _of_application() -> Iterator[logging.Logger]:
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "tanggap" and logging.getLogger(name).handlers:
            yield logging.getLogger(name)
