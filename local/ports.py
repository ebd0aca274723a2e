"""Who holds a port, and whether a process of an earlier run is still there."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

LISTENING = "0A"
STOP_SECONDS = 20.0


def holder(port: int) -> str:
    """The process that listens on `port`, for a message to a person; vague where the system does not tell."""
    pid = _holder_in_proc(port) or _holder_by_lsof(port)
    return f"process {pid} ({command(pid)})" if pid else "another process (of another user, perhaps)"


def command(pid: int) -> str:
    """The command line of a process, or nothing if there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        shown = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)  # noqa: S607
        return shown.stdout.strip()


def _holder_in_proc(port: int) -> int | None:
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        with contextlib.suppress(OSError):
            if str(descriptor.readlink()) in sockets:
                return int(descriptor.parts[2])
    return None


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for row in Path(table).read_text().splitlines()[1:]:
                fields = row.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    inodes.add(fields[9])
    return inodes


def _holder_by_lsof(port: int) -> int | None:
    if not shutil.which("lsof"):
        return None
    found = subprocess.run(["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-t"], capture_output=True, text=True, check=False)  # noqa: S607
    return int(found.stdout.split()[0]) if found.stdout.split() else None


def stop_leftover(pid_file: Path, mark: str) -> bool:
    """Stops the process of an earlier run named in `pid_file`, if its command line still holds `mark`."""
    try:
        pid = int(pid_file.read_text())
    except (FileNotFoundError, ValueError):
        return False
    if mark not in command(pid):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while mark in command(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return True
