"""JPEG 2000 as it lies inside a PDF: boxes, of which those that say where, when and with what it was taken are left out. The picture itself is not touched."""

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
BARE = b"\xff\x4f\xff\x51"
"""A picture without boxes begins so."""
KEPT = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"jpch", b"jplh"})
LENGTHS, LARGE = 8, 16
"""A box begins with its length and its name, or where it is very large says its length behind the name."""
CODE = b"jp2c"
"""The box of the picture itself."""
TILE, SCAN, END, COMMENT = 0xFF90, 0xFF93, 0xFFD9, 0xFF64
TILE_LENGTH = slice(6, 10)
"""Where the head of a tile says how long it is, its data included."""


def without_remarks(content: bytes) -> bytes:
    """The same picture without its remarks; raises `ValueError` when it is no whole JPEG 2000."""
    if content.startswith(BARE):
        return _silent(content)
    if not content.startswith(SIGNATURE):
        raise ValueError("a picture in the document is no JPEG 2000")
    kept, at = [], 0
    while at < len(content):
        ends = _end(content, at)
        name = content[at + 4 : at + LENGTHS]
        if name in KEPT:
            kept.append(_code(content[at:ends]) if name == CODE else content[at:ends])
        at = ends
    return b"".join(kept)


def _code(box: bytes) -> bytes:
    begins = LARGE if box[:4] == b"\0\0\0\1" else LENGTHS
    return box[:begins] + _silent(box[begins:])


def _silent(code: bytes) -> bytes:
    """The picture with blanks for its comments: as long as before, so that all lengths in it stay right."""
    quiet, at, tile_ends = bytearray(code), 2, 0
    while at < len(code):
        marker, length = int.from_bytes(code[at : at + 2], "big"), int.from_bytes(code[at + 2 : at + 4], "big")
        if marker == END:
            break
        if marker == TILE:
            tile_ends = at + int.from_bytes(code[at:][TILE_LENGTH], "big")
        if marker == COMMENT:
            quiet[at + 6 : at + 2 + length] = b" " * (length - 4)
        following = tile_ends if marker == SCAN else at + 2 + length
        if following <= at or following > len(code):  # the last tile may say nothing of its length
            break
        at = following
    return bytes(quiet)


def _end(content: bytes, at: int) -> int:
    length, least = int.from_bytes(content[at : at + 4], "big"), LENGTHS
    if length == 0:  # to the end
        return len(content)
    if length == 1:
        length, least = int.from_bytes(content[at + LENGTHS : at + LARGE], "big"), LARGE
    if length < least or at + length > len(content):
        raise ValueError("a picture in the document is broken")
    return at + length
