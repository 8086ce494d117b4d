from __future__ import annotations

import pytest

from evenhand.sealing.errors import MistypedKey
from evenhand.sealing.recovery_codes import parse_key, spell_key, words_of_key
from evenhand.sealing.recovery_keys import RecoveryKeys, RecoveryPublic
from evenhand.sealing.word_list import words

KEYS = RecoveryKeys.from_secret(bytes(32))
LINES = spell_key(KEYS.public)


def test_the_keys_follow_from_the_secret_and_do_not_print_themselves() -> None:
    again = RecoveryKeys.from_secret(bytes(32))

    assert again.public == KEYS.public
    assert RecoveryKeys.from_secret(bytes(31) + b"\1").public != KEYS.public
    assert repr(KEYS) == "RecoveryKeys(…)"
    assert RecoveryPublic.from_bytes(KEYS.public.to_bytes()) == KEYS.public


def test_what_stands_on_paper_never_changes() -> None:
    """Frozen: holders keep their paper for years."""
    assert LINES[0] == "6QKM DSQX CSN6 0MZ0"
    assert " ".join(words_of_key(KEYS.public)) == "notice crumble explain common click wood"


def test_a_key_is_eight_lines_and_is_read_back_however_it_was_typed() -> None:
    whole = "\n".join(LINES)

    assert [len(line) for line in LINES] == [19] * 8
    for typed in (whole, whole.lower(), whole.replace(" ", "-"), whole.replace("\n", "\n\n")):
        assert parse_key(typed) == KEYS.public
    assert parse_key(whole.replace("\n", " ")) == KEYS.public
    assert parse_key(whole.replace("0", "o").replace("1", "l")) == KEYS.public


@pytest.mark.parametrize("number", range(1, 9))
def test_a_slip_is_named_by_its_line(number: int) -> None:
    line = LINES[number - 1]
    for slip in (line[:-1], "U" + line[1:], ("A" if line[0] != "A" else "B") + line[1:]):
        typed = [*LINES[: number - 1], slip, *LINES[number:]]
        with pytest.raises(MistypedKey) as refusal:
            parse_key("\n".join(typed))
        assert refusal.value.at == number
        assert str(refusal.value) == f"Line {number} does not look right."


def test_lines_in_another_order_are_noticed() -> None:
    with pytest.raises(MistypedKey):
        parse_key("\n".join([LINES[1], LINES[0], *LINES[2:]]))


def test_something_else_is_no_key() -> None:
    for typed in ("", "my recovery key", "\n".join(LINES[:-1])):
        with pytest.raises(MistypedKey) as refusal:
            parse_key(typed)
        assert refusal.value.at is None
        assert "eight lines" in str(refusal.value)


def test_check_words_are_six_words_that_follow_from_the_key() -> None:
    found = words_of_key(KEYS.public)
    other = RecoveryKeys.from_secret(bytes(range(32))).public

    assert len(found) == 6
    assert set(found) <= set(words())
    assert found == words_of_key(parse_key("\n".join(LINES)))
    assert found != words_of_key(other)
