"""`python -m bench`: measure everything in one run, print it, keep it as JSON in build/bench.json."""

import contextlib
import io
import json
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from bench.jobs import jobs
from bench.pages import pages
from bench.routes import costs
from bench.start import start
from bench.world import BUILD, world

LIBRARIES = ("botocore", "chalice", "msgspec", "ministack", "pynamodb")


def main() -> int:
    """Measure, print, keep."""
    with world() as measured:
        say("routes, warm (CPU in ms in our process, beside a bare botocore call)")
        with contextlib.redirect_stdout(io.StringIO()):  # the application's log
            routes = costs(measured)
            code = measured.file(1)["code"]
        show(routes)
        say("\nstart of the API function, nine fresh processes each, beside botocore.session and client")
        started = start(measured, code)
        show([started])
        say("\nschedules")
        scheduled = jobs(measured, (1_000, 10_000, 100_000))
        show(scheduled)
    say("\nfirst load of the pages, compressed")
    loads = pages()
    show(loads)
    found = {"machine": _machine(), "routes": routes, "start": started, "jobs": scheduled, "pages": loads}
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(found, indent=1))
    say("\nkept in build/bench.json")
    return 0


def show(rows: Sequence[Mapping[str, Any]]) -> None:
    """A table, columns as wide as what is in them."""
    titles = list(rows[0])
    cells = [titles, *([_cell(row[title]) for title in titles] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(titles))]
    for line in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def say(text: str) -> None:
    """To the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _machine() -> dict[str, str]:
    libraries = {name: version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), "processor": platform.machine(), "system": platform.system()} | libraries


if __name__ == "__main__":
    sys.exit(main())
