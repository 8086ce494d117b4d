"""A QR code as inline SVG: shapes only, no style, so that a strict page may show it."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(text: str) -> SafeString:
    """Dark on light in any colour scheme: cameras need it so."""
    svg = segno.make(text, micro=False).svg_inline(scale=5, light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308  # drawn by segno: the text is only in the shapes
