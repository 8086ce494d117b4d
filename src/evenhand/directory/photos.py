"""Make a photo small and silent: a square WebP that says nothing but how somebody looks."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from evenhand.directory.errors import NotAPicture

MOST_BYTES = 2048  # one loads quickly on a slow phone, eight are still a small page
FORMATS = ("JPEG", "PNG", "WEBP")
# Tried in turn until the photo is small enough.
TRIES = ((96, 75), (96, 50), (80, 45), (64, 40), (48, 30), (32, 10))
# More would need too much memory to open. A JPEG is opened at a fraction of its size.
MOST_PIXELS = 24_000_000


def small_photo(content: bytes) -> bytes:
    """The middle of a picture, drawn anew so that no place, time or camera comes along."""
    square = _square(content)
    for side, quality in TRIES:
        photo = _webp(square.resize((side, side), Image.Resampling.LANCZOS), quality=quality)
        if len(photo) <= MOST_BYTES:
            return photo
    raise NotAPicture


def _square(content: bytes) -> Image.Image:
    side = TRIES[0][0]
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            picture.draft("RGB", (side * 2, side * 2))
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    return ImageOps.fit(paper.convert("RGB"), (side, side))


def _webp(picture: Image.Image, *, quality: int) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", quality=quality, method=6, exif=b"", icc_profile=b"", xmp=b"")
    return file.getvalue()
