"""Hidden data goes out of pictures, and hostile pictures do no harm."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from evenhand.intake import pictures
from evenhand.intake.pictures import without_hidden_data
from tests.intake.pictures import PLACE, photograph


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_nothing_but_the_pixels_is_left(kind: str) -> None:
    original = photograph(kind)

    cleaned = without_hidden_data(original)

    assert cleaned is not None
    assert PLACE not in cleaned
    with Image.open(BytesIO(cleaned)) as picture:
        assert (picture.format, picture.size) == (kind, (64, 48))
        assert not picture.getexif() or kind == "TIFF"  # TIFF keeps its own measures there


def test_text_in_a_png_is_removed() -> None:
    about = PngImagePlugin.PngInfo()
    about.add_text("Location", PLACE.decode())
    written = BytesIO()
    Image.new("RGB", (4, 4)).save(written, format="PNG", pnginfo=about)

    cleaned = without_hidden_data(written.getvalue())

    assert PLACE in written.getvalue()
    assert cleaned is not None
    assert PLACE not in cleaned


def test_a_turned_photograph_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    written = BytesIO()
    Image.new("RGB", (64, 48)).save(written, format="JPEG", exif=exif)

    cleaned = without_hidden_data(written.getvalue())

    assert cleaned is not None
    assert Image.open(BytesIO(cleaned)).size == (48, 64)


def test_a_moving_picture_goes_on_moving() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(
        written, format="GIF", save_all=True, append_images=frames[1:], duration=100, comment=PLACE
    )

    cleaned = without_hidden_data(written.getvalue())

    assert cleaned is not None
    assert PLACE not in cleaned
    with Image.open(BytesIO(cleaned)) as picture:
        assert getattr(picture, "n_frames", 1) == 3


def test_a_picture_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")

    assert without_hidden_data(bomb) is None


def test_a_very_large_photograph_is_made_smaller_not_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_MOST_PIXELS", 100_000)
    large = photograph(size=(800, 400))

    cleaned = without_hidden_data(large)

    assert cleaned is not None
    assert Image.open(BytesIO(cleaned)).size == (400, 200)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"RIFF0000WEBP", b"%PDF-1.4", photograph()[:300]]
)
def test_what_cannot_be_read_is_left_to_the_caller(content: bytes) -> None:
    assert without_hidden_data(content) is None
