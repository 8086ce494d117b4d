from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.accounts.errors import (
    NotSure,
    PassphraseTooShort,
    SignInRefused,
    WrongPassphrase,
)
from evenhand.accounts.services.factors import factors_held_by
from evenhand.accounts.services.passphrases import (
    change_passphrase,
    check_passphrase,
    suggest_passphrase,
)
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import SURE_FOR
from tests.accounts.things import back, easy_member, entered, with_app
from tests.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

NEW = "seven quiet lanterns inland"


def test_a_changed_passphrase_opens_the_same_keys_and_second_steps() -> None:
    ada = with_app(easy_member())
    before = back(ada.token)

    changed = back(change_passphrase(before, PASSPHRASE, NEW, now=NOW))
    signed_in = back(sign_in(ada.member.address, NEW, now=NOW))

    assert signed_in.keys.to_bytes() == changed.keys.to_bytes() == before.keys.to_bytes()
    assert factors_held_by(signed_in) == factors_held_by(changed) == factors_held_by(before)


def test_the_old_passphrase_opens_nothing_any_more() -> None:
    ada = easy_member()

    change_passphrase(back(entered(ada)), PASSPHRASE, NEW, now=NOW)

    with pytest.raises(SignInRefused):
        entered(ada)


def test_all_other_sessions_end_and_ones_own_gets_a_new_cookie() -> None:
    ada = easy_member()
    other, own = entered(ada), entered(ada)

    token = change_passphrase(back(own), PASSPHRASE, NEW, now=NOW)

    assert resume_session(other, now=NOW) is None
    assert resume_session(own, now=NOW) is None
    assert back(token).member == ada


def test_a_wrong_old_passphrase_changes_nothing() -> None:
    ada = easy_member()
    token = entered(ada)

    with pytest.raises(WrongPassphrase):
        change_passphrase(back(token), "not the passphrase", NEW, now=NOW)

    assert back(token).member == back(entered(ada)).member == ada


def test_a_stolen_cookie_is_not_enough() -> None:
    token = entered(easy_member())
    later = NOW + SURE_FOR

    with pytest.raises(NotSure):
        change_passphrase(back(token, later), PASSPHRASE, NEW, now=later)


def test_two_changes_at_once_do_not_mix() -> None:
    ada = easy_member()
    first, second = back(entered(ada)), back(entered(ada))
    change_passphrase(first, PASSPHRASE, NEW, now=NOW)

    with pytest.raises(WrongPassphrase):
        change_passphrase(second, PASSPHRASE, "another one altogether", now=NOW)

    assert back(sign_in(ada.address, NEW, now=NOW)).member == ada


def test_the_keyboard_that_wrote_it_does_not_matter() -> None:
    ada = easy_member()
    composed, decomposed = "f\u00fcnf ruhige Laternen", "fu\u0308nf ruhige Laternen "

    change_passphrase(back(entered(ada)), PASSPHRASE, composed, now=NOW)

    assert back(sign_in(ada.address, decomposed, now=NOW)).member == ada


@pytest.mark.parametrize("passphrase", ["", "elevenchars", "   elevenchars   "])
def test_less_than_twelve_characters_are_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseTooShort):
        check_passphrase(passphrase)


def test_suggestions_are_five_words_and_each_time_others() -> None:
    suggestions = {suggest_passphrase() for _ in range(20)}

    assert len(suggestions) == 20
    for suggestion in suggestions:
        assert len(suggestion.split()) == 5
        check_passphrase(suggestion)


def test_after_ten_minutes_it_is_asked_again() -> None:
    signed_in = back(entered(easy_member()))

    assert signed_in.is_sure(NOW + SURE_FOR - timedelta(seconds=1))
    assert not signed_in.is_sure(NOW + SURE_FOR)
