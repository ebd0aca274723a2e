"""PDF: opened by qpdf, refused when it can act or wants a password, and written anew without what says who made it, where and with what."""

import io
from collections.abc import Iterator

import pikepdf

from chalicelib.domain.attachment import PDF, Clean, Reason, Refused
from chalicelib.inspection import jpeg

ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"})
ACTS = frozenset({"/JS", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"})
"""Names in a dictionary by which a document runs, sends or carries something."""
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo", "/AA")
"""Names by which any part says who made it, when and with what; and what would happen by itself."""
REMARK_TELLS = ("/T", "/M", "/CreationDate", "/NM")
"""Names by which a remark on a page does."""


def clean(content: bytes, _: str) -> Clean:
    """The document anew."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            for part in _dictionaries(document):
                _check(part)
                _strip(part)
            _forget_its_making(document)
            if not len(document.pages):
                raise Refused(Reason.UNREADABLE)
            out = io.BytesIO()
            document.save(out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return Clean(PDF, out.getvalue())
    except pikepdf.PasswordError:
        raise Refused(Reason.PASSWORD) from None


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary, also those inside others: what is not an object of its own is reached from the one that holds it."""
    for whole in document.objects:
        yield from _within(whole)


def _within(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            parts = [part for _, part in one.items()]
        elif isinstance(one, pikepdf.Array):
            parts = list(one)
        else:
            continue
        waiting.extend(part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect)


def _check(part: pikepdf.Object) -> None:
    scripted = str(part.get("/URI", "")).strip().lower().startswith("javascript:")
    if scripted or ACTS & set(part.keys()) or str(part.get("/S", "")) in ACTIONS:
        raise Refused(Reason.ACTIVE_CONTENT)


def _strip(part: pikepdf.Object) -> None:
    told = TELLS + (REMARK_TELLS if _is_remark(part) else ())
    signed = [name for name in part.keys() if name != "/Type"] if "/ByteRange" in part else []  # noqa: SIM118 - a dictionary of PDF iterates over its keys no other way
    for name in (*told, *signed):
        if name in part:
            del part[name]
    if isinstance(part, pikepdf.Stream) and part.get("/Filter") in (pikepdf.Name.DCTDecode, [pikepdf.Name.DCTDecode]):
        part.write(jpeg.without_remarks(part.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _is_remark(part: pikepdf.Object) -> bool:
    """On a page, and no field of a form: a field needs its name, of a remark it is the author."""
    return "/Rect" in part and "/Subtype" in part and "/FT" not in part and "/Parent" not in part


def _forget_its_making(document: pikepdf.Pdf) -> None:
    for name in ("/Info", "/ID"):
        if name in document.trailer:
            del document.trailer[name]
    for name in ("/OpenAction", "/Perms"):
        if name in document.Root:
            del document.Root[name]
