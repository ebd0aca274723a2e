"""The worked day of docs/day.md: its blocks run one after the other in one bash, beside a whole local stack, and show what the document says."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.local.running import ROOT, Running, stack

DAY = (ROOT / "docs" / "day.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", DAY, re.MULTILINE | re.DOTALL)
END = "=== the end of a block"
HERE = {
    "http://127.0.0.1:8000": lambda running: running.site,
    ".venv/bin/python -m ops --local": lambda running: f"{sys.executable} -m ops --local --data {running.data}",
}
"""What the document names of a usual installation, and what it is here."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    assert shutil.which("curl"), "the day is told in curl: install it (for example: apt install curl)"
    with stack(tmp_path_factory.mktemp("day"), "--seed", "demo") as started:
        yield started


@pytest.fixture(scope="module")
def seen(running: Running) -> list[str]:
    """What each block shows; the first that fails ends the day."""
    script = "\n".join(f"{block}echo {END!r}" for block in BLOCKS)
    for usual, of in HERE.items():
        assert usual in script
        script = script.replace(usual, of(running))
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, f"after\n{done.stdout[-2000:]}\nthe day ended with\n{done.stderr}"
    return done.stdout.split(END)


def told(block: str) -> list[str]:
    """The pieces of what a block is said to show, in their order."""
    lines = re.findall(r"^# → (.*)$", block, re.MULTILINE)
    return [piece for line in lines for piece in line.split("…") if piece]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_block_shows_what_the_document_says(seen: list[str], number: int) -> None:
    left = seen[number]
    for piece in told(BLOCKS[number]):
        _, found, left = left.partition(piece)
        assert found, f"{piece!r} is not shown, or not where it should be, after\n{BLOCKS[number]}\nwhich shows\n{seen[number]}"


def test_every_block_says_what_is_seen() -> None:
    assert BLOCKS
    assert [block for block in BLOCKS if not told(block)] == []
