"""T-PHISH: a fake site has the passphrase and passes everything on in real time. It gets nowhere.

The thief signs in at our site with what the member typed at theirs, and shows the member our own
question. What is left is said in docs/threat-model.md: a typed code, passed on while it is good.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from evenhand.accounts.errors import FactorRefused
from evenhand.accounts.models import Member
from evenhand.accounts.services import passkeys
from evenhand.accounts.services.enrolling import add_passkey, offer_second_step
from evenhand.accounts.services.proving import ask_for_proof, step_up
from evenhand.accounts.throttle import TRIES
from evenhand.accounts.values import Proof, ProofKind, Stage
from tests import make
from tests.accounts.authenticator import ORIGIN, Device
from tests.accounts.things import back, entered, strict_member, with_app
from tests.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

STORY = "Somebody kept following me."
LATER = NOW + timedelta(minutes=1)
# Where the member may be lured: each shows our question to the member's own device.
FAKES = {
    "a sister site": "https://event.rota.example",
    "a site below ours": "https://rota.example.evil.example",
    "a name that ends like ours": "https://evilrota.example",
    "the site above ours": "https://example",
    "our name without encryption": "http://rota.example",
    "another port of ours": "https://rota.example:8443",
    "an address of a machine": "https://203.0.113.7",
    "a page in a file": "null",
}


@pytest.fixture(autouse=True)
def _site_with_a_name(settings: Settings) -> None:
    settings.ORIGIN = urlsplit(ORIGIN)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def ada(device: Device) -> Member:
    """A member with a passkey, as the shipped policy asks for."""
    member = strict_member()
    token = entered(member)
    options = offer_second_step(back(token), now=NOW).passkey_options
    add_passkey(back(token), device.make(options), name="Phone", now=NOW)
    return member


def at(origin: str, device: Device) -> Device:
    """The member's own device, asked by a page of this origin."""
    return Device(origin, id=device.id, key=device.key)


def asked_by(origin: str, options: str) -> str:
    """Our question as a browser lets another origin ask it: for that origin's own name."""
    told = json.loads(options)
    told["publicKey"]["rpId"] = urlsplit(origin).hostname or ""
    return json.dumps(told)


def passkey(answer: str) -> Proof:
    return Proof(ProofKind.PASSKEY, answer)


def code(answer: str) -> Proof:
    return Proof(ProofKind.CODE, answer)


