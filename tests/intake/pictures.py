"""Pictures with hidden data in them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

PLACE = b"Harbour-Pier-7"
_MAKE, _ARTIST, _ORIENTATION = 0x010F, 0x013B, 0x0112


def photograph(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48)) -> bytes:
    """A small photograph that says where and with what it was taken."""
    picture = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[_MAKE] = PLACE.decode()
    exif[_ARTIST] = PLACE.decode()
    exif[_ORIENTATION] = 1
    written = BytesIO()
    comment = {"comment": PLACE} if kind in {"JPEG", "GIF"} else {}
    picture.save(written, format=kind, exif=exif, **comment)
    return written.getvalue()
