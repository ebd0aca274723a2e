"""What is drawn on the pages of a PDF: photos may lie between the lines, and programs leave comments there. What is seen is not touched."""

import re
from collections.abc import Iterator

import pikepdf

from chalicelib.domain.attachment import Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import jpeg

BETWEEN = re.compile(rb"(?<![^\s\0>)\]])BI[\s\0/%]")
"""Where a picture between the lines may begin, after and before whatever parts words of a drawing, a zero byte and a comment too: what follows is no text, and only who reads every instruction before it knows where it ends."""
TOLD = re.compile(rb"%[^\r\n]*|\((?:[^()\\]++|\\.)*+\)|\(", re.DOTALL)
"""A comment; or a text, in which the same sign is none; or a text that has others in it."""
IN_TEXT = re.compile(rb"[()]|\\.", re.DOTALL)
PHOTO = re.compile(rb"/DCT")


def strip(document: pikepdf.Pdf) -> None:
    """Every drawing without its comments, and its photos without what their cameras wrote; most have neither and stay as they are."""
    for drawing in _drawings(document):
        before = drawing.read_bytes()
        after = _plain(drawing, before)
        if after != before:
            drawing.write(after)


def _drawings(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Those of the pages, of the forms and stamps on them, and of patterns.

    A page's may be in parts, which pages may share: they are joined only where that is needed, as each page then has its own.
    """
    tells: dict[tuple[int, int], bool] = {}
    for page in document.pages:
        drawn = page.obj.get("/Contents")
        if isinstance(drawn, pikepdf.Array) and any(_tells(part, tells) for part in drawn.as_list()):
            page.contents_coalesce()
        if isinstance(page.obj.get("/Contents"), pikepdf.Stream):
            yield page.obj.Contents
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == pikepdf.Name.Form or "/PatternType" in thing):
            yield thing


def _tells(part: pikepdf.Object, known: dict[tuple[int, int], bool]) -> bool:
    if part.objgen not in known:
        content = part.read_bytes()
        mixed = BETWEEN.search(content) and (b"%" in content or PHOTO.search(content))
        known[part.objgen] = bool(mixed) or without_comments(content) != content
    return known[part.objgen]


def _plain(drawing: pikepdf.Object, content: bytes) -> bytes:
    """Instruction by instruction, which takes long, only what has pictures between the lines."""
    if not BETWEEN.search(content):
        return without_comments(content)
    after = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(drawing)) if b"%" in content else content
    return _with_plain_photos(drawing, after) if PHOTO.search(after) else after


def without_comments(content: bytes) -> bytes:
    """A drawing without pictures between its lines, without its comments; the ends of their lines stay, since they part what stands before and after."""
    if b"%" not in content:
        return content
    kept, since, at = [], 0, 0
    while found := TOLD.search(content, at):
        begins, at = found.span()
        if content[begins] == ord("%"):
            kept.append(content[since:begins])
            since = at
        elif at == begins + 1:
            at = _end_of_text(content, at)
    return b"".join([*kept, content[since:]])


def _end_of_text(content: bytes, at: int) -> int:
    depth = 1
    for sign in IN_TEXT.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if not depth:
            return sign.end()
    return len(content)


def _with_plain_photos(drawing: pikepdf.Object, content: bytes) -> bytes:
    for one in pikepdf.parse_content_stream(drawing):
        if isinstance(one, pikepdf.ContentStreamInlineImage) and "/DCTDecode" in one.iimage.filters:
            if len(one.iimage.filters) > 1:
                raise Refused(Reason.TOO_COMPLEX)
            photo = one.iimage.read_raw_bytes()
            content = content.replace(photo.rstrip(), jpeg.without_remarks(photo))
    return content
