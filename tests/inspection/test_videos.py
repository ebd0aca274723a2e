"""MP4: pictures and sound stay as they are, everything that tells on somebody goes."""

import io

import av
import pytest

from chalicelib.domain.attachment import MP4, Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import videos
from tests import uploads


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg4"])
def test_a_film_is_kept_without_what_tells_on_somebody(codec: str) -> None:
    content = uploads.film(codec)
    assert uploads.MARK in content

    clean = videos.clean(content, MP4)

    assert clean.type == MP4
    assert not any(mark in clean.content for mark in (uploads.MARK, b"115.21", b"Lavf", b"x264 - core"))
    with av.open(io.BytesIO(content)) as before, av.open(io.BytesIO(clean.content)) as after:
        assert [stream.type for stream in after.streams] == ["video", "audio"]
        pictures = [[frame.to_image().tobytes() for frame in film.decode(video=0)] for film in (before, after)]
        assert pictures[0] == pictures[1]
        assert len(pictures[0]) == 10


def test_a_film_of_a_phone_held_upright_stays_upright() -> None:
    clean = videos.clean(uploads.held_upright(uploads.film()), MP4)

    assert uploads.TURNED in clean.content


def test_the_moment_it_was_taken_is_not_kept() -> None:
    """Seconds since 1904, in the heads of the film, its tracks and their media."""
    content = uploads.film()
    at = content.index(b"mvhd") + 8
    dated = content[:at] + b"\xde\xad\xbe\xef" + content[at + 4 :]

    assert b"\xde\xad\xbe\xef" not in videos.clean(dated, MP4).content


def test_sound_alone_is_no_film() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as packed:
        tone = packed.add_stream("aac", rate=8000, layout="mono")
        packed.mux(tone.encode(uploads.silence()))
        packed.mux(tone.encode())

    with pytest.raises(Refused) as refused:
        videos.clean(out.getvalue(), MP4)
    assert refused.value.reason is Reason.UNREADABLE


@pytest.mark.parametrize("content", [b"\0\0\0\x18ftypisom not much of a film", uploads.film()[:200]])
def test_what_is_no_film_cannot_be_opened(content: bytes) -> None:
    with pytest.raises((av.FFmpegError, Refused)):
        videos.clean(content, MP4)
