"""Who is named, by which way of naming, and how surely."""

from __future__ import annotations

import gc
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.matching.mentions import mentions_in
from evenhand.matching.values import Certainty, Known, Mention
from tests.matching.measuring import members

CLEAR, DOUBTFUL = Certainty.CLEAR, Certainty.DOUBTFUL
ROBERT = Known(
    id="robert",
    names=("Robert Kettleby",),
    handles=("@bobk",),
    addresses=("robert.kettleby@lantern.example",),
)
MAY = Known(id="may", names=("May Lindgren",))
DMITRI = Known(id="dmitri", names=("Dmitri Khokhlenko",))


def in_field(text: str, *known: Known) -> list[Mention]:
    return mentions_in([text], [], known or (ROBERT,))


def in_story(text: str, *known: Known) -> list[Mention]:
    return mentions_in([], [text], known or (ROBERT,))


@pytest.mark.parametrize(
    "text",
    [
        "Robert Kettleby",
        "kettleby, robert",
        "Robert Ketleby",
        "Róbert Kettlebý",
        "R\u200bobert Kettle\u00adby",
        "Rоbert Kettlеby",  # with Cyrillic о and е
        "bobk",
        "@bobk@chaos.example",
        "https://chaos.example/@bobk",
        "robert.kettleby@lantern.example",
        "Robert.Kettleby (at) lantern (dot) example",
    ],
)
def test_a_whole_name_a_handle_and_an_address_are_clear(text: str) -> None:
    assert in_field(text) == [Mention("robert", CLEAR)]


@pytest.mark.parametrize(
    "text", ["Robert", "Bob", "Kettleby", "R.K.", "RK", "Ketleby", "B0b", "Bob from the desk"]
)
def test_a_part_of_a_name_is_doubtful(text: str) -> None:
    assert in_field(text) == [Mention("robert", DOUBTFUL)]


@pytest.mark.parametrize(
    "text",
    ["Then Bob pushed me.", "then bob pushed me", "Kettleby's hand", "He is called R. K. here."],
)
def test_a_part_of_a_name_is_doubtful_in_a_story_too(text: str) -> None:
    assert in_story(text) == [Mention("robert", DOUBTFUL)]


@pytest.mark.parametrize(
    "text",
    [
        "The bobkins laughed.",
        "See https://example.net/bobkit.",
        "A kettle boiled.",
        "The RK form was missing.",
        "Robert Miles helped me.",
        "She bobbed.",
        "",
    ],
)
def test_what_only_looks_like_a_name_names_nobody(text: str) -> None:
    assert in_story(text) == []


@pytest.mark.parametrize("text", ["It was in May.", "You may go.", "May I?", "On 12 May we met."])
def test_a_month_is_no_person(text: str) -> None:
    assert in_story(text, MAY) == []


@pytest.mark.parametrize("text", ["I told May.", "May hit me.", "It was may lindgren."])
def test_a_person_named_like_a_month_is_found(text: str) -> None:
    assert [mention.id for mention in in_story(text, MAY)] == ["may"]


def test_a_whole_name_is_found_in_another_script_and_case() -> None:
    assert in_story("С Дмитрием Хохленко нельзя говорить.", DMITRI) == [Mention("dmitri", CLEAR)]


def test_signs_are_read_within_a_sentence() -> None:
    wenhao = Known(id=1, names=("Li Wenhao",))

    assert in_story("昨天李文浩骂了我。", wenhao) == [Mention(1, CLEAR)]


def test_hangul_is_read_with_what_is_joined_to_it() -> None:
    minseo = Known(id=1, names=("Kim Min-seo",))

    assert in_story("김민서가 저를 밀었어요.", minseo) == [Mention(1, CLEAR)]


def test_a_declared_conflict_counts_like_a_name_of_ones_own() -> None:
    known = Known(id=1, names=("Fatima Benyoucefi", "Omar Tazerouti"))

    assert in_story("Omar Tazerouti hit me.", known) == [Mention(1, CLEAR)]


def test_everybody_is_told_once_with_what_is_surest() -> None:
    found = mentions_in(["Bob", "May"], ["Robert Kettleby and May, and Bob."], [ROBERT, MAY])

    assert found == [Mention("robert", CLEAR), Mention("may", DOUBTFUL)]


def test_nothing_known_shows_when_printed() -> None:
    assert "obert" not in f"{ROBERT!r} {ROBERT} {in_field('Robert')!r}"


