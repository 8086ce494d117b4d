"""T-RECOVER: enough shares give the recovery key, fewer nothing, and what is wrong is said."""

from __future__ import annotations

from itertools import combinations

import pytest
from shamir_mnemonic import Share, generate_mnemonics
from shamir_mnemonic.constants import CUSTOMIZATION_STRING_EXTENDABLE
from shamir_mnemonic.rs1024 import create_checksum
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.errors import (
    MistypedShare,
    MixedShares,
    OtherKey,
    SameShare,
    ShareError,
    TooFewShares,
    WrongLength,
    WrongShares,
)
from evenhand.sealing.recovery_keys import RecoveryKeys, new_recovery_secret
from evenhand.sealing.shares import check_together, combine, needed_of, parse_share, split

SECRET = DataKey(bytes(range(32)))
KEYS = RecoveryKeys.from_secret(SECRET)


@pytest.fixture(scope="module")
def shares() -> list[str]:
    return split(SECRET, needed=2, holders=3)


def test_t_recover_any_two_of_three_shares_give_the_key(shares: list[str]) -> None:
    for some in combinations(shares, 2):
        assert combine(some, to=KEYS.public).public == KEYS.public
    assert combine(shares, to=KEYS.public).public == KEYS.public


def test_t_recover_shares_on_paper_are_read_for_years() -> None:
    """Frozen: made once, with this program, for the secret of these tests."""
    first = (
        "makeup morning academic acid auction crush wits disaster favorite unfold"
        " merchant golden tactics pickup python bumpy soldier discuss percent estate"
        " syndrome grasp adorn mountain formal canyon greatest glad email likely empty"
        " skin segment"
    )
    second = (
        "makeup morning academic agency airline retailer snapshot national expand"
        " liquid worthy trial bucket chemical punish briefing kind romp lend national"
        " moment satisfy behavior medal jewelry crucial vitamins package weapon chemical"
        " adjust slush dominant"
    )

    keys = combine([parse_share(first), parse_share(second)], to=KEYS.public)

    assert keys.public == KEYS.public


def test_t_recover_one_share_less_is_refused(shares: list[str]) -> None:
    with pytest.raises(TooFewShares):
        combine([], to=KEYS.public)
    for share in shares:
        with pytest.raises(TooFewShares):
            combine([share], to=KEYS.public)


def test_t_recover_one_share_less_fits_any_secret_at_all(shares: list[str]) -> None:
    """For every secret there is a second share with which the first one gives it."""
    first = Share.from_mnemonic(shares[0])
    others = {Share.from_mnemonic(share).value for share in split(SECRET, needed=2, holders=3)}

    assert first.value not in others  # another split of the same secret shares no value with it
    assert SECRET not in first.value
    assert {len(Share.from_mnemonic(share).value) for share in shares} == {32}


@pytest.mark.parametrize(("needed", "holders"), [(1, 3), (0, 3), (4, 3), (2, 17), (1, 1)])
def test_one_share_is_never_enough(needed: int, holders: int) -> None:
    with pytest.raises(ValueError, match="At least 2"):
        split(SECRET, needed=needed, holders=holders)


def test_three_of_five_need_three() -> None:
    shares = split(SECRET, needed=3, holders=5)

    assert needed_of(shares[0]) == 3
    assert combine(shares[2:], to=KEYS.public).public == KEYS.public
    with pytest.raises(TooFewShares):
        combine(shares[:2], to=KEYS.public)


def test_case_spaces_numbers_and_cut_off_words_do_not_matter(shares: list[str]) -> None:
    words = shares[0].split()
    typed = "\n".join(f"{at}. {word[:4].upper()}" for at, word in enumerate(words, start=1))

    assert parse_share(typed) == shares[0]
    assert parse_share(f"  {shares[0]}  ") == shares[0]


def other_than(word: str) -> str:
    return "academic" if word != "academic" else "acid"


@pytest.mark.parametrize("at", [1, 7, 33])
def test_t_recover_one_mistyped_word_is_named_by_its_number(shares: list[str], at: int) -> None:
    words = shares[0].split()
    for slip in ("quxx", "aca", other_than(words[at - 1])):
        typed = [*words[: at - 1], slip, *words[at:]]
        with pytest.raises(MistypedShare) as refusal:
            parse_share(" ".join(typed))
        assert refusal.value.at == at
        assert str(refusal.value) == f"Word {at} does not look right."


def test_several_wrong_words_are_refused_and_none_is_blamed(shares: list[str]) -> None:
    words = shares[0].split()
    words[3], words[20] = other_than(words[3]), other_than(words[20])

    with pytest.raises(MistypedShare) as refusal:
        parse_share(" ".join(words))
    assert refusal.value.at is None
    assert str(refusal.value) == "One or several words do not look right."


def test_a_share_that_is_too_short_or_too_long_says_how_many_words_it_has(
    shares: list[str],
) -> None:
    for typed, count in (("", 0), (shares[0].rpartition(" ")[0], 32), (shares[0] + " acid", 34)):
        with pytest.raises(WrongLength) as refusal:
            parse_share(typed)
        assert refusal.value.count == count
        assert str(refusal.value) == f"A share has 33 words; these are {count}."


def test_words_whose_check_is_right_and_that_say_nothing_are_refused(shares: list[str]) -> None:
    numbers = [WORD_INDEX_MAP[word] for word in shares[0].split()]
    numbers[4] = len(WORDLIST) - 1  # more bits than a share of 32 bytes has
    whole = [*numbers[:-3], *create_checksum(numbers[:-3], CUSTOMIZATION_STRING_EXTENDABLE)]

    with pytest.raises(MistypedShare):
        parse_share(" ".join(WORDLIST[number] for number in whole))


def test_t_recover_shares_of_two_sets_are_refused(shares: list[str]) -> None:
    other = split(SECRET, needed=2, holders=3)

    with pytest.raises(MixedShares):
        combine([shares[0], other[1]], to=KEYS.public)


def test_t_recover_the_same_share_twice_is_refused(shares: list[str]) -> None:
    with pytest.raises(SameShare):
        combine([shares[0], shares[0]], to=KEYS.public)
    with pytest.raises(SameShare):
        check_together([shares[1], shares[1]])


def test_t_recover_a_wrong_share_with_a_right_check_is_refused(shares: list[str]) -> None:
    share = Share.from_mnemonic(shares[1])
    forged = Share(*share.common_parameters()[:3], 0, 1, 1, share.index, 2, bytes(32))

    with pytest.raises(WrongShares):
        combine([shares[0], parse_share(forged.mnemonic())], to=KEYS.public)


def test_t_recover_shares_split_with_a_passphrase_are_refused() -> None:
    """SLIP-39 combines them, without the passphrase, to a secret that looks as good as any."""
    hidden = list(generate_mnemonics(1, [(2, 3)], bytes(SECRET), passphrase=b"lantern")[0])

    with pytest.raises(OtherKey, match="passphrase"):
        combine([parse_share(share) for share in hidden[:2]], to=KEYS.public)


def test_shares_of_another_key_are_refused(shares: list[str]) -> None:
    another = RecoveryKeys.from_secret(new_recovery_secret())

    with pytest.raises(OtherKey):
        combine(shares[:2], to=another.public)


def test_every_refusal_is_a_sentence() -> None:
    for refusal in (SameShare(), MixedShares(), TooFewShares(), WrongShares(), OtherKey()):
        assert isinstance(refusal, ShareError)
        assert str(refusal).endswith((".", "?"))
