from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from evenhand.directory.errors import NoSuchPhoto, NotAPicture
from evenhand.directory.photos import MOST_BYTES, small_photo
from evenhand.directory.queries import photo_of
from evenhand.directory.services import set_photo
from tests.directory import things
from tests.directory.things import TODAY


def picture(size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Image.Image:
    """Noise, which is the hardest thing to make small."""
    pixels = Random(7).randbytes(size[0] * size[1] * len(mode))  # noqa: S311 nothing is secret here
    return Image.frombytes(mode, size, pixels)


def saved(image: Image.Image, kind: str, **options: bytes | Image.Exif) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "L")]
)
def test_a_photo_becomes_a_small_square_webp(kind: str, mode: str) -> None:
    photo = small_photo(saved(picture(mode=mode), kind))

    assert len(photo) <= MOST_BYTES
    with Image.open(BytesIO(photo)) as opened:
        assert opened.format == "WEBP"
        assert opened.width == opened.height


def test_what_the_camera_wrote_into_a_photo_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    content = saved(picture(), "JPEG", exif=exif, comment=b"CANARY-COMMENT", icc_profile=b"CANARY")
    assert content.count(b"CANARY") == 3

    photo = small_photo(content)

    assert b"CANARY" not in photo
    with Image.open(BytesIO(photo)) as opened:
        assert not opened.getexif()
        assert "icc_profile" not in opened.info


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the left of the file is the top of the picture
    white_left = Image.new("RGB", (100, 100), "black")
    white_left.paste("white", (0, 0, 50, 100))

    photo = small_photo(saved(white_left, "PNG", exif=exif))

    with Image.open(BytesIO(photo)) as opened:
        grey = opened.convert("L")
    top, bottom = (grey.crop((40, y, 50, y + 10)).getextrema() for y in (10, 76))
    assert (top, bottom) == ((255, 255), (0, 0))


def broken(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg onload=alert(1)>", id="text"),
        pytest.param(saved(picture(), "GIF"), id="another kind"),
        pytest.param(broken(saved(picture(), "PNG")), id="half a picture"),
        pytest.param(saved(Image.new("1", (6000, 5000)), "PNG"), id="a small file, a huge picture"),
    ],
)
def test_what_is_not_a_usable_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        small_photo(content)


@pytest.mark.django_db(databases=["default", "shred"])
def test_a_photo_is_shown_until_its_member_leaves() -> None:
    ada = things.member(things.organisation())
    set_photo(member=ada, image=saved(picture(), "PNG"))

    assert photo_of(ada.id).startswith(b"RIFF")

    ada.left_on = TODAY
    ada.save(update_fields=["left_on"])
    with pytest.raises(NoSuchPhoto):
        photo_of(ada.id)


@pytest.mark.django_db(databases=["default", "shred"])
def test_a_member_without_a_photo_looks_like_nobody() -> None:
    ada = things.member(things.organisation())

    with pytest.raises(NoSuchPhoto) as refusal:
        photo_of(ada.id)

    assert refusal.value.status == 404