def test_t_phish_the_attack_works_where_the_origin_is_not_looked_at(
    ada: Member, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: all that stops the thief below is that our very origin is asked for."""
    monkeypatch.setattr(passkeys, "_is_our_origin", lambda _origin: True)

    for origin in FAKES.values():
        thief = entered(ada)
        answer = at(origin, device).use(ask_for_proof(back(thief)).passkey_options)
        assert back(step_up(back(thief), passkey(answer), now=NOW)).stage is Stage.FULL


@pytest.mark.parametrize("fake", FAKES)
def test_t_phish_what_a_device_says_to_a_fake_site_is_worth_nothing_here(
    fake: str, ada: Member, device: Device
) -> None:
    thief, lured = entered(ada), at(FAKES[fake], device)
    options = ask_for_proof(back(thief)).passkey_options

    for asked in (options, asked_by(FAKES[fake], options)):
        with pytest.raises(FactorRefused):
            step_up(back(thief), passkey(lured.use(asked)), now=NOW)

    assert back(thief).stage is Stage.NEEDS_FACTOR
    answer = device.use(ask_for_proof(back(thief)).passkey_options)
    assert back(step_up(back(thief), passkey(answer), now=NOW)).stage is Stage.FULL


@pytest.mark.parametrize("fake", FAKES)
def test_t_phish_a_fake_site_cannot_have_a_passkey_added(fake: str, device: Device) -> None:
    """Somebody who must still add one is lured while they do."""
    token, lured = entered(strict_member()), at(FAKES[fake], device)
    options = offer_second_step(back(token), now=NOW).passkey_options

    with pytest.raises(FactorRefused):
        add_passkey(back(token), lured.make(options), name="Phone", now=NOW)

    assert back(token).stage is Stage.NEEDS_ENROLMENT


def test_t_phish_an_answer_that_was_overheard_opens_no_second_session(
    ada: Member, device: Device
) -> None:
    member, thief = entered(ada), entered(ada)
    ask_for_proof(back(thief))
    overheard = device.use(ask_for_proof(back(member)).passkey_options)

    with pytest.raises(FactorRefused):
        step_up(back(thief), passkey(overheard), now=NOW)
    full = step_up(back(member), passkey(overheard), now=NOW)  # the control: it was a good one
    assert back(full).stage is Stage.FULL
    for token in (full, thief):
        with pytest.raises(FactorRefused):
            step_up(back(token), passkey(overheard), now=NOW)
    assert back(thief).stage is Stage.NEEDS_FACTOR


def test_t_phish_a_question_that_was_asked_anew_makes_the_old_answer_worthless(
    ada: Member, device: Device
) -> None:
    thief = entered(ada)
    old = device.use(ask_for_proof(back(thief)).passkey_options)
    ask_for_proof(back(thief))

    with pytest.raises(FactorRefused):
        step_up(back(thief), passkey(old), now=NOW)


def test_t_phish_a_code_is_good_once_and_not_in_another_session() -> None:
    ada = with_app(strict_member())
    member, thief = entered(ada.member, LATER), entered(ada.member, LATER)
    typed = ada.code(LATER)
    full = step_up(back(member, LATER), code(typed), now=LATER)
    assert back(full, LATER).stage is Stage.FULL

    for token, now in ((thief, LATER), (full, LATER), (thief, LATER + timedelta(seconds=30))):
        with pytest.raises(FactorRefused):
            step_up(back(token, now), code(typed), now=now)
    assert back(thief, LATER).stage is Stage.NEEDS_FACTOR


def test_t_phish_a_code_that_came_too_late_is_good_for_nobody() -> None:
    ada = with_app(strict_member())
    typed, late = ada.code(LATER), LATER + timedelta(minutes=2)

    with pytest.raises(FactorRefused):
        step_up(back(entered(ada.member, late), late), code(typed), now=late)


def test_t_phish_a_recovery_code_is_good_once() -> None:
    ada = with_app(strict_member())
    typed = ada.recovery_codes[0]
    full = step_up(back(entered(ada.member)), code(typed), now=NOW)
    assert back(full).stage is Stage.FULL

    thief = entered(ada.member)
    for token in (thief, full):
        with pytest.raises(FactorRefused):
            step_up(back(token), code(typed), now=NOW)
    assert back(thief).stage is Stage.NEEDS_FACTOR


def test_t_phish_guessing_the_code_soon_ends() -> None:
    ada = with_app(strict_member())
    thief = entered(ada.member, LATER)
    for guess in range(TRIES):
        with pytest.raises(FactorRefused):
            step_up(back(thief, LATER), code(f"wrong {guess}"), now=LATER)

    with pytest.raises(FactorRefused):  # even if the next guess were right
        step_up(back(thief, LATER), code(ada.code(LATER)), now=LATER)


@pytest.mark.usefixtures("clock")
def test_t_phish_with_the_passphrase_alone_no_page_of_a_member_opens(
    ada: Member, device: Device
) -> None:
    sent = make.case([ada], text=STORY)
    case = f"/m/cases/{sent.visit.case_id}"
    thief = Client()
    thief.post("/m/sign-in", {"address": ada.address, "passphrase": PASSPHRASE})

    def opened() -> list[str]:
        pages = ("/m/", case, f"{case}/contact", "/m/account", "/m/team", "/m/known-as")
        answers = {page: thief.get(page) for page in pages}
        led_on = [page for page, it in answers.items() if it.status_code == 303]
        assert all(answers[page]["Location"].startswith("/m/second-step") for page in led_on)
        return [page for page in pages if page not in led_on]

    assert opened() == []
    options = ask_for_proof(back(thief.cookies["desk"].value)).passkey_options
    for origin in FAKES.values():
        refused = thief.post("/m/second-step", {"answer": at(origin, device).use(options)})
        assert refused.status_code == 422
        options = ask_for_proof(back(thief.cookies["desk"].value)).passkey_options
    assert opened() == []

    thief.post("/m/second-step", {"answer": device.use(options)})  # the control: our own origin
    assert {"/m/", case} <= set(opened())
    assert STORY in thief.get(case).content.decode()
