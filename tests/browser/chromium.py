"""Which Chromium the tests drive: the system's, best without a screen, else Playwright's own. `python -m tests.browser.chromium` gets one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OWN = Path(__file__).parents[2] / ".venv" / "browsers"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first takes a fifth less of the processor: it draws nothing that nobody sees."""
ADVICE = "The browser tests need Chromium, and none was found. Install it (Debian, Ubuntu: apt install chromium), or run: make browser"
# Without these it looks for updates and accounts on the network, which a closed network refuses many at a time.
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def find() -> str:
    """The path of a Chromium; fails with what to do where there is none, so that the tests are never quietly left out."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None) or _own()
    assert found, ADVICE
    return found


def _own() -> str | None:
    shells = sorted(path for path in OWN.glob("chromium*/*/*") if path.name in {"headless_shell", "chrome-headless-shell", "chrome"})
    return str(shells[-1]) if shells else None


def get() -> None:
    """Playwright's own, into `.venv`; where that cannot be had, root gets the distribution's."""
    try:
        find()
    except AssertionError:
        _download() or _install()


def _download() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell"]
    return subprocess.run(command, env={**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(OWN)}, capture_output=True, check=False).returncode == 0


def _install() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    sys.stdout.write("Installing Debian's Chromium for the browser tests; this happens once.\n")
    sys.stdout.flush()
    _apt_get("update")
    return any(_apt_get("install", "--yes", "--no-install-recommends", name) for name in NAMES[:2])


def _apt_get(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "--quiet", "--quiet", *command], env=environment, check=False).returncode == 0


if __name__ == "__main__":
    get()
    try:
        sys.stdout.write(f"{find()}\n")
    except AssertionError as missing:
        sys.exit(str(missing))
