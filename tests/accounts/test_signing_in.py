from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from evenhand.accounts.errors import KeysDoNotMatch, SignInRefused
from evenhand.accounts.models import Member, Session
from evenhand.accounts.services.joining import invite, leave
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.throttle import TRIES, WINDOW
from evenhand.accounts.values import Keys, Stage
from evenhand.sealing.stretching import Cost
from tests import make
from tests.accounts.things import back, easy_member, entered, strict_member, with_app
from tests.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

WRONG = "not the passphrase at all"


class CountedCosts(dict[str, Cost]):
    """The costs of the slow step, which is asked for them once each time it runs."""

    runs = 0

    def __getitem__(self, name: str) -> Cost:
        self.runs += 1
        return super().__getitem__(name)


@pytest.fixture
def costs(settings: Settings) -> CountedCosts:
    counted = CountedCosts(site_settings.KDF_COSTS)
    settings.KDF_COSTS = counted
    return counted


def refused(address: str, passphrase: str) -> tuple[str, int]:
    """The sentence, and the number of queries."""
    with CaptureQueriesContext(connection) as queries, pytest.raises(SignInRefused) as refusal:
        sign_in(address, passphrase, now=NOW)
    return str(refusal.value), len(queries)


def test_the_passphrase_opens_the_members_own_keys() -> None:
    ada = easy_member()

    signed_in = back(entered(ada))

    assert signed_in.member == ada
    assert signed_in.keys.reading.public == bytes(ada.reading_key)
    assert signed_in.keys.signing.public == bytes(ada.verify_key)


def test_capitals_and_spaces_around_the_address_do_not_matter() -> None:
    ada = easy_member()

    assert back(sign_in(f"  {ada.address.upper()} ", PASSPHRASE, now=NOW)).member == ada


def test_sign_in_takes_one_slow_step(costs: CountedCosts) -> None:
    ada = easy_member()
    before = costs.runs

    entered(ada)

    assert costs.runs == before + 1


def test_wrong_unknown_invited_left_and_locked_look_and_cost_the_same(costs: CountedCosts) -> None:
    organisation = make.organisation()
    ada, ben = make.member(organisation, "Ada"), make.member(organisation, "Ben")
    locked = make.member(organisation, "Dee")
    asked = invite(organisation, "Eve", "eve@x.example", must_use_second_factor=True, now=NOW)
    leave(ben, now=NOW)
    for _ in range(TRIES):
        refused(locked.address, WRONG)
    before = costs.runs

    answers = [
        refused(ada.address, WRONG),
        refused(f"{uuid4().hex}@nowhere.example", WRONG),
        refused(asked.member.address, WRONG),
        refused(ben.address, PASSPHRASE),
        refused(locked.address, PASSPHRASE),
    ]

    assert answers == [(str(SignInRefused()), 1)] * 5
    assert costs.runs == before + 5
    assert not Session.objects.exists()


def test_guessing_may_go_on_after_a_while_and_success_starts_anew() -> None:
    ada = easy_member()
    for _ in range(TRIES):
        refused(ada.address, WRONG)
    refused(ada.address, PASSPHRASE)

    later = NOW + WINDOW + timedelta(seconds=1)

    assert back(entered(ada, later), later).member == ada
    for _ in range(TRIES - 1):
        refused(ada.address, WRONG)
    assert back(entered(ada, later), later).member == ada


def test_without_a_second_step_the_passphrase_is_enough_only_where_it_may_be() -> None:
    assert back(entered(easy_member())).stage is Stage.FULL
    assert back(entered(strict_member())).stage is Stage.NEEDS_ENROLMENT


@pytest.mark.parametrize("who", [easy_member, strict_member], ids=["may", "must"])
def test_whoever_has_a_second_step_needs_it(who: Callable[[], Member]) -> None:
    ada = with_app(who()).member

    signed_in = back(entered(ada))

    assert signed_in.stage is Stage.NEEDS_FACTOR
    assert not signed_in.is_sure(NOW)


def test_exchanged_public_keys_are_noticed() -> None:
    ada = easy_member()
    ada.reading_key = Keys.new().reading.public
    ada.save(update_fields=["reading_key"])

    with pytest.raises(KeysDoNotMatch):
        entered(ada)


@pytest.mark.parametrize("column", ["sealed_keys", "sealed_factors"])
def test_t_swap_what_is_copied_from_another_member_does_not_open(column: str) -> None:
    organisation = make.organisation()
    ada, ben = make.member(organisation, "Ada"), make.member(organisation, "Ben")
    Member.objects.filter(pk=ada.pk).update(**{column: bytes(getattr(ben, column))})

    with pytest.raises(KeysDoNotMatch):
        entered(ada)


@pytest.mark.parametrize("column", ["sealed_keys", "sealed_factors"])
def test_t_swap_a_changed_byte_does_not_open(column: str) -> None:
    ada = easy_member()
    for at in (0, 1, 40, 70, -1):
        changed = bytearray(getattr(ada, column))
        changed[at] ^= 1
        Member.objects.filter(pk=ada.pk).update(**{column: bytes(changed)})

        with pytest.raises(KeysDoNotMatch):
            entered(ada)


def test_nothing_of_a_session_prints_keys() -> None:
    signed_in = back(entered(easy_member()))

    printed = f"{signed_in!r}{signed_in.session!r}"

    assert signed_in.session.token_hash not in printed
    assert signed_in.keys.reading.to_bytes().hex() not in printed
    assert "payload" not in printed
