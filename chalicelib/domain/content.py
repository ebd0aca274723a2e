"""What a file is by its first bytes, whatever it is called and whatever was announced."""

from chalicelib.domain.attachment import HEIC, JPEG, MP4, PDF, PNG, WEBP

HEAD = 64
"""So many bytes are looked at."""
_MAGIC = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis"})
_MP4 = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"hvc1", b"av01", b"M4V ", b"M4VP", b"dash", b"mmp4", b"MSNV"}
)


def true_type(head: bytes) -> str:
    """The media type that the first bytes tell, nothing when it is none that may be attached."""
    for magic, type_ in _MAGIC:
        if head.startswith(magic):
            return type_
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return _branded(head) if head[4:8] == b"ftyp" else ""


def _branded(head: bytes) -> str:
    """HEIC and MP4 share their container and differ by its brand; a still picture of the general brand says further on that it is HEIC."""
    length = min(int.from_bytes(head[:4]), HEAD)
    major, others = head[8:12], {head[at : at + 4] for at in range(16, length, 4)}
    if major in _HEIC or (major == b"mif1" and others & _HEIC):
        return HEIC
    return MP4 if major in _MP4 else ""
