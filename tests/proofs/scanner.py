"""Find texts in raw bytes, however they were written down.

It counts only once it has found a planted text in every encoding, see `planted`.
"""

from __future__ import annotations

import base64
import gzip
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_ENOUGH = 64 * 1024 * 1024  # of one compressed stream
_DEEPEST = 3  # streams in streams
_STEP = 256  # so that of a damaged stream nearly all is seen
_CONTEXT = 40
_GZIP, _ZLIB = 31, 15  # window bits
_STREAM_STARTS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BETWEEN = b" \t\r\n"


def _every_byte(pattern: str) -> Callable[[str], bytes]:
    return lambda text: "".join(pattern.format(byte) for byte in text.encode()).encode()


def _every_character(pattern: str) -> Callable[[str], bytes]:
    return lambda text: "".join(pattern.format(ord(it)) for it in text).encode()


def _base64(text: str, *, after: int) -> bytes:
    """The characters that depend on the text alone, when so many bytes came before it."""
    raw = bytes(after) + text.encode()
    return base64.b64encode(raw)[-(-after * 8 // 6) : len(raw) * 8 // 6]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8, decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "Latin-1": lambda text: text.encode("latin-1", "replace"),
    "UTF-16 little end": lambda text: text.encode("utf-16-le"),
    "UTF-16 big end": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32-le"),
    "upper case": lambda text: text.upper().encode(),
    "lower case": lambda text: text.lower().encode(),
    "base64, offset 0": lambda text: _base64(text, after=0),
    "base64, offset 1": lambda text: _base64(text, after=1),
    "base64, offset 2": lambda text: _base64(text, after=2),
    "base64url, offset 0": lambda text: _url_safe(_base64(text, after=0)),
    "base64url, offset 1": lambda text: _url_safe(_base64(text, after=1)),
    "base64url, offset 2": lambda text: _url_safe(_base64(text, after=2)),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "quoted-printable": _every_byte("={:02X}"),
    "percent": _every_byte("%{:02X}"),
    "percent, lower case": _every_byte("%{:02x}"),
    "JSON \\u": _every_character("\\u{:04x}"),
    "JSON \\U": _every_character("\\u{:04X}"),
    "Python \\x": _every_byte("\\x{:02x}"),
    "HTML decimal": _every_character("&#{};"),
    "HTML hexadecimal": _every_character("&#x{:x};"),
    "reversed": lambda text: text[::-1].encode(),
    "base32": lambda text: base64.b32encode(text.encode())[: len(text.encode()) * 8 // 5],
}
_PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "zlib in gzip": lambda raw: gzip.compress(b"--" + zlib.compress(raw, 9)),
}


def _url_safe(encoded: bytes) -> bytes:
    return encoded.translate(bytes.maketrans(b"+/", b"-_"))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found that should not be there."""

    what: str
    encoding: str
    where: str
    around: bytes


class Scanner:
    """Looks for some texts. `texts` maps a name to what must not be found."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._needles: dict[bytes, tuple[str, str]] = {}
        for what, text in texts.items():
            for form in {text, "".join(text.split())}:
                for name, encode in ENCODINGS.items():
                    self._needles.setdefault(encode(form), (what, name))

    def hits(self, where: str, content: bytes) -> Iterator[Hit]:
        """Everything that is found in these bytes and in what is packed inside them."""
        for how, view in _views(content, _DEEPEST):
            for needle, (what, encoding) in self._needles.items():
                at = view.find(needle)
                if at >= 0:
                    around = view[max(at - _CONTEXT, 0) : at + len(needle) + _CONTEXT]
                    yield Hit(what, how + encoding, where, around)


def _views(content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """The bytes as they are, without folded lines and spaces, and unpacked."""
    yield "", content
    squeezed = content.replace(b"=\r\n", b"").replace(b"=\n", b"").translate(None, _BETWEEN)
    if len(squeezed) != len(content):
        yield "", squeezed
    if depth:
        for start in _STREAM_STARTS.finditer(content):
            unpacked = _unpacked(content, start.start())
            if unpacked:
                for how, view in _views(unpacked, depth - 1):
                    yield f"packed {how}", view


def _unpacked(content: bytes, start: int) -> bytes:
    """As much as can be unpacked; most places that look like a start are none."""
    bits = _GZIP if content[start] == _GZIP else _ZLIB
    stream = zlib.decompressobj(bits)
    parts, left = [], _ENOUGH
    for at in range(start, len(content), _STEP):
        try:
            parts.append(stream.decompress(content[at : at + _STEP], left))
        except zlib.error:
            break
        left -= len(parts[-1])
        if stream.eof or left <= 0:
            break
    return b"".join(parts)


def planted(text: str) -> dict[str, bytes]:
    """The text in every encoding, plain and packed: what a scanner has to find."""
    plain = {name: b"<" + encode(text) + b">" for name, encode in ENCODINGS.items()}
    packed = {
        f"{how} of {name}": pack(raw)
        for how, pack in _PACKED.items()
        for name, raw in plain.items()
    }
    return plain | packed
