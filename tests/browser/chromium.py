"""Which Chromium the tests drive: the system's, else Playwright's own. `python -m tests.browser.chromium` gets one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OWN = Path(__file__).parents[2] / ".venv" / "browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    for command in ("update", "install --yes --no-install-recommends chromium"):
        subprocess.run(["apt-get", "--quiet", "--quiet", *command.split()], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=True)
    return True


if __name__ == "__main__":
    get()
    try:
        sys.stdout.write(f"{find()}\n")
    except AssertionError as missing:
        sys.exit(str(missing))
