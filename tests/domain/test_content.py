"""What a file is, it says itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.attachment import HEIC, JPEG, MP4, PDF, PNG, SUFFIXES, WEBP
from chalicelib.domain.content import HEAD, true_type


def branded(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\0\0" + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    ("head", "type_"),
    [
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"RIFF\x10\0\0\0WEBPVP8 ", WEBP),
        (b"%PDF-1.7", PDF),
        (branded(b"heic", b"mif1"), HEIC),
        (branded(b"mif1", b"mif1", b"heic"), HEIC),
        (branded(b"isom", b"iso2", b"avc1", b"mp41"), MP4),
        (branded(b"mp42"), MP4),
        (branded(b"mif1", b"heic", b"mif1"), HEIC),
        (branded(b"mif1", b"avif"), ""),
        (branded(b"mif1", b"mif1") + b"heic", ""),
        (branded(b"mif1", b"avhe", b"icmi"), ""),
        (branded(b"heic").replace(b"ftyp", b"moov"), ""),
        (branded(b"avif", b"mif1"), ""),
        (branded(b"qt  "), ""),
        (b"RIFF\x10\0\0\0WAVEfmt ", ""),
        (b"<script>", ""),
        (b"\n%PDF-1.7", ""),
        (b"GIF89a", ""),
        (b"MZ", ""),
        (b"PK\3\4", ""),
        (b"\xff\xd8", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_tell_the_type(head: bytes, type_: str) -> None:
    assert true_type(head) == type_


@given(st.binary(max_size=HEAD))
def test_whatever_comes_has_a_type_or_none(head: bytes) -> None:
    assert true_type(head) in {"", *SUFFIXES}
