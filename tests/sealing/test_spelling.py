from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.sealing.errors import Mistyped, Spelling
from evenhand.sealing.receipts import DIGITS, Receipt
from evenhand.sealing.spelling import groups_of, parse_receipt, words_of
from evenhand.sealing.word_list import near

RECEIPT = Receipt("4821093712345678901234")
GROUPS = list(groups_of(RECEIPT))
WORDS = list(words_of(RECEIPT))
NUMBER = "".join(GROUPS)

receipts = st.integers(min_value=0, max_value=10**DIGITS - 1).map(
    lambda number: Receipt(f"{number:0{DIGITS}d}")
)


def in_script(digits: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in digits)


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


def refusal(typed: str) -> tuple[Spelling, int | None, str | None]:
    with pytest.raises(Mistyped) as caught:
        parse_receipt(typed)
    return caught.value.spelling, caught.value.at, caught.value.suggestion


@given(receipts)
def test_both_spellings_give_the_receipt_back(receipt: Receipt) -> None:
    groups, words = groups_of(receipt), words_of(receipt)

    assert parse_receipt(" ".join(groups)) == receipt
    assert parse_receipt(" ".join(words)) == receipt
    assert parse_receipt(" ".join(word[:4] for word in words)) == receipt
    assert [len(group) for group in groups] == [4] * 6
    assert len(words) == 8


@given(st.text(max_size=60))
def test_whatever_is_typed_it_is_a_receipt_or_mistyped(typed: str) -> None:
    with pytest.raises(Mistyped):
        parse_receipt(typed)


def test_the_smallest_and_the_largest_receipt_have_both_spellings() -> None:
    for receipt in (Receipt("0" * DIGITS), Receipt("9" * DIGITS)):
        assert parse_receipt("".join(groups_of(receipt))) == receipt
        assert parse_receipt("\n".join(words_of(receipt))) == receipt


@pytest.mark.parametrize(
    "between",
    [
        *("", " ", "\u00a0", "\u2009", "\u3000", "\t", "\n", "\r\n", "   ", "_", ".", "/", "·"),
        *("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\uff0d", " - "),
        *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u30fc", "\uff70", "\u0640"),
        *("\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\u061c", ",", "\u060c"),
    ],
    ids=ascii,
)
def test_t_receipt_anything_may_stand_between_groups(between: str) -> None:
    assert parse_receipt(between.join(GROUPS)) == RECEIPT
    assert parse_receipt(between + between.join(GROUPS) + between) == RECEIPT


@pytest.mark.parametrize(
    "zero",
    ["\u0660", "\u06f0", "\u0966", "\u09e6", "\u0e50", "\u1040", "\uff10", "\U0001d7ce"],
    ids=[
        *("Arabic-Indic", "Persian", "Devanagari", "Bengali"),
        *("Thai", "Burmese", "full-width", "bold"),
    ],
)
def test_t_receipt_digits_of_any_script_are_read(zero: str) -> None:
    assert parse_receipt(in_script(NUMBER, zero)) == RECEIPT
    assert parse_receipt(in_script(" ".join(GROUPS), zero)) == RECEIPT


def test_t_receipt_scripts_may_be_mixed_and_keycaps_typed() -> None:
    mixed = in_script(NUMBER[:12], "\u0660") + NUMBER[12:]

    assert parse_receipt(mixed) == RECEIPT
    assert parse_receipt("".join(f"{digit}\ufe0f\u20e3" for digit in NUMBER)) == RECEIPT


@pytest.mark.parametrize(
    "between",
    [
        *(" ", "\u00a0", "\u3000", "\t", "\n", "\r\n", ", ", ". ", "_", "/", "\u200b", "\u30fc"),
        *("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\uff0d", " - "),
        *(" \u200e", "\u200f ", "\u202a \u202c", "\u2066 \u2069"),
    ],
    ids=ascii,
)
def test_t_receipt_anything_may_stand_between_words(between: str) -> None:
    assert parse_receipt(between.join(WORDS)) == RECEIPT
    assert parse_receipt(between + between.join(WORDS) + between) == RECEIPT


@pytest.mark.parametrize(
    "mark", ["\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u0301"]
)
def test_t_receipt_invisible_marks_inside_words_do_not_matter(mark: str) -> None:
    assert parse_receipt(" ".join(mark.join(word) for word in WORDS)) == RECEIPT


@pytest.mark.parametrize(
    "spelled",
    [
        " ".join(WORDS).upper(),
        " ".join(WORDS).title(),
        full_width("".join(word.upper()[:4] for word in WORDS[:1])) + " " + " ".join(WORDS[1:]),
        " ".join(WORDS).upper().replace("I", "\u0130"),
        " ".join(WORDS).replace("i", "\u0131"),
    ],
    ids=["capitals", "title", "full-width", "Turkish capitals", "Turkish small letters"],
)
def test_t_receipt_case_and_width_do_not_matter(spelled: str) -> None:
    assert parse_receipt(spelled) == RECEIPT


@pytest.mark.parametrize(
    "pattern",
    [
        "{at} {word}",
        "{at}. {word}",
        "{at}) {word}",
        "{at:02d}: {word}",
        "{at}.{word}",
        "({at}) {word}",
        "#{at} {word}",
        "{at}{word}",
        "• {word}",
    ],
)
@pytest.mark.parametrize("between", [" ", "\n", "\r\n", ", "], ids=ascii)
def test_t_receipt_words_may_be_numbered(pattern: str, between: str) -> None:
    lines = [pattern.format(at=at, word=word) for at, word in enumerate(WORDS, start=1)]

    assert parse_receipt(between.join(lines)) == RECEIPT
    assert parse_receipt(in_script(between.join(lines), "\u0660")) == RECEIPT


