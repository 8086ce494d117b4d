"""What the property tests of sealing share: places, keys, and a changed bit."""

from __future__ import annotations

from hypothesis import strategies as st

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.places import Place, Purpose

SITE = bytes(range(16))
HERE = Place(Purpose.SAMPLE, SITE, (b"case", b"entry"))
KEY = DataKey(b"k" * 32)
OTHER_KEY = DataKey(b"o" * 32)

keys = st.binary(min_size=32, max_size=32).map(DataKey)
places = st.builds(
    Place,
    st.sampled_from(Purpose),
    st.binary(min_size=16, max_size=16),
    st.lists(st.binary(max_size=20), max_size=4).map(tuple),
)


def flipped(sealed: bytes, bit: int) -> bytes:
    """The same bytes but for one bit."""
    changed = bytearray(sealed)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)
