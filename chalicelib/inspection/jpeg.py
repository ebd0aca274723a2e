"""JPEG as it lies inside a PDF: its segments, without those that say where, when and with what it was taken. The picture itself is not touched."""

import re

START, SCAN, END = b"\xff\xd8", 0xDA, 0xD9
ADOBE, COMMENT = 0xEE, 0xFE
"""Adobe's segment says how the colours are to be read."""
REMARKS = frozenset({*range(0xE0, 0xF0), COMMENT}) - {ADOBE}
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_AFTER_SCAN = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""In a scan, a zero or a restart's number after the byte says that it is the picture's."""


def without_remarks(content: bytes) -> bytes:
    """The same picture without its application segments and comments, and without what comes after it; raises `ValueError` when it is no whole JPEG."""
    if not content.startswith(START):
        raise ValueError("a picture in the document is no JPEG")
    kept, at = [START], len(START)
    while found := _MARKER.match(content, at):
        marker, begins = found[1][0], found.end()
        if marker == END:
            return b"".join([*kept, b"\xff\xd9"])
        ends = begins + int.from_bytes(content[begins : begins + 2], "big")
        if marker == SCAN:
            following = _AFTER_SCAN.search(content, ends)
            ends = following.start() if following else len(content)
        if marker not in REMARKS:
            kept.append(bytes((0xFF, marker)) + content[begins:ends])
        at = ends
    raise ValueError("a picture in the document is broken")
