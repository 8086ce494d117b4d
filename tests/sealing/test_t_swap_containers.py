"""T-SWAP: whoever may write to the database cannot move, mix, repeat or drop sealed values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from evenhand.sealing.chain import START, digest_of, link_after
from evenhand.sealing.chunks import CHUNK_BYTES, open_chunks, seal_chunks
from evenhand.sealing.envelope import OVERHEAD, open_sealed, seal
from evenhand.sealing.errors import CannotOpen, Forged, SealingError
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SigningKey, check_signature
from evenhand.sealing.wrapping import ReadingKey, wrap
from tests.sealing.trying import HERE, KEY, OTHER_KEY, SITE

ADA, BEN = ReadingKey.new(), ReadingKey.new()
HEADER = OVERHEAD - 16

ELSEWHERE = {
    "another purpose": Place(Purpose.ENTRY, SITE, HERE.row),
    "another site": Place(HERE.purpose, b"\xff" * 16, HERE.row),
    "another row": Place(HERE.purpose, SITE, (b"case", b"other")),
    "another case": Place(HERE.purpose, SITE, (b"other", b"entry")),
    "a row above": Place(HERE.purpose, SITE, (b"case",)),
    "a row below": Place(HERE.purpose, SITE, (*HERE.row, b"")),
    "parts exchanged": Place(HERE.purpose, SITE, (b"entry", b"case")),
    "a border moved": Place(HERE.purpose, SITE, (b"casee", b"ntry")),
}
elsewhere = pytest.mark.parametrize("there", ELSEWHERE.values(), ids=ELSEWHERE.keys())


@elsewhere
def test_t_swap_a_sealed_value_opens_nowhere_else(there: Place) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(seal(b"x", key=KEY, place=HERE), key=KEY, place=there)


@elsewhere
def test_t_swap_a_wrapped_value_opens_nowhere_else(there: Place) -> None:
    with pytest.raises(CannotOpen):
        ADA.unwrap(wrap(b"x", to=ADA.public, place=HERE), place=there)


@elsewhere
def test_t_swap_a_file_opens_nowhere_else(there: Place) -> None:
    with pytest.raises(CannotOpen):
        list(open_chunks(seal_chunks(b"x", key=KEY, place=HERE), key=KEY, place=there))


@elsewhere
def test_t_swap_a_signature_holds_nowhere_else(there: Place) -> None:
    key = SigningKey.new()
    with pytest.raises(Forged):
        check_signature(key.sign(b"x", place=HERE), b"x", by=key.public, place=there)


@elsewhere
def test_t_swap_a_chain_link_holds_nowhere_else(there: Place) -> None:
    digest = digest_of(b"sealed")

    assert link_after(START, digest, place=HERE) != link_after(START, digest, place=there)


def test_t_swap_parts_of_two_values_of_one_key_and_place_do_not_fit_together() -> None:
    one, other = (seal(text, key=KEY, place=HERE) for text in (b"yes", b"no!"))

    for cut in (33, HEADER, len(one) - 16):
        with pytest.raises(CannotOpen):
            open_sealed(one[:cut] + other[cut:], key=KEY, place=HERE)


def test_t_swap_one_value_cannot_claim_to_be_sealed_under_two_keys() -> None:
    """The commitment of one key over the text of another opens under neither."""
    ours, theirs = (seal(b"x", key=key, place=HERE) for key in (KEY, OTHER_KEY))
    mixed = ours[:HEADER] + theirs[HEADER:]

    for key in (KEY, OTHER_KEY):
        with pytest.raises(CannotOpen):
            open_sealed(mixed, key=key, place=HERE)


def test_t_swap_one_members_wrap_is_nothing_to_another() -> None:
    for_ada, for_ben = (wrap(b"x" * 32, to=key.public, place=HERE) for key in (ADA, BEN))

    for mixed in (for_ada, for_ada[:33] + for_ben[33:], for_ben[:33] + for_ada[33:]):
        with pytest.raises(CannotOpen):
            BEN.unwrap(mixed, place=HERE)


def test_t_swap_one_kind_of_container_is_not_taken_for_another() -> None:
    sealed, wrapped = seal(b"x", key=KEY, place=HERE), wrap(b"x", to=ADA.public, place=HERE)

    with pytest.raises(SealingError):
        ADA.unwrap(sealed, place=HERE)
    with pytest.raises(SealingError):
        open_sealed(wrapped, key=KEY, place=HERE)


def test_t_swap_a_chunk_is_not_a_value_of_its_file() -> None:
    (chunk,) = seal_chunks(b"x", key=KEY, place=HERE)

    with pytest.raises(CannotOpen):
        open_sealed(chunk, key=KEY, place=HERE)


Change = Callable[[Sequence[bytes], Sequence[bytes]], Sequence[bytes]]
CHANGES: dict[str, Change] = {
    "first dropped": lambda ours, _: ours[1:],
    "middle dropped": lambda ours, _: [ours[0], ours[2]],
    "last dropped": lambda ours, _: ours[:-1],
    "all dropped": lambda _, __: [],
    "two exchanged": lambda ours, _: [ours[1], ours[0], ours[2]],
    "one doubled": lambda ours, _: [ours[0], *ours],
    "last doubled": lambda ours, _: [*ours, ours[-1]],
    "one of an older file of that name": lambda ours, theirs: [ours[0], theirs[1], ours[2]],
    "end of a shorter file": lambda ours, theirs: [*ours, *theirs],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_t_swap_chunks_cannot_be_moved_dropped_repeated_or_mixed(change: Change) -> None:
    ours = list(seal_chunks(b"o" * 3 * CHUNK_BYTES, key=KEY, place=HERE))
    theirs = list(seal_chunks(b"t" * 3 * CHUNK_BYTES, key=OTHER_KEY, place=HERE))

    with pytest.raises(CannotOpen):
        list(open_chunks(change(ours, theirs), key=KEY, place=HERE))


def test_t_swap_a_message_and_its_place_cannot_trade_bytes() -> None:
    key, inner = SigningKey.new(), Place(HERE.purpose, SITE, (b"case",))
    signature = key.sign(b"\0\0\0\x05entry", place=inner)

    with pytest.raises(Forged):
        check_signature(signature, b"", by=key.public, place=HERE)


CASE = (b"report", b"reply", b"note")


@pytest.mark.parametrize(
    "history",
    [CASE[::-1], CASE[1:], CASE[:2], (CASE[0], CASE[2]), (*CASE, CASE[2]), (b"forged", *CASE[1:])],
    ids=["reversed", "first dropped", "last dropped", "middle dropped", "repeated", "changed"],
)
def test_t_swap_another_history_ends_in_another_link(history: Sequence[bytes]) -> None:
    def head(entries: Sequence[bytes]) -> bytes:
        link = START
        for entry in entries:
            link = link_after(link, digest_of(entry), place=HERE)
        return link

    assert head(history) != head(CASE)
