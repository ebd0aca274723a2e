"""PDF: the pages stay, who made them goes; what acts or is locked is refused."""

import io
import zlib
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.domain.attachment import PDF, Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import documents, drawings, jpeg, jpeg2000
from tests import uploads


def whole(content: bytes) -> bytes:
    """Everything in a document, with nothing packed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def test_nothing_says_who_made_a_document_nor_where_its_photo_was_taken() -> None:
    content = uploads.document()
    assert whole(content).count(uploads.MARK) >= 5

    clean = documents.clean(content, PDF)

    left = whole(clean.content)
    assert not any(mark in left for mark in (uploads.MARK, b"Exif", b"/Author", b"/Metadata", b"/PieceInfo", b"/CreationDate"))
    assert clean.type == PDF


def test_the_pages_their_photos_and_remarks_stay() -> None:
    with pikepdf.open(io.BytesIO(documents.clean(uploads.document(), PDF).content)) as pdf:
        (page,) = pdf.pages
        assert str(page.Annots[0].Contents) == "Di sini"
        image = Image.open(io.BytesIO(page.Resources.XObject.Im0.read_raw_bytes()))
        assert image.convert("RGB").tobytes() == Image.open(io.BytesIO(uploads.photo())).convert("RGB").tobytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (uploads.document(password="rahasia"), Reason.PASSWORD),
        (uploads.document(script=True), Reason.ACTIVE_CONTENT),
        (uploads.document(carried=True), Reason.ACTIVE_CONTENT),
    ],
)
def test_what_is_locked_or_acts_is_refused_with_the_reason(content: bytes, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        documents.clean(content, PDF)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "action", [{"S": pikepdf.Name.Launch}, {"S": pikepdf.Name.URI, "URI": "JavaScript:alert(1)"}, {"S": pikepdf.Name.SubmitForm}]
)
def test_an_action_deep_inside_is_found(action: dict[str, object]) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Annots = [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(**action))]
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    with pytest.raises(Refused) as refused:
        documents.clean(out.getvalue(), PDF)
    assert refused.value.reason is Reason.ACTIVE_CONTENT


def test_a_link_to_a_page_of_the_web_is_no_script() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Annots = [
        pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"))
    ]
    out = io.BytesIO()
    pdf.save(out)

    assert b"https://example.org" in whole(documents.clean(out.getvalue(), PDF).content)


def drawn(*drawings: bytes, form: bool = False) -> pikepdf.Pdf:
    """A page on which this is drawn, in parts, or by a form that it shows."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    if form:
        shown = pdf.make_stream(drawings[0], Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 60, 40])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=shown))
    else:
        page.Contents = pdf.make_indirect([pdf.make_stream(one) for one in drawings])
    return pdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def inline(photo: bytes, filters: bytes = b"/DCT") -> bytes:
    return b"q 60 0 0 40 0 0 cm\nBI /W 60 /H 40 /BPC 8 /CS /RGB /F " + filters + b" ID " + photo + b"\nEI Q"


@pytest.mark.parametrize("form", [False, True])
def test_a_photo_between_the_lines_of_a_page_says_nothing_either(*, form: bool) -> None:
    clean = documents.clean(saved(drawn(inline(uploads.photo()), form=form)), PDF)

    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        page = pdf.pages[0]
        content = page.Resources.XObject.Fm0 if form else page.Contents
        [left] = [one.iimage for one in pikepdf.parse_content_stream(content) if isinstance(one, pikepdf.ContentStreamInlineImage)]
        seen = Image.open(io.BytesIO(left.read_raw_bytes())).convert("RGB").tobytes()
    assert uploads.MARK not in whole(clean.content)
    assert seen == Image.open(io.BytesIO(uploads.photo())).convert("RGB").tobytes()


@pytest.mark.parametrize("before", [b"\nBI\0", b"\0BI ", b"\nBI%\n"])
def test_a_photo_between_the_lines_is_found_whatever_parts_it_from_them(before: bytes) -> None:
    clean = documents.clean(saved(drawn(inline(uploads.photo()).replace(b"\nBI ", before))), PDF)

    assert uploads.MARK not in whole(clean.content)


