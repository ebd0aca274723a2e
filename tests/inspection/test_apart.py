"""The process that inspects: it has limits, it holds nothing of ours, and whatever becomes of it has a reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.attachment import HEIC, JPEG, MP4, PDF, PNG, WEBP, Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import apart
from tests import uploads

ROOT = Path(__file__).parents[2]
LIMIT_KB, LIMIT_SECONDS = 512 * 1024, 5.0
MEASURED = """
import sys
from chalicelib.inspection import __main__ as inspection
inspection.main(sys.argv[1])
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
sys.stderr.write(f"{peak.split()[1]} {used.ru_utime + used.ru_stime}")
"""


def measured(content: bytes, type_: str) -> tuple[int, float]:
    """Kilobytes of memory at the most and seconds of the processor, as the kernel counted them for the inspecting process."""
    done = subprocess.run([sys.executable, "-c", MEASURED, type_], input=content, capture_output=True, check=True, cwd=ROOT)
    assert b"refused" not in done.stdout.partition(b"\n")[0]
    peak, seconds = done.stderr.split()[-2:]
    return int(peak), float(seconds)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("width", "height", "more"), [(4000, 3000, {"quality": 97}), (8160, 6120, {"quality": 44}), (8160, 6120, {"quality": 50, "progressive": True})]
)
def test_a_photo_of_10_mb_takes_less_than_512_mb_and_5_seconds(width: int, height: int, more: dict[str, int]) -> None:
    content = uploads.grainy(width, height, **more)
    assert 8_000_000 < len(content) <= 10 * 1024 * 1024

    kilobytes, seconds = measured(content, JPEG)

    assert kilobytes < LIMIT_KB
    assert seconds < LIMIT_SECONDS


@pytest.mark.parametrize(
    ("type_", "content"),
    [
        (JPEG, uploads.photo()),
        (PNG, uploads.photo("PNG")),
        (WEBP, uploads.photo("WEBP")),
        (HEIC, uploads.photo("HEIF")),
        (PDF, uploads.document()),
        (MP4, uploads.film()),
    ],
)
def test_every_type_is_made_anew(type_: str, content: bytes) -> None:
    clean = apart.inspect(content, type_)

    assert uploads.MARK not in clean.content + clean.thumbnail
    assert len(clean.content) > 100
    assert bool(clean.thumbnail) == type_.startswith("image/")


@pytest.mark.parametrize(
    ("type_", "content", "reason"),
    [
        (PNG, uploads.bomb(), Reason.TOO_MANY_PIXELS),
        (PDF, uploads.document(password="rahasia"), Reason.PASSWORD),
        (PDF, uploads.document(script=True), Reason.ACTIVE_CONTENT),
        (JPEG, uploads.photo()[:-200], Reason.UNREADABLE),
        (MP4, uploads.film()[:200], Reason.UNREADABLE),
    ],
)
def test_every_refusal_has_its_reason(type_: str, content: bytes, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        apart.inspect(content, type_)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Reason.UNREADABLE),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Reason.TOO_COMPLEX),
        ("while True: pass", Reason.TOO_COMPLEX),
        ("import time; time.sleep(60)", Reason.TOO_COMPLEX),
    ],
)
def test_what_kills_or_holds_up_the_inspection_is_refused(does: str, reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1)); resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); {does}"
    if does.startswith("while"):
        limited = limited.replace("; while", "\nwhile")
    monkeypatch.setattr(apart, "PROGRAM", ("-c", limited))
    monkeypatch.setattr(apart, "WAIT_SECONDS", 3)

    with pytest.raises(Refused) as refused:
        apart.inspect(b"", JPEG)
    assert refused.value.reason is reason


def test_a_file_that_wants_more_memory_than_there_is_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = (
        "from chalicelib.inspection import __main__ as inspection\n"
        "inspection.KINDS = {'image/jpeg': lambda content, type_: bytearray(2**31)}\n"
        "inspection.main('image/jpeg')"
    )
    monkeypatch.setattr(apart, "PROGRAM", ("-c", greedy))

    with pytest.raises(Refused) as refused:
        apart.inspect(b"", JPEG)
    assert refused.value.reason is Reason.TOO_COMPLEX


def test_an_inspection_that_does_not_work_refuses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its libraries, say: the message about the upload comes again, and in the end the alarm rings."""
    monkeypatch.setattr(apart, "PROGRAM", ("-c", "import not_there"))

    with pytest.raises(RuntimeError, match="not_there"):
        apart.inspect(b"", JPEG)


def test_nothing_of_ours_is_in_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECEIPT_KEY", "x" * 32)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x" * 32)
    told = "import json, os, sys; sys.stdout.write(json.dumps({'type': ' '.join(sorted(os.environ)), 'size': 0}) + chr(10))"
    monkeypatch.setattr(apart, "PROGRAM", ("-c", told))

    names = apart.inspect(b"", JPEG).type.split()

    assert set(names) <= {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
    assert "RECEIPT_KEY" in os.environ


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_bytes_that_were_damaged_never_stop_the_inspection(data: st.DataObject) -> None:
    """In this process, so that many can be tried: what comes out is a file or a reason."""
    from chalicelib.inspection.__main__ import _outcome  # noqa: PLC0415 - loads the libraries

    type_, content = data.draw(
        st.sampled_from([(JPEG, uploads.photo()), (PDF, uploads.document()), (MP4, uploads.film()), (HEIC, uploads.photo("HEIF"))])
    )
    at, put = data.draw(st.integers(0, len(content))), data.draw(st.binary(max_size=8))

    head, clean = _outcome(content[:at] + put + content[at + len(put) :], type_)

    assert ("refused" in head) != bool(clean.content)
