from __future__ import annotations

import pytest

from evenhand.sealing.word_list import near, number_of, words


def test_every_word_is_found_by_itself_and_by_its_first_four_letters() -> None:
    for number, word in enumerate(words()):
        assert number_of(word) == number
        assert number_of(word[:4]) == number
        assert number_of(word[:5]) == number


@pytest.mark.parametrize("word", ["add", "act", "zoo", "age", "cat"])
def test_a_word_of_three_letters_is_itself_and_not_the_start_of_another(word: str) -> None:
    number = number_of(word)

    assert number is not None
    assert words()[number] == word


@pytest.mark.parametrize("typed", ["", "a", "ab", "abs", "len", "zeb", "zzzz", "lengthy", "adds"])
def test_what_is_no_word_and_no_four_letters_of_one_is_not_found(typed: str) -> None:
    assert number_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lengtj", ["length"]),
        ("lenght", ["length"]),
        ("lengthh", ["length"]),
        ("llength", ["length"]),
        ("zeb", ["web", "zebra"]),
        ("lemg", ["leg", "lemon", "length"]),
        ("abst", ["absent", "absorb", "absurd"]),
        ("strategyy", ["strategy"]),
        ("house", ["horse", "mouse"]),
        ("qqqqqq", []),
        ("x" * 5000, []),
    ],
)
def test_the_words_one_slip_away_are_found(typed: str, meant: list[str]) -> None:
    assert near(typed) == meant