def test_a_photo_between_the_lines_that_is_packed_once_more_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        documents.clean(saved(drawn(inline(uploads.photo().hex().encode() + b">", b"[/AHx /DCT]"))), PDF)
    assert refused.value.reason is Reason.TOO_COMPLEX


def test_a_comment_in_a_drawing_goes_and_what_is_drawn_stays() -> None:
    clean = documents.clean(saved(drawn(b"% by " + uploads.MARK + b"\n0 0 m (100%", b"of it) pop S")), PDF)

    left = whole(clean.content)
    assert uploads.MARK not in left
    assert b"100%" in left


def test_parts_that_pages_share_stay_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = drawn(b"q", b"0 0 m 5 5 l S Q")
    for _ in range(3):
        pdf.pages.append(pdf.pages[0])
    reads: list[int] = []
    real = drawings._tells  # noqa: SLF001  that each is read once is the point
    monkeypatch.setattr(drawings, "_tells", lambda part, known: reads.append(len(known)) or real(part, known))

    with pikepdf.open(io.BytesIO(documents.clean(saved(pdf), PDF).content)) as clean:
        assert len({part.objgen for page in clean.pages for part in page.obj.Contents.as_list()}) == 2
    assert max(reads) == 2


def test_a_page_that_nothing_is_drawn_on_stays_empty() -> None:
    assert documents.clean(saved(drawn(b"% nothing but " + uploads.MARK)), PDF).content.startswith(b"%PDF")


def test_a_drawing_that_says_nothing_stays_byte_for_byte() -> None:
    odd = b"q   1 0 0\t1 5 5 cm\n\n/DCTLike gs Q"

    with pikepdf.open(io.BytesIO(documents.clean(saved(drawn(odd)), PDF).content)) as pdf:
        [left] = pdf.pages[0].Contents.as_list()
        assert left.read_bytes() == odd


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"q", b"q"),
        (b"", b""),
        (b"% by Wayan", b""),
        (b"q % by Wayan\rQ%\nS%", b"q \rQ\nS"),
        (b"(100%) Tj % by Wayan\n", b"(100%) Tj \n"),
        (b"(a (b%) c%) Tj%by\n", b"(a (b%) c%) Tj\n"),
        (b"(a\\) %) Tj%by\n(\\\\)%by", b"(a\\) %) Tj\n(\\\\)"),
        (b"(a (b\\) %) c\n%) Tj%by", b"(a (b\\) %) c\n%) Tj"),
        (b"()%by\n(never ends (%", b"()\n(never ends (%"),
    ],
)
def test_a_comment_goes_wherever_it_stands_and_what_is_no_comment_stays(content: bytes, left: bytes) -> None:
    assert drawings.without_comments(content) == left


def test_a_drawing_is_read_instruction_by_instruction_only_where_a_picture_lies_between_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    real = pikepdf.parse_content_stream
    monkeypatch.setattr(pikepdf, "parse_content_stream", lambda drawing: read.append(drawing.read_bytes()) or real(drawing))
    plain = b"% by " + uploads.MARK + b"\n" + b"0 0 m 5 5 l S % line\n" * 100
    mixed = b"% by " + uploads.MARK + b"\n" + inline(uploads.photo())
    pdf = drawn(plain)
    pdf.pages.extend(drawn(mixed).pages)

    clean = documents.clean(saved(pdf), PDF)

    assert uploads.MARK not in whole(clean.content)
    assert {b"BI" in one for one in read} == {True}
    assert len(read) == 2


