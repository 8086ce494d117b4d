"""What programs pack away: bytes of a file as they were before LevelDB, Snappy or gzip."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

_TABLE_END = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"
_TABLE_FOOTER = 48
_LOG_BLOCK, _LOG_HEADER = 32768, 7
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_LARGEST = 1 << 24
_LONGEST_SHORT_LITERAL = 60


def unpacked(content: bytes) -> Iterator[bytes]:
    """Everything readable that is packed inside these bytes."""
    if content.endswith(_TABLE_END):
        yield from _blocks_of_table(content)
    yield _records_of_log(content)
    yield from _inflated(content)


def _inflated(content: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(content):
        try:
            yield zlib.decompressobj(47).decompress(content[found.start() :], _LARGEST)
        except zlib.error:
            continue  # only looked like a beginning


def _records_of_log(content: bytes) -> bytes:
    """A LevelDB log without its headers, which may cut a word in two."""
    whole = bytearray()
    for start in range(0, len(content), _LOG_BLOCK):
        block, at = content[start : start + _LOG_BLOCK], 0
        while at + _LOG_HEADER <= len(block):
            (length,) = struct.unpack_from("<H", block, at + 4)
            whole += block[at + _LOG_HEADER : at + _LOG_HEADER + length]
            at += _LOG_HEADER + length
    return bytes(whole)


def _blocks_of_table(content: bytes) -> Iterator[bytes]:
    at = len(content) - _TABLE_FOOTER
    for _ in range(2):  # where the other index is
        _, at = _number(content, at)
    begins, at = _number(content, at)
    size, _ = _number(content, at)
    for handle in _values(_block(content, begins, size)):
        begins, at = _number(handle, 0)
        size, _ = _number(handle, at)
        yield _block(content, begins, size)


def _block(content: bytes, begins: int, size: int) -> bytes:
    block = content[begins : begins + size]
    return unsnapped(block) if content[begins + size] == 1 else block


def _values(block: bytes) -> Iterator[bytes]:
    (restarts,) = struct.unpack("<I", block[-4:])
    at, end = 0, len(block) - 4 - 4 * restarts
    while at < end:
        _, at = _number(block, at)
        key_rest, at = _number(block, at)
        length, at = _number(block, at)
        yield block[at + key_rest : at + key_rest + length]
        at += key_rest + length


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next thing begins."""
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def unsnapped(packed: bytes) -> bytes:
    """Snappy's own format: pieces as they are, and copies of what stands before."""
    length, at = _number(packed, 0)
    whole = bytearray()
    while at < len(packed):
        kind, rest = packed[at] & 3, packed[at] >> 2
        if kind == 0:
            more = max(rest - _LONGEST_SHORT_LITERAL + 1, 0)
            size = int.from_bytes(packed[at + 1 : at + 1 + more], "little") if more else rest
            at += 1 + more
            whole += packed[at : at + size + 1]
            at += size + 1
        else:
            size, back, at = _copy(packed, at)
            for _ in range(size):
                whole.append(whole[-back])
    assert len(whole) == length
    return bytes(whole)


def _copy(packed: bytes, at: int) -> tuple[int, int, int]:
    kind, rest = packed[at] & 3, packed[at] >> 2
    if kind == 1:
        return 4 + (rest & 7), (rest >> 3) << 8 | packed[at + 1], at + 2
    wide = 2 if kind == 2 else 4
    return rest + 1, int.from_bytes(packed[at + 1 : at + 1 + wide], "little"), at + 1 + wide
