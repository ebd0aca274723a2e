"""`python -m bench`: measure everything in one run, print it, keep it as JSON in build/bench.json."""

import contextlib
import io
import json
import os
import platform
import sys
from importlib.metadata import version

from bench.bringing import bringing
from bench.jobs import jobs
from bench.life import life
from bench.load import load
from bench.pages import pages
from bench.routes import costs
from bench.said import say, show
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
        say("\nmany at once, over HTTP and one process of ours, beside the framework alone and bare calls")
        loaded = load(measured, code)
        show(loaded)
        say("\nschedules")
        scheduled = jobs(measured, (1_000, 10_000, 100_000))
        show(scheduled)
        say("\nimport of a file")
        imported = bringing(measured)
        show([imported])
    say("\nfirst load of the pages, compressed")
    loads = pages()
    show(loads)
    say("\na complaint's whole life, dollars for a million of them")
    lived = life(routes)
    show(lived)
    found = {"machine": _machine(), "routes": routes, "start": started, "load": loaded, "import": imported, "jobs": scheduled}
    found |= {"pages": loads, "life": lived}
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(found, indent=1))
    say("\nkept in build/bench.json")
    return 0


def _machine() -> dict[str, str]:
    libraries = {name: version(name) for name in LIBRARIES}
    here = {"python": platform.python_version(), "processor": platform.machine(), "processors": str(os.cpu_count()), "system": platform.platform()}
    return here | libraries


if __name__ == "__main__":
    sys.exit(main())