ALPHABETS = st.one_of(
    st.text(),
    st.text(alphabet="aBК王김ハあ\u0301\u200dيדפрिक.@-'’ \n_0#/"),
    st.text(alphabet=st.characters(categories=["Lo", "Mn", "Mc", "Cf", "Cs", "Lm", "So"])),
)


@given(ALPHABETS, ALPHABETS)
def test_any_text_is_read_without_error_and_always_alike(field: str, story: str) -> None:
    known = members()

    assert mentions_in([field], [story], known) == mentions_in([field], [story], known)


@given(ALPHABETS, ALPHABETS)
def test_anybody_may_be_called_anything(name: str, text: str) -> None:
    known = [Known(id=1, names=(name,), handles=(name,), addresses=(name,))]

    assert len(mentions_in([text, name], [text], known)) <= 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_whole_name_is_found_within_any_text(before: str, after: str) -> None:
    found = in_story(f"{before}. Robert Kettleby hit me. {after}")

    assert found == [Mention("robert", CLEAR)]


def test_words_of_a_report_do_not_stay_in_memory() -> None:
    word = "".join(random.choices("bdgklmnrst", k=14))  # noqa: S311 (in no list, in no literal)

    mentions_in([word], [f"Then {word.title()} laughed."], [ROBERT])

    assert "kettleby" in texts_in_memory()
    assert word not in texts_in_memory()


def texts_in_memory() -> set[str]:
    """In lower case, what stands in any container."""
    gc.collect()
    held = [one for one in gc.get_objects() if isinstance(one, dict | list | set | tuple)]
    return {text.lower() for one in held for text in tuple(one) if isinstance(text, str)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Katarzyna Wiśniewska", "Nikt nie wierzy Kasi."),
        ("Matti Virtanen", "Virtasen vitsit olivat loukkaavia."),
        ("Zoltán Kovács", "Beszéltem Zoltánnal."),
        ("Tomáš Novotný", "Řekla jsem to Tomášovi."),
        ("Mehmet Çelik", "Çelik'e güvenmiyorum."),
        ("Pieter van der Meer", "Piet lachte me uit."),
        ("Thiago Lima", "O Thiaguinho riu de mim."),
        ("Jonathan Baker", "then Joni Baker hit me"),
        ("Wang Xiaoming", "我跟小明说过不要这样。"),
    ],
)
def test_an_ending_or_a_fond_form_hides_nobody(name: str, text: str) -> None:
    assert in_story(text, Known(id=1, names=(name,))) == [Mention(1, DOUBTFUL)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Amir Moyo", "I read what Dambisa Moyo wrote."),
        ("Jonathan Baker", "Robert E. Baker was mentioned."),
        ("Jonathan Baker", "Viktoria Bauer hat mir geholfen."),
        ("Hiroshi Tanaka", "Tanaka Yuki was my witness."),
        ("Mark Young", "Ernst & Young had a stand."),
        ("Anna van Dijk", "Virgil van Dijk was mentioned."),
        ("Elizabeth Green", "The Queen Elizabeth Hall is big."),
        ("Wang Xiaoming", "Wang is a common surname, they said."),
        ("Jihoon Kim", "Kim olduğunu bilmiyorum."),
        ("Pieter van der Meer", "Er was geen plaats meer."),
        ("Omar Haddad", "عمر الشريف كان في الفيلم"),
        ("Autumn Reid", "Autumn came late that year."),
        ("Oscar Lindgren", "The Oscar ceremony was on."),
    ],
)
def test_somebody_else_and_a_mere_word_name_nobody(name: str, text: str) -> None:
    assert in_story(text, Known(id=1, names=(name,))) == []


def test_five_hundred_namesakes_take_no_square_of_the_time() -> None:
    """Each pair of the same words is compared once, however often they stand there."""
    known = [Known(id=number, names=("Robert Kettleby",)) for number in range(500)]
    started = time.process_time()

    found = mentions_in([], ["Robert Kettleby " * 1000], known)

    assert len(found) == 500
    assert time.process_time() - started < 3  # 28 s where every pair is compared


@pytest.mark.parametrize(
    "unit", ["Robert ", "ROBERT ", "'", "a@b.", "A. ", "王", "\u0301", "\ud800", "x at y dot "]
)
def test_the_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.process_time()

    mentions_in([], [text], members())

    assert time.process_time() - started < 5
