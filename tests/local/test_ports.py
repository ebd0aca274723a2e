"""Who is in the way is named, and only what is our own is stopped."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import ports


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    program = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program, "mark-of-the-test"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()  # only a program that runs shows its whole command line
        yield process
        process.kill()


def test_the_holder_of_a_port_is_named() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert f"process {os.getpid()}" in ports.holder(listener.getsockname()[1])


def test_a_leftover_with_our_mark_is_stopped(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    (tmp_path / "pid").write_text(str(sleeper.pid))
    assert ports.stop_leftover(tmp_path / "pid", "mark-of-the-test")
    assert sleeper.wait(10) != 0


def test_a_process_that_only_has_the_same_number_is_left_alone(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    (tmp_path / "pid").write_text(str(sleeper.pid))
    assert not ports.stop_leftover(tmp_path / "pid", "another mark")
    assert sleeper.poll() is None


@pytest.mark.parametrize("text", ["", "x", "999999999"])
def test_a_stale_pid_file_is_no_trouble(tmp_path: Path, text: str) -> None:
    (tmp_path / "pid").write_text(text)
    assert not ports.stop_leftover(tmp_path / "pid", "mark")
    assert not ports.stop_leftover(tmp_path / "none", "mark")