@pytest.mark.parametrize(
    "note",
    [
        "My code: {groups}",
        "Your code\n\n{groups}\n",
        "Code: {words}",
        "Saved on 2026-11-22\nKeep this safe.\n{numbered}\n\nOr as numbers:\n{groups}\n",
        "As numbers: {groups}\nAs words: {words}",
        "{words}\nDo not show this to anybody.",
    ],
)
def test_t_receipt_a_whole_saved_note_may_be_pasted(note: str) -> None:
    numbered = "\n".join(f"{at}. {word}" for at, word in enumerate(WORDS, start=1))
    pasted = note.format(groups=" ".join(GROUPS), words=" ".join(WORDS), numbered=numbered)

    assert parse_receipt(pasted) == RECEIPT


def test_more_than_a_note_is_not_read() -> None:
    assert parse_receipt("\n" * 3000 + NUMBER) == RECEIPT
    assert refusal("\n" * 4000 + NUMBER) == (Spelling.GROUPS, None, None)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("4821 093 7123 4567 8901 2345", 2),
        ("4821 0937 1234 56789 0123 4513", 4),
        ("4821-0937-1234-5678-9012-345", 6),
        ("48210937 1234 5678 901 2345", 5),
        ("48O1 0937 1234 5678 9012 3413", 1),
        ("4821 0937 1234 5678 9012", None),
        ("4821 0937 1234 5678 9012 3413 1111", None),
        ("4821 0937 1234 5678 9012 3413 11", None),
        ("48210937123456789012341", None),
        ("48 21 09 37 12 34 56 78 90 12 34 1", None),
        ("4821", None),
        ("48213", None),
        ("", None),
        (" -- ", None),
    ],
)
def test_t_receipt_a_group_of_the_wrong_length_is_named_where_it_can_be_known(
    typed: str, at: int | None
) -> None:
    assert refusal(typed) == (Spelling.GROUPS, at, None)
    assert refusal(in_script(typed, "\u0660")) == (Spelling.GROUPS, at, None)


def test_t_receipt_a_wrong_digit_in_whole_groups_is_not_placed_and_not_corrected() -> None:
    wrong = NUMBER[:5] + str((int(NUMBER[5]) + 1) % 10) + NUMBER[6:]

    assert refusal(wrong) == (Spelling.GROUPS, None, None)
    assert refusal(" ".join(wrong[at : at + 4] for at in range(0, 24, 4))) == (
        *(Spelling.GROUPS, None, None),
    )


@pytest.mark.parametrize("at", range(8))
def test_t_receipt_an_unknown_word_is_named_by_its_number(at: int) -> None:
    typed = [*WORDS[:at], "zzzz", *WORDS[at + 1 :]]

    assert refusal(" ".join(typed)) == (Spelling.WORDS, at + 1, None)
    numbered = "\n".join(f"{number}. {word}" for number, word in enumerate(typed, start=1))
    assert refusal(numbered) == (Spelling.WORDS, at + 1, None)


@pytest.mark.parametrize("at", range(8))
def test_t_receipt_a_slip_is_offered_and_never_taken(at: int) -> None:
    word = WORDS[at]

    for slip in ("q" + word, word[1:], word[1] + word[0] + word[2:], "q" + word[1:]):
        typed = [*WORDS[:at], slip, *WORDS[at + 1 :]]
        assert refusal(" ".join(typed)) == (Spelling.WORDS, at + 1, word)


def test_t_receipt_with_another_word_wrong_too_only_the_single_choice_is_offered() -> None:
    assert refusal(" ".join(["lengtj", "zzzz", *WORDS[2:]])) == (Spelling.WORDS, 1, "length")
    assert refusal(" ".join(["bal", "zzzz", *WORDS[2:]])) == (Spelling.WORDS, 1, None)


def test_t_receipt_a_known_word_in_the_wrong_place_is_offered_when_only_one_fits() -> None:
    receipt = Receipt("0000000000000000000013")
    *meant, last = words_of(receipt)
    assert (last, "race" in near("face")) == ("face", True)

    assert refusal(" ".join([*meant, "race"])) == (Spelling.WORDS, 8, "face")


def test_t_receipt_words_in_another_order_are_refused_without_a_place() -> None:
    assert refusal(" ".join([WORDS[1], WORDS[0], *WORDS[2:]])) == (Spelling.WORDS, None, None)


def test_t_receipt_too_few_words_are_refused_without_a_place() -> None:
    assert refusal(" ".join(WORDS[:7])) == (Spelling.WORDS, None, None)
    assert refusal("code") == (Spelling.WORDS, None, None)
    assert refusal("1. code") == (Spelling.WORDS, None, None)


def test_t_receipt_a_slip_below_a_heading_is_counted_from_the_first_word() -> None:
    typed = "Here are my words: " + " ".join([*WORDS[:2], "zzzz", *WORDS[3:]])

    assert refusal(typed) == (Spelling.WORDS, 3, None)


def test_t_receipt_a_date_above_the_words_does_not_make_them_numbers() -> None:
    typed = "2026-11-22 " + " ".join([*WORDS[:2], "zzzz", *WORDS[3:]])

    assert refusal(typed) == (Spelling.WORDS, 3, None)


def test_words_beyond_the_22_digits_are_refused() -> None:
    """Some 74 bits are no 22 digits; whoever types such words made a mistake."""
    assert refusal(" ".join(["zoo"] * 8))[0] is Spelling.WORDS
