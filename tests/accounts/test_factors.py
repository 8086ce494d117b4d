from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.accounts.errors import FactorRefused, LastFactor, NotSure, WrongPassphrase
from evenhand.accounts.models import Member
from evenhand.accounts.services.codes import COUNT, plain_code
from evenhand.accounts.services.enrolling import add_app, offer_second_step
from evenhand.accounts.services.factors import (
    APP,
    factors_held_by,
    names_of_factors,
    remove_factor,
    renew_recovery_codes,
)
from evenhand.accounts.services.proving import ask_for_proof, step_up
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.throttle import TRIES
from evenhand.accounts.values import SURE_FOR, Proof, ProofKind, Stage
from evenhand.sealing.one_time import code_at
from tests.accounts.things import back, easy_member, entered, strict_member, with_app
from tests.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE


def code(answer: str) -> Proof:
    return Proof(ProofKind.CODE, answer)


def test_the_first_second_step_completes_the_sign_in_and_gives_recovery_codes() -> None:
    ada = with_app(strict_member())

    signed_in = back(ada.token)

    assert signed_in.stage is Stage.FULL
    assert signed_in.is_sure(NOW)
    assert len(set(ada.recovery_codes)) == COUNT
    assert names_of_factors(signed_in) == {APP: "Authenticator app"}


def test_a_wrong_code_adds_no_app() -> None:
    token = entered(strict_member())
    offer_second_step(back(token), now=NOW)

    with pytest.raises(FactorRefused):
        add_app(back(token), "000000", now=NOW)

    assert back(token).stage is Stage.NEEDS_ENROLMENT


def test_without_an_offered_key_no_code_is_right() -> None:
    with pytest.raises(FactorRefused):
        add_app(back(entered(strict_member())), "000000", now=NOW)


def test_the_same_key_is_offered_until_it_is_taken() -> None:
    token = entered(strict_member())

    first = offer_second_step(back(token), now=NOW)

    assert offer_second_step(back(token), now=NOW).secret == first.secret


def test_the_code_completes_the_sign_in_and_changes_the_cookie() -> None:
    ada = with_app(strict_member())
    token = entered(ada.member, LATER)

    full = step_up(back(token, LATER), code(ada.code(LATER)), now=LATER)

    assert resume_session(token, now=LATER) is None
    assert back(full, LATER).stage is Stage.FULL
    assert back(full, LATER).is_sure(LATER)


def test_a_code_is_good_once_in_all_sessions_together() -> None:
    ada = with_app(strict_member())
    first, second = entered(ada.member, LATER), entered(ada.member, LATER)
    step_up(back(first, LATER), code(ada.code(LATER)), now=LATER)

    with pytest.raises(FactorRefused):
        step_up(back(second, LATER), code(ada.code(LATER)), now=LATER)


def test_a_recovery_code_is_good_once_however_it_is_typed() -> None:
    ada = with_app(strict_member())
    used = ada.recovery_codes[3]
    full = step_up(back(entered(ada.member)), code(f" {used.upper()} "), now=NOW)

    with pytest.raises(FactorRefused):
        step_up(back(entered(ada.member)), code(used), now=NOW)

    assert len(factors_held_by(back(full)).recovery_hashes) == COUNT - 1
    step_up(back(entered(ada.member)), code(ada.recovery_codes[4]), now=NOW)


def test_codes_are_read_in_any_numeral_script() -> None:
    assert plain_code("١٢٣ ٤٥٦") == plain_code("１２３-４５６") == "123456"


def test_after_many_wrong_codes_a_right_one_is_refused_too() -> None:
    ada = with_app(strict_member())
    token = entered(ada.member, LATER)
    for _ in range(TRIES):
        with pytest.raises(FactorRefused):
            step_up(back(token, LATER), code("wrong"), now=LATER)

    with pytest.raises(FactorRefused):
        step_up(back(token, LATER), code(ada.code(LATER)), now=LATER)


def test_the_passphrase_is_no_second_step() -> None:
    ada = with_app(easy_member())
    again = Proof(ProofKind.PASSPHRASE, PASSPHRASE)

    for token in (entered(ada.member), ada.token, entered(strict_member())):
        with pytest.raises(FactorRefused):
            step_up(back(token), again, now=NOW)


def test_where_there_is_no_second_step_the_passphrase_is_asked_again() -> None:
    later = NOW + SURE_FOR
    token = entered(easy_member())
    assert ask_for_proof(back(token, later)).takes_passphrase

    with pytest.raises(WrongPassphrase):
        step_up(back(token, later), Proof(ProofKind.PASSPHRASE, "wrong words"), now=later)
    sure = step_up(back(token, later), Proof(ProofKind.PASSPHRASE, PASSPHRASE), now=later)

    assert back(sure, later).is_sure(later)


def test_whoever_must_add_a_second_step_cannot_answer_with_one() -> None:
    ada = strict_member()
    waiting = entered(ada)
    other = with_app(ada)

    with pytest.raises(FactorRefused):
        step_up(back(waiting, LATER), code(other.code(LATER)), now=LATER)


def test_a_session_that_knows_only_the_passphrase_adds_nothing_beside_a_second_step() -> None:
    ada = strict_member()
    waiting = entered(ada)
    secret = offer_second_step(back(waiting), now=NOW).secret
    with_app(ada)

    with pytest.raises(NotSure):
        add_app(back(waiting), code_at(NOW, secret=secret), now=NOW)


def test_nothing_changes_without_being_sure() -> None:
    ada = with_app(easy_member())
    late = NOW + SURE_FOR
    half_way, unsure = back(entered(ada.member, late), late), back(ada.token, late)

    for signed_in in (half_way, unsure):
        with pytest.raises(NotSure):
            offer_second_step(signed_in, now=late)
        with pytest.raises(NotSure):
            remove_factor(signed_in, APP, now=late)
        with pytest.raises(NotSure):
            renew_recovery_codes(signed_in, now=late)


def test_the_last_second_step_stays_where_one_is_required() -> None:
    ada = with_app(strict_member())

    with pytest.raises(LastFactor):
        remove_factor(back(ada.token), APP, now=NOW)

    assert back(entered(ada.member)).stage is Stage.NEEDS_FACTOR


def test_elsewhere_it_goes_and_the_recovery_codes_with_it() -> None:
    ada = with_app(easy_member())

    remove_factor(back(ada.token), APP, now=NOW)

    assert not factors_held_by(back(ada.token)).recovery_hashes
    assert back(entered(ada.member)).stage is Stage.FULL


def test_new_recovery_codes_void_the_old_ones() -> None:
    ada = with_app(strict_member())

    fresh = renew_recovery_codes(back(ada.token), now=NOW)

    with pytest.raises(FactorRefused):
        step_up(back(entered(ada.member)), code(ada.recovery_codes[0]), now=NOW)
    step_up(back(entered(ada.member)), code(fresh[0]), now=NOW)


def test_recovery_codes_alone_are_not_given() -> None:
    with pytest.raises(FactorRefused):
        renew_recovery_codes(back(entered(easy_member())), now=NOW)


def test_the_row_does_not_show_who_has_a_second_step() -> None:
    without, having = easy_member(), with_app(easy_member())
    rows = Member.objects.filter(pk__in=[without.pk, having.member.pk])

    assert {len(bytes(row.sealed_factors)) for row in rows} == {len(bytes(without.sealed_factors))}
    for row in rows:
        assert having.secret.hex().encode() not in bytes(row.sealed_factors)
