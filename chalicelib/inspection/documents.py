"""PDF: opened by qpdf, refused when it can act or wants a password, and written anew without what says who made it, where and with what."""

import io
from collections.abc import Callable, Iterator, Mapping

import pikepdf

from chalicelib.domain.attachment import PDF, Reason
from chalicelib.domain.upload import Clean, Refused
from chalicelib.inspection import drawings, jpeg, jpeg2000

ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"})
ACTS = frozenset({"/JS", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"})
"""Names in a dictionary by which a document runs, sends or carries something."""
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo", "/SpiderInfo", "/DSS", "/PTEX.FileName", "/PTEX.InfoDict", "/AA")
"""Names by which any part says who made it, when, from what and with what, certificates of who signed it among them; and what would happen by itself."""
PLACED_TELLS = ("/M", "/CreationDate", "/NM", "/RC")
"""Names by which anything placed on a page does; the text of a remark is there twice, and the richer one names its program."""
AUTHOR = "/T"
"""Of a remark; of a field of a form it is the field's name."""
PHOTOS: Mapping[str, Callable[[bytes], bytes]] = {"/DCTDecode": jpeg.without_remarks, "/JPXDecode": jpeg2000.without_remarks}
"""Filters that are the format of a photo."""


def clean(content: bytes, _: str) -> Clean:
    """The document anew."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            for part in _dictionaries(document):
                _check(part)
                _strip(part)
            _forget_its_making(document)
            drawings.strip(document)
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
    told = TELLS + _placed_tells(part)
    signed = [name for name in part.keys() if name != "/Type"] if "/ByteRange" in part else []  # noqa: SIM118 - a dictionary of PDF iterates over its keys no other way
    for name in (*told, *signed):
        if name in part:
            del part[name]
    if isinstance(part, pikepdf.Stream) and part.get("/Filter") is not None:
        _strip_photo(part)


def _strip_photo(part: pikepdf.Object) -> None:
    """A photo lies in a document as the file that it was, with all that its camera wrote; it may be packed once more around it."""
    *around, last = _listed(part.Filter)
    if str(last) not in PHOTOS:
        return
    told = _listed(part.get("/DecodeParms")) or [pikepdf.Dictionary() for _ in (*around, last)]
    content = _unpacked(part.read_raw_bytes(), around, told[:-1]) if around else part.read_raw_bytes()
    part.write(PHOTOS[str(last)](content), filter=pikepdf.Array([last]), decode_parms=pikepdf.Array([told[-1]]))


def _listed(given: pikepdf.Object | None) -> list[pikepdf.Object]:
    """One, or several in an array: both are written for filters and their settings."""
    if given is None:
        return []
    return list(given.as_list()) if isinstance(given, pikepdf.Array) else [given]


def _unpacked(content: bytes, filters: list[pikepdf.Object], told: list[pikepdf.Object]) -> bytes:
    """What lies inside these filters."""
    with pikepdf.new() as apart:
        return pikepdf.Stream(apart, content, Filter=pikepdf.Array(filters), DecodeParms=pikepdf.Array(told)).read_bytes()


def _placed_tells(part: pikepdf.Object) -> tuple[str, ...]:
    if "/Rect" not in part or "/Subtype" not in part:
        return ()
    return PLACED_TELLS if part.Subtype == pikepdf.Name.Widget else (*PLACED_TELLS, AUTHOR)


def _forget_its_making(document: pikepdf.Pdf) -> None:
    for name in ("/Info", "/ID"):
        if name in document.trailer:
            del document.trailer[name]
    for name in ("/OpenAction", "/Perms"):
        if name in document.Root:
            del document.Root[name]