PIECES = (
    b"% (by) me\n",
    b"Q%\r",
    b"%\n",
    b"(a%b)",
    b"(a (b%) \\) c\\\\)",
    b"()",
    b"(\n%\n)",
    b"[(%) 1 (b)] TJ ",
    b"/A%b\n",
    b"<41> Tj ",
    b"<</A (%)>> ",
    b"1 ",
    b"S ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(lambda pieces: b"q " + b"".join(pieces) + b"\nQ "))
def test_the_same_instructions_are_left_as_qpdf_reads(content: bytes) -> None:
    pdf = pikepdf.new()

    def read(drawing: bytes) -> list[str]:
        return [repr(one) for one in pikepdf.parse_content_stream(pdf.make_stream(drawing))]

    assert read(drawings.without_comments(content)) == read(content)


@pytest.mark.parametrize(
    "told",
    [
        pikepdf.Dictionary(Subtype=pikepdf.Name.Popup, Rect=[0, 0, 9, 9], Parent=pikepdf.Dictionary(), T=uploads.MARK.decode()),
        pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], T="isian", M=uploads.MARK.decode(), NM=uploads.MARK.decode()),
        pikepdf.Dictionary(Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9], Contents="Di sini", RC=f"<body>{uploads.MARK.decode()}</body>"),
    ],
)
def test_nothing_placed_on_a_page_says_who_placed_it(told: pikepdf.Dictionary) -> None:
    pdf = drawn(b"")
    pdf.pages[0].Annots = [pdf.make_indirect(told)]
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[one for one in pdf.pages[0].Annots if one.Subtype == pikepdf.Name.Widget])

    left = whole(documents.clean(saved(pdf), PDF).content)
    assert uploads.MARK not in left
    assert b"isian" in left or b"/Widget" not in left


def test_neither_certificates_nor_the_paths_of_its_sources_stay() -> None:
    pdf, mark = drawn(b""), uploads.MARK.decode()
    pdf.Root.DSS = pikepdf.Dictionary(Certs=[pdf.make_stream(uploads.MARK)])
    pdf.Root.SpiderInfo = pikepdf.Dictionary(C=[mark])
    pdf.pages[0].Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(
            Fm0=pdf.make_stream(b"", {"/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 1, 1], "/PTEX.FileName": pikepdf.String(f"/home/{mark}/a.pdf")})
        )
    )

    assert uploads.MARK not in whole(documents.clean(saved(pdf), PDF).content)


def with_a_photo(content: bytes, *filters: pikepdf.Name) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    image = pdf.make_stream(b"", Subtype=pikepdf.Name.Image, Width=60, Height=40)
    image.write(content, filter=pikepdf.Array(filters))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_photo_that_is_packed_once_more_says_nothing_either() -> None:
    content = with_a_photo(zlib.compress(uploads.photo()), pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode)

    with pikepdf.open(io.BytesIO(documents.clean(content, PDF).content)) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        left = image.read_raw_bytes()
    assert uploads.MARK not in left
    assert Image.open(io.BytesIO(left)).convert("RGB").tobytes() == Image.open(io.BytesIO(uploads.photo())).convert("RGB").tobytes()
    assert image.Filter == pikepdf.Name.DCTDecode


def a_jpeg_2000(**more: Any) -> bytes:
    out = io.BytesIO()
    uploads.an_image().save(out, "JPEG2000", **{"comment": "                        ", **more})
    return out.getvalue()


def a_box(name: bytes, content: bytes, *, large: bool = False) -> bytes:
    length = len(content) + (16 if large else 8)
    return (b"\0\0\0\1" + name + length.to_bytes(8, "big") if large else length.to_bytes(4, "big") + name) + content


@pytest.mark.parametrize("remark", [a_box(b"uuid", uploads.MARK), a_box(b"xml ", uploads.MARK, large=True), b"\0\0\0\0uuid" + uploads.MARK])
def test_a_photo_of_jpeg_2000_says_nothing_either(remark: bytes) -> None:
    content = with_a_photo(a_jpeg_2000() + remark, pikepdf.Name.JPXDecode)

    with pikepdf.open(io.BytesIO(documents.clean(content, PDF).content)) as pdf:
        left = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert left == a_jpeg_2000()


def test_a_bare_jpeg_2000_stays_as_it_is() -> None:
    bare = a_jpeg_2000().partition(b"jp2c")[2]

    assert jpeg2000.without_remarks(bare) == bare


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("tiled", [{}, {"tile_size": (16, 16)}])
def test_a_comment_inside_a_jpeg_2000_is_made_blank_and_its_picture_stays(*, bare: bool, tiled: dict[str, Any]) -> None:
    told = a_jpeg_2000(comment=uploads.MARK.decode(), no_jp2=bare, **tiled)
    assert uploads.MARK in told

    clean = jpeg2000.without_remarks(told)

    assert (uploads.MARK in clean, len(clean)) == (False, len(told))
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(told)).tobytes()


