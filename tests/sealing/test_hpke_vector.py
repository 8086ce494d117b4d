"""The suite is the standard one, not only in agreement with itself.

The vector is the CFRG's for RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
AES-256-GCM (mode 0, kem 32, kdf 1, aead 2), first encryption. It has associated data, which we
never use; so the published AES key and nonce seal the same text once more without any, and that
must open from the published private key, encapsulation and info alone.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: TID251 (a second opinion)

from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.wrapping import X25519_SUITE, ReadingKey

PRIVATE = bytes.fromhex("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d")
PUBLIC = bytes.fromhex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c")
ENCAPSULATION = bytes.fromhex("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256")
AES_KEY = bytes.fromhex("f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f")
NONCE = bytes.fromhex("151d9929e2449747889bc923")
CIPHERTEXT = bytes.fromhex(
    "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a"
)
INFO = b"Ode on a Grecian Urn"
PLAIN = b"Beauty is truth, truth beauty"


class _Urn(Place):
    """The one place whose bytes are the vector's info."""

    def encode(self) -> bytes:
        return INFO


def test_the_copied_vector_is_whole() -> None:
    assert AESGCM(AES_KEY).decrypt(NONCE, CIPHERTEXT, b"Count-0") == PLAIN
    assert ReadingKey.from_bytes(PRIVATE).public == PUBLIC


def test_the_published_key_schedule_is_ours() -> None:
    without_data = AESGCM(AES_KEY).encrypt(NONCE, PLAIN, None)
    wrapped = X25519_SUITE + ENCAPSULATION + without_data

    opened = ReadingKey.from_bytes(PRIVATE).unwrap(wrapped, place=_Urn(Purpose.SAMPLE, b""))

    assert opened == PLAIN
