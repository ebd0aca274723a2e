"""Pictures: decoded within limits, turned upright, and written anew from nothing but their pixels."""

import io
from collections.abc import Mapping

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from chalicelib.domain.attachment import HEIC, JPEG, PNG, WEBP, Reason
from chalicelib.domain.upload import Clean, Refused

MOST_PIXELS: Mapping[str, int] = {JPEG: 50_000_000, PNG: 50_000_000, HEIC: 50_000_000, WEBP: 24_000_000}
"""What phones make, and what is decoded within 512 MB: 48 million of those files that fit into 10 MB. WebP takes twice the memory, being made for moving ones too."""
SMALL = 320
"""Pixels of a thumbnail's longer side, at most."""
QUALITY = 90
FORMATS: Mapping[str, str] = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
TRANSPARENT = frozenset({"LA", "La", "PA", "RGBA", "RGBa"})

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # our own limit refuses with a reason


def clean(content: bytes, type_: str) -> Clean:
    """The picture anew: PNG where it was or is transparent, else JPEG, which everything can show."""
    with Image.open(io.BytesIO(content), formats=[FORMATS[type_]]) as opened:
        if opened.width * opened.height > MOST_PIXELS[type_]:
            raise Refused(Reason.TOO_MANY_PIXELS)
        picture = _upright(opened)
    kept = PNG if type_ == PNG or picture.mode == "RGBA" else JPEG
    return Clean(kept, _written(picture, kept), _written(_small(picture), JPEG))


def _upright(opened: Image.Image) -> Image.Image:
    """Its pixels in sRGB, as they are to be seen, and nothing else of it."""
    opened.load()
    ImageOps.exif_transpose(opened, in_place=True)
    profile = opened.info.get("icc_profile")
    seen: Image.Image = opened
    if opened.mode in TRANSPARENT or "transparency" in opened.info:
        seen = opened.convert("RGBA")
    elif opened.mode not in ("RGB", "CMYK"):
        seen = _grey(opened) if opened.mode.startswith("I") else opened.convert("RGB")
    if profile:
        seen = _in_common_colours(seen, profile)
    if seen.mode == "CMYK":
        seen = seen.convert("RGB")
    seen.info = {}
    return seen


def _grey(deep: Image.Image) -> Image.Image:
    """Sixteen bits a pixel made eight; a plain conversion would cut all but the darkest off."""
    return deep.point(lambda value: value / 256).convert("L").convert("RGB")


def _in_common_colours(seen: Image.Image, profile: bytes) -> Image.Image:
    """A profile names the device that made it, so the colours are translated and the profile is left behind; one that is broken is ignored."""
    mode = "RGBA" if seen.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return seen
        return ImageCms.profileToProfile(seen, own, ImageCms.createProfile("sRGB"), outputMode=mode) or seen
    except (ImageCms.PyCMSError, OSError, ValueError):
        return seen


def _small(picture: Image.Image) -> Image.Image:
    scale = min(1.0, SMALL / max(picture.size))
    small = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.BICUBIC, reducing_gap=2.0)
    if small.mode != "RGBA":
        return small
    white = Image.new("RGB", small.size, "white")
    white.paste(small, mask=small)
    return white


def _written(picture: Image.Image, type_: str) -> bytes:
    out = io.BytesIO()
    if type_ == PNG:
        picture.save(out, "PNG", compress_level=4)
    else:
        picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
