"""What is drawn on the pages of a PDF: photos may lie between the lines, and programs leave comments there. What is seen is not touched."""

import re
from collections.abc import Iterator

import pikepdf

from chalicelib.domain.attachment import Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import jpeg

COMMENT = re.compile(rb"^[ \t]*%", re.MULTILINE)
PHOTO = re.compile(rb"/DCT")


def strip(document: pikepdf.Pdf) -> None:
    """Every drawing without its comments, and its photos without what their cameras wrote; most have neither and stay as they are."""
    for drawing in _drawings(document):
        before = drawing.read_bytes()
        after = _without_comments(drawing, before) if COMMENT.search(before) else before
        if PHOTO.search(after):
            after = _with_plain_photos(drawing, after)
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
        known[part.objgen] = bool(COMMENT.search(content) or PHOTO.search(content))
    return known[part.objgen]


def _without_comments(drawing: pikepdf.Object, content: bytes) -> bytes:
    """Written anew from its instructions, unless there is nothing else in it."""
    return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(drawing)) if content.strip() else b""


def _with_plain_photos(drawing: pikepdf.Object, content: bytes) -> bytes:
    for one in pikepdf.parse_content_stream(drawing):
        if isinstance(one, pikepdf.ContentStreamInlineImage) and "/DCTDecode" in one.iimage.filters:
            if len(one.iimage.filters) > 1:
                raise Refused(Reason.TOO_COMPLEX)
            photo = one.iimage.read_raw_bytes()
            content = content.replace(photo.rstrip(), jpeg.without_remarks(photo))
    return content
