"""PDF: the pages stay, who made them goes; what acts or is locked is refused."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image

from chalicelib.domain.attachment import PDF, Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import documents, jpeg, jpeg2000
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


def a_jpeg_2000() -> bytes:
    out = io.BytesIO()
    uploads.an_image().save(out, "JPEG2000")
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
