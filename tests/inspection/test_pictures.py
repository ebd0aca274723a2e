"""Pictures: upright, in their colours, and nothing else of them."""

import io
import warnings

import pytest
from PIL import Image, ImageCms

from chalicelib.domain.attachment import HEIC, JPEG, PNG, WEBP, Reason
from chalicelib.domain.upload import Refused
from chalicelib.inspection import pictures
from tests import uploads

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}


def seen(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("type_", FORMATS)
def test_nothing_that_a_phone_writes_into_a_photo_is_kept(type_: str) -> None:
    content = uploads.photo(FORMATS[type_])
    assert uploads.MARK in content

    clean = pictures.clean(content, type_)

    for made in (clean.content, clean.thumbnail):
        image = seen(made)
        assert not any(mark in made for mark in (uploads.MARK, b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE"))
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("type_", FORMATS)
def test_a_photo_stays_as_it_was_to_be_seen(type_: str) -> None:
    """Red above and blue below, turned by a quarter: blue on the left."""
    clean = pictures.clean(uploads.photo(FORMATS[type_]), type_)

    for made in (clean.content, clean.thumbnail):
        image = seen(made).convert("RGB")
        assert image.size == (40, 60)
        left, right = image.getpixel((5, 30)), image.getpixel((35, 30))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert (left[2] > 150, right[0] > 150) == (True, True)


@pytest.mark.parametrize(("type_", "kept"), [(JPEG, JPEG), (PNG, PNG), (WEBP, JPEG), (HEIC, JPEG)])
def test_what_is_kept_can_be_seen_everywhere(type_: str, kept: str) -> None:
    assert pictures.clean(uploads.photo(FORMATS[type_]), type_).type == kept


def test_a_thumbnail_is_small() -> None:
    clean = pictures.clean(uploads.photo("JPEG", 1000, 500), JPEG)

    assert seen(clean.thumbnail).size == (160, 320)


def test_a_script_in_a_picture_is_not_kept() -> None:
    clean = pictures.clean(uploads.polyglot(), JPEG)

    assert b"script" not in clean.content
    assert clean.content.endswith(b"\xff\xd9")


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(Refused) as refused:
        pictures.clean(uploads.bomb(), PNG)
    assert refused.value.reason is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 not much of a picture", uploads.photo()[:-200], b""])
def test_what_is_no_picture_or_cut_off_cannot_be_opened(content: bytes) -> None:
    with pytest.raises(Exception, match=r".") as broken:
        pictures.clean(content, JPEG)
    assert not isinstance(broken.value, Refused | MemoryError)


def test_another_format_than_announced_is_not_opened() -> None:
    with pytest.raises(Image.UnidentifiedImageError):
        pictures.clean(uploads.photo("PNG"), JPEG)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_kept_as_it_looks(mode: str) -> None:
    out = io.BytesIO()
    source = Image.new("I;16", (4, 4), 60_000) if mode == "I;16" else Image.new("RGBA", (4, 4), (255, 255, 255, 200)).convert(mode)
    source.save(out, "PNG")

    image = seen(pictures.clean(out.getvalue(), PNG).content).convert("RGBA")

    pixel = image.getpixel((1, 1))
    assert isinstance(pixel, tuple)
    assert min(pixel[:3]) > 220
    assert (pixel[3] == 200) == (mode in {"LA", "P", "RGBA"})


def test_the_colours_of_print_become_those_of_screens() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(out, "JPEG")

    assert seen(pictures.clean(out.getvalue(), JPEG).content).mode == "RGB"


def test_a_profile_is_left_behind_and_its_colours_are_not() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (100, 100, 100)).save(out, "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        broken = seen(pictures.clean(out.getvalue(), PNG).content)

    assert broken.getpixel((1, 1)) == (100, 100, 100)
    assert "icc_profile" not in broken.info
