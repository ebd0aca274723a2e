"""What people, and others, upload: made here, byte by byte, so that each says what is wrong with it."""

import io
import random
import zlib
from functools import cache

import av
import pikepdf
from PIL import Image

MARK = b"SECRET-MARK"
"""Whatever tells on somebody carries it; nothing that is kept may."""
GPS, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E
SIDEWAYS = 6
"""To be seen, it is turned by a quarter to the right."""


def an_image(width: int = 60, height: int = 40) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (0, height // 2, width, height))
    return image


def exif(orientation: int = SIDEWAYS) -> Image.Exif:
    """Where it was taken, and with what."""
    told = Image.Exif()
    told[ORIENTATION], told[MAKE], told[DESCRIPTION] = orientation, MARK.decode(), MARK.decode()
    told.get_ifd(GPS).update({1: "S", 2: (8.0, 39.0, 30.0), 3: "E", 4: (115.0, 13.0, 1.0), 29: MARK.decode()})
    return told


@cache
def photo(format_: str = "JPEG", width: int = 60, height: int = 40) -> bytes:
    """A picture with everything that a phone writes into it."""
    import pillow_heif  # noqa: PLC0415 - the tests of everything else do not need it

    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    more = {"comment": MARK} if format_ == "JPEG" else {}
    an_image(width, height).save(out, format_, exif=exif().tobytes(), xmp=b"<x>" + MARK + b"</x>", **more)
    return out.getvalue()


def grainy(width: int, height: int, **more: int) -> bytes:
    """A photo as large as those of a good camera: every few pixels are another colour."""
    tile = 512
    colours = random.Random(1).randbytes(tile * tile * 3 // 16)
    grain = Image.frombytes("RGB", (tile // 4, tile // 4), colours).resize((tile, tile), Image.Resampling.BICUBIC)
    image = Image.new("RGB", (width, height))
    for left in range(0, width, tile):
        for top in range(0, height, tile):
            image.paste(grain, (left, top))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif(), **more)
    return out.getvalue()


def polyglot() -> bytes:
    """A picture that a browser could take for a page: a script in its comment and behind its end."""
    script = b"<script>" + MARK + b"</script>"
    out = io.BytesIO()
    an_image().save(out, "JPEG", comment=script)
    return out.getvalue() + b"\n<html>" + script + b"</html>"


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of few bytes and 900 million pixels."""
    rows = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 1)
    data = b"".join([*(rows.compress(row * 100) for _ in range(height // 100)), rows.flush()])
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0")
        + _chunk(b"IDAT", data)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def document(*, password: str = "", owner: str = "", script: bool = False, carried: bool = False, photographed: bool = True) -> bytes:
    """A PDF of a page with a phone's photo on it, a remark, and who made it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Author"] = MARK.decode()
    with pdf.open_metadata() as told:
        told["dc:creator"] = [MARK.decode()]
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=pikepdf.String(MARK.decode())))
    page.Annots = pdf.make_indirect(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=MARK.decode(), Contents="Di sini")]
    )
    if photographed:
        image = pdf.make_stream(photo(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=40, BitsPerComponent=8)
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pdf.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    if carried:
        pdf.attachments["x.exe"] = b"MZ"
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=owner or password) if password or owner else False)
    return out.getvalue()


@cache
def film(codec: str = "libx264", *, sound: bool = True) -> bytes:
    """A second of MP4 with a title, a place and whose phone it was."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as packed:
        packed.metadata.update({"title": MARK.decode(), "com.apple.quicktime.location.ISO6709": f"-8.65+115.21/{MARK.decode()}"})
        picture = packed.add_stream(codec, rate=10, options={"x265-params": "log-level=none"} if codec == "libx265" else {})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.metadata["handler_name"] = MARK.decode()
        tone = packed.add_stream("aac", rate=8000, layout="mono") if sound else None
        for number in range(10):
            packed.mux(picture.encode(av.VideoFrame.from_image(Image.new("RGB", (64, 48), (number * 20, 0, 0)))))
        packed.mux(picture.encode())
        if tone:
            packed.mux(tone.encode(silence()))
            packed.mux(tone.encode())
    return out.getvalue()


def silence() -> av.AudioFrame:
    """An eighth of a second of it."""
    frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
    frame.sample_rate = 8000
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame


UPRIGHT = bytes.fromhex("000100000000000000000000000000000001000000000000000000000000000040000000")
TURNED = bytes.fromhex("0000000000010000000000 00ffff000000000000000000000000000000000000 40000000".replace(" ", ""))


def held_upright(content: bytes) -> bytes:
    """The film as a phone writes it that was held upright: lying, with a note on how to turn it."""
    at = content.index(UPRIGHT, content.index(b"tkhd"))
    return content[:at] + TURNED + content[at + len(UPRIGHT) :]
