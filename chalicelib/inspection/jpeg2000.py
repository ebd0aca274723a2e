"""JPEG 2000 as it lies inside a PDF: boxes, of which those that say where, when and with what it was taken are left out. The picture itself is not touched."""

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
BARE = b"\xff\x4f\xff\x51"
"""A picture without boxes begins so."""
KEPT = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"jpch", b"jplh"})
LENGTHS, LARGE = 8, 16
"""A box begins with its length and its name, or where it is very large says its length behind the name."""


def without_remarks(content: bytes) -> bytes:
    """The same picture without its remarks; raises `ValueError` when it is no whole JPEG 2000."""
    if content.startswith(BARE):
        return content
    if not content.startswith(SIGNATURE):
        raise ValueError("a picture in the document is no JPEG 2000")
    kept, at = [], 0
    while at < len(content):
        ends = _end(content, at)
        if content[at + 4 : at + LENGTHS] in KEPT:
            kept.append(content[at:ends])
        at = ends
    return b"".join(kept)


def _end(content: bytes, at: int) -> int:
    length, least = int.from_bytes(content[at : at + 4], "big"), LENGTHS
    if length == 0:  # to the end
        return len(content)
    if length == 1:
        length, least = int.from_bytes(content[at + LENGTHS : at + LARGE], "big"), LARGE
    if length < least or at + length > len(content):
        raise ValueError("a picture in the document is broken")
    return at + length
