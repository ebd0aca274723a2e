"""How fast the API function starts: the packaged bundle in fresh processes, beside a botocore session and client alone.

`python -m bench.start` measures only that, with the bundle as it is packaged for this machine.
"""

import contextlib
import io
import os
import platform
import shutil
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from bench.said import say, show
from bench.world import BUILD, World, event, world
from infra.package import package

TIMES = 9
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
KEPT = """
import re, resource, sys
from pathlib import Path
def megabytes():
    status = Path("/proc/self/status")  # what the kernel gives to the process itself is, after a fork, at least what its parent held
    return int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024 if status.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
"""
FLOOR = """
import time, botocore.session
client = botocore.session.get_session().create_client("dynamodb")
client.get_item(TableName={table!r}, Key={{"pk": {{"S": "x"}}, "sk": {{"S": "x"}}}})
print(time.process_time())
"""
FULL = """
import io, sys, time
out, sys.stdout = sys.stdout, io.StringIO()
import app
answer = app.app({event!r}, None)
sys.stdout = out
assert answer["statusCode"] == 200, answer
print(time.process_time())
"""


def start(world: World, code: str) -> dict[str, Any]:
    """Medians of CPU from process start to the first answer, their ratio, and what is held in memory then."""
    archive = package("dev", BUILD / "bench", ARCHITECTURES.get(platform.machine()))
    folder = BUILD / "bench" / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    zipfile.ZipFile(archive).extractall(folder)
    scripts = {
        "floor": FLOOR.format(table=world.settings["CASES_TABLE"]),
        "function": FULL.format(event=event("GET", f"/v1/complaints/{code}", None, {})),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
    for _ in range(TIMES):
        for name, script in scripts.items():
            took[name].append(_used(script, folder))
    medians = {name: tuple(map(statistics.median, zip(*found, strict=True))) for name, found in took.items()}
    used = {f"{name}_{unit}": round(value) for name, found in medians.items() for unit, value in zip(("ms", "megabytes"), found, strict=True)}
    return {"bundle_mb": round(archive.stat().st_size / 1e6, 2), **used, "ratio": round(medians["function"][0] / medians["floor"][0], 2)}


def _used(script: str, folder: Path) -> tuple[float, float]:
    """Milliseconds and megabytes of one fresh process that sees nothing but the bundle and the standard library."""
    values = os.environ | {"PYTHONPATH": str(folder), "AWS_LAMBDA_FUNCTION_NAME": "api"}
    done = subprocess.run(
        [sys.executable, "-S", "-B", "-c", script + KEPT + "print(megabytes())"], cwd=folder, env=values, capture_output=True, text=True, check=True
    )
    seconds, kept = map(float, done.stdout.split())
    return seconds * 1000, kept


def main() -> None:
    """Measure it alone, and print it."""
    with world() as measured:
        with contextlib.redirect_stdout(io.StringIO()):  # the application's log
            code = measured.file(1)["code"]
        say(f"Start of the API function on this machine: CPU of {TIMES} fresh processes each, medians, beside botocore.session and client")
        show([start(measured, code)])


if __name__ == "__main__":
    main()
