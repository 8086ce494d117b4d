from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from evenhand.accounts.errors import FactorRefused
from evenhand.accounts.models import Member
from evenhand.accounts.services.enrolling import MOST_PASSKEYS, add_passkey, offer_second_step
from evenhand.accounts.services.factors import (
    factors_held_by,
    names_of_factors,
    remove_factor,
)
from evenhand.accounts.services.proving import ask_for_proof, step_up
from evenhand.accounts.values import Proof, ProofKind, Stage
from tests.accounts.authenticator import ORIGIN, Device
from tests.accounts.things import back, easy_member, entered, strict_member
from tests.make import NOW

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture(autouse=True)
def _site_with_a_name(settings: Settings) -> None:
    settings.ORIGIN = urlsplit(ORIGIN)


def added(token: str, device: Device) -> str:
    """The cookie after a device's passkey was added."""
    options = offer_second_step(back(token), now=NOW).passkey_options
    return add_passkey(back(token), device.make(options), name="Phone", now=NOW).token


def proof(answer: str) -> Proof:
    return Proof(ProofKind.PASSKEY, answer)


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def ada(device: Device) -> Member:
    member = strict_member()
    added(entered(member), device)
    return member


def test_a_passkey_completes_the_first_sign_in() -> None:
    token = added(entered(strict_member()), Device())

    assert back(token).stage is Stage.FULL
    assert list(names_of_factors(back(token)).values()) == ["Phone"]


def test_a_passkey_is_the_second_step_of_later_sign_ins(ada: Member, device: Device) -> None:
    token = entered(ada)
    options = ask_for_proof(back(token)).passkey_options

    full = step_up(back(token), proof(device.use(options)), now=NOW)

    assert back(full).stage is Stage.FULL
    assert back(full).is_sure(NOW)


def test_an_answer_is_good_for_its_own_challenge_only(ada: Member, device: Device) -> None:
    token = entered(ada)
    answer = device.use(ask_for_proof(back(token)).passkey_options)
    other = entered(ada)
    ask_for_proof(back(other))

    with pytest.raises(FactorRefused):
        step_up(back(other), proof(answer), now=NOW)


def test_an_answer_is_good_once(ada: Member, device: Device) -> None:
    token = entered(ada)
    answer = device.use(ask_for_proof(back(token)).passkey_options)
    full = step_up(back(token), proof(answer), now=NOW)

    with pytest.raises(FactorRefused):
        step_up(back(full), proof(answer), now=NOW)


@pytest.mark.parametrize(
    "origin",
    ["https://rota.example.evil.example", "https://event.rota.example", "http://rota.example"],
)
def test_what_another_page_asked_for_is_refused(ada: Member, device: Device, origin: str) -> None:
    token = entered(ada)
    phished = Device(origin, id=device.id, key=device.key)
    answer = phished.use(ask_for_proof(back(token)).passkey_options)

    with pytest.raises(FactorRefused):
        step_up(back(token), proof(answer), now=NOW)


def test_another_device_is_refused_even_under_the_same_name(ada: Member, device: Device) -> None:
    token = entered(ada)
    options = ask_for_proof(back(token)).passkey_options

    for stranger in (Device(), Device(id=device.id)):
        with pytest.raises(FactorRefused):
            step_up(back(token), proof(stranger.use(options)), now=NOW)


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", "{}", '{"id": 5}', '{"rawId": "AA", "response": {}}', "[" * 9000],
    ids=["none", "cut", "list", "null", "empty", "number", "no-response", "deep"],
)
def test_anything_else_a_browser_may_say_is_refused(ada: Member, answer: str) -> None:
    asking, adding = entered(ada), entered(strict_member())
    ask_for_proof(back(asking))
    offer_second_step(back(adding), now=NOW)

    with pytest.raises(FactorRefused):
        step_up(back(asking), proof(answer), now=NOW)
    with pytest.raises(FactorRefused):
        add_passkey(back(adding), answer, name="", now=NOW)


def test_without_an_app_no_six_digits_are_right(ada: Member) -> None:
    with pytest.raises(FactorRefused):
        step_up(back(entered(ada)), Proof(ProofKind.CODE, "000000"), now=NOW)


def test_an_answer_without_a_new_passkey_adds_none() -> None:
    token = entered(strict_member())
    options = offer_second_step(back(token), now=NOW).passkey_options

    with pytest.raises(FactorRefused):
        add_passkey(back(token), Device().make_nothing(options), name="", now=NOW)


def test_an_answer_without_a_question_is_refused(ada: Member, device: Device) -> None:
    with pytest.raises(FactorRefused):
        step_up(back(entered(ada)), proof(device.make(_OPTIONS)), now=NOW)
    with pytest.raises(FactorRefused):
        add_passkey(back(entered(strict_member())), device.make(_OPTIONS), name="", now=NOW)


_OPTIONS = json.dumps({"publicKey": {"rp": {"id": "rota.example"}, "challenge": "AAAA"}})


def test_nothing_secret_of_the_device_is_kept() -> None:
    token = added(entered(easy_member()), Device())

    (passkey,) = factors_held_by(back(token)).passkeys

    assert set(passkey.__slots__) == {"id", "name", "credential"}
    assert b"secret".hex() not in passkey.credential


def test_a_removed_passkey_is_no_longer_asked_for() -> None:
    ada, kept, lost = easy_member(), Device(), Device()
    token = added(added(entered(ada), kept), lost)
    (first, second) = factors_held_by(back(token)).passkeys

    remove_factor(back(token), second.id, now=NOW)

    assert factors_held_by(back(token)).passkeys == (first,)
    other = entered(ada)
    options = ask_for_proof(back(other)).passkey_options
    with pytest.raises(FactorRefused):
        step_up(back(other), proof(lost.use(options)), now=NOW)
    step_up(back(other), proof(kept.use(options)), now=NOW)


def test_there_is_an_end_to_passkeys() -> None:
    token = entered(easy_member())
    for _ in range(MOST_PASSKEYS):
        token = added(token, Device())

    with pytest.raises(FactorRefused):
        added(token, Device())


def test_passkeys_are_not_offered_where_the_site_has_no_name(
    settings: Settings, ada: Member
) -> None:
    settings.ORIGIN = urlsplit("http://127.0.0.1:8000")

    assert ask_for_proof(back(entered(ada))).passkey_options == ""
    assert offer_second_step(back(entered(strict_member())), now=NOW).passkey_options == ""
