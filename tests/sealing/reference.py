"""The symmetric formats once more, written from docs/decisions/0002 and from nothing else.

If this and the package disagree, old data would no longer open: never mend this file to match.
"""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: TID251 (a second opinion)


def hkdf(key: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with SHA-256."""
    extracted = hmac.digest(salt, key, "sha256")
    out, block, count = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(extracted, block + info + bytes([count]), "sha256")
        out, count = out + block, count + 1
    return out[:length]


def encoded(purpose: str, site: bytes, *row: bytes) -> bytes:
    return b"evenhand/1" + b"".join(
        len(part).to_bytes(4, "big") + part for part in (purpose.encode(), site, *row)
    )


def sealed(plain: bytes, *, key: bytes, salt: bytes, where: bytes) -> bytes:
    both = hkdf(key, salt=salt, info=b"\x01" + where, length=64)
    return b"\x01" + salt + both[32:] + AESGCM(both[:32]).encrypt(bytes(12), plain, None)


def sealed_chunk(part: bytes, *, key: bytes, salt: bytes, where: bytes) -> bytes:
    """`where` already ends with the chunk's number and mark."""
    framed = len(part).to_bytes(4, "big") + part + bytes(64 * 1024 - len(part))
    return sealed(framed, key=key, salt=salt, where=where)
