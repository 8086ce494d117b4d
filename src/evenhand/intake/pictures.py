"""Take hidden data out of pictures: where they were taken, when, and with which device.

A picture is drawn anew from its pixels, so nothing that this program does not know of stays.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_WRITTEN_AS = {"MPO": "JPEG"}  # two pictures of a phone's two lenses: keep the first
_MAY_MOVE = {"GIF", "WEBP", "PNG"}
_HARMLESS = {"transparency", "duration", "loop", "disposal", "blend"}
_MOST_PIXELS = 30_000_000  # unpacked, about as many MB as the server may spare four times over
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,  # what Pillow raises for some broken PNGs
    EOFError,
    OverflowError,
    MemoryError,
)

# One at a time: two large pictures at once could take more memory than there is.
_one_at_a_time = Lock()


def without_hidden_data(content: bytes) -> bytes | None:
    """The same picture without anything but its pixels; None when it cannot be read as one."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as picture:
                return _drawn_anew(picture)
        except _UNREADABLE:
            return None


def _drawn_anew(picture: Image.Image) -> bytes | None:
    kind = _WRITTEN_AS.get(picture.format or "", picture.format or "")
    if kind == "JPEG":
        _shrink_while_reading(picture)
    frames = getattr(picture, "n_frames", 1) if kind in _MAY_MOVE else 1
    if picture.width * picture.height * frames > _MOST_PIXELS:
        return None
    drawn = [_pixels_of(frame) for frame in ImageSequence.Iterator(picture)][:frames]
    written = BytesIO()
    more = {"save_all": True, "append_images": drawn[1:]} if frames > 1 else {}
    quality = {"quality": 90} if kind in {"JPEG", "WEBP"} else {}
    drawn[0].save(written, format=kind, **more, **quality)
    return written.getvalue()


def _shrink_while_reading(picture: Image.Image) -> None:
    """A very large photograph is read at half its size, or a quarter, or an eighth."""
    width, height = picture.size
    while width * height > _MOST_PIXELS:
        width, height = width // 2, height // 2
    picture.draft(picture.mode, (width, height))


def _pixels_of(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame.copy())
    upright.info = {name: value for name, value in upright.info.items() if name in _HARMLESS}
    return upright