def test_a_comment_in_the_head_of_a_tile_is_made_blank_too() -> None:
    told = a_jpeg_2000(comment="", no_jp2=True, tile_size=(16, 16))
    at = told.index(b"\xff\x90", told.index(b"\xff\x90") + 2)
    comment = b"\xff\x64" + (len(uploads.MARK) + 4).to_bytes(2, "big") + b"\0\1" + uploads.MARK
    length = int.from_bytes(told[at + 6 : at + 10], "big") + len(comment)
    told = told[: at + 6] + length.to_bytes(4, "big") + told[at + 10 : at + 12] + comment + told[at + 12 :]

    clean = jpeg2000.without_remarks(told)

    assert uploads.MARK not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(told)).tobytes()


@pytest.mark.parametrize("cut", [2, 4, 60, 200])
def test_a_jpeg_2000_that_ends_early_is_left_to_whoever_shows_it(cut: int) -> None:
    bare = a_jpeg_2000(no_jp2=True)[:cut].ljust(4, b"\xff")

    assert jpeg2000.without_remarks(jpeg2000.BARE + bare[4:]) == jpeg2000.BARE + bare[4:]


@pytest.mark.parametrize("content", [b"", b"GIF89a", jpeg2000.SIGNATURE + b"\0\0\0\2uuid", jpeg2000.SIGNATURE + b"\0\0\1\0uuid"])
def test_what_is_no_whole_jpeg_2000_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(ValueError, match="picture"):
        jpeg2000.without_remarks(content)


def test_what_only_its_owner_may_change_can_be_read_and_is_kept() -> None:
    with pikepdf.open(io.BytesIO(documents.clean(uploads.document(owner="pemilik"), PDF).content)) as pdf:
        assert not pdf.is_encrypted


def test_a_signature_goes_with_the_name_in_it() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    name = uploads.MARK.decode()
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Name=name, Location=name)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="s", V=signature))])
    out = io.BytesIO()
    pdf.save(out)

    left = whole(documents.clean(out.getvalue(), PDF).content)
    assert uploads.MARK not in left
    assert b"/Sig" in left


def test_a_document_with_a_page_of_html_around_it_is_left_without() -> None:
    hidden = b"<script>" + uploads.MARK + b"</script>"
    content = uploads.document(photographed=False) + hidden

    assert hidden not in documents.clean(content, PDF).content


def test_a_document_without_pages_is_none() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)

    with pytest.raises(Refused) as refused:
        documents.clean(out.getvalue(), PDF)
    assert refused.value.reason is Reason.UNREADABLE


def test_what_is_no_document_cannot_be_opened() -> None:
    with pytest.raises(pikepdf.PdfError):
        documents.clean(b"%PDF-1.7 not much of a document", PDF)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8xx", b"\xff\xd8\xff\xe1\xff\xff"])
def test_what_is_no_whole_jpeg_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(ValueError, match="picture"):
        jpeg.without_remarks(content)


def test_a_jpeg_in_many_scans_stays_whole_and_what_comes_behind_it_goes() -> None:
    out = io.BytesIO()
    uploads.an_image().save(out, "JPEG", progressive=True, exif=uploads.exif())

    clean = jpeg.without_remarks(out.getvalue() + uploads.photo())

    assert uploads.MARK not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()
