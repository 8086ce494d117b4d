"""Somebody outside: with a name, an address and a key they can be handed what nobody may read."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from evenhand.directory.errors import Incomplete, NotAnAddress, NotAnOutsideKey
from evenhand.directory.models import Organisation
from evenhand.directory.outside import outside_of
from evenhand.directory.services import set_outside
from evenhand.sealing.outside import new_outside_identity
from tests.directory import things

pytestmark = pytest.mark.django_db

KEY = new_outside_identity().key
WHOLE = {"name": "Osk Varnhold", "address": "osk@outside.example", "key": KEY}


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.SMTP = "smtp://127.0.0.1:9"


def test_whoever_has_all_three_can_be_handed_a_report() -> None:
    organisation = things.organisation()
    set_outside(organisation, name=" Osk Varnhold ", address="osk@outside.example", key=KEY.upper())

    outside = outside_of(Organisation.objects.get())

    assert outside is not None
    assert (outside.name, outside.address, outside.key) == tuple(WHOLE.values())


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " "}, Incomplete),
        ({"address": ""}, Incomplete),
        ({"key": ""}, Incomplete),
        ({"address": "osk"}, NotAnAddress),
        ({"key": KEY[:-1]}, NotAnOutsideKey),
    ],
    ids=["no name", "no address", "no key", "no real address", "a cut key"],
)
def test_what_is_incomplete_or_wrong_is_refused(
    changed: dict[str, str], refusal: type[Exception]
) -> None:
    organisation = things.organisation()

    with pytest.raises(refusal):
        set_outside(organisation, **(WHOLE | changed))

    assert outside_of(Organisation.objects.get()) is None


def test_the_database_too_holds_all_or_none() -> None:
    organisation = things.organisation()

    with pytest.raises(IntegrityError):
        Organisation.objects.filter(pk=organisation.pk).update(outside_key=KEY)


def test_they_can_be_taken_away_again() -> None:
    organisation = things.organisation()
    set_outside(organisation, **WHOLE)

    set_outside(organisation, name="", address="", key="")

    assert outside_of(Organisation.objects.get()) is None


@pytest.mark.parametrize(("is_practice", "is_handed"), [(False, False), (True, True)])
def test_without_a_mail_server_only_practice_hands_over(
    settings: Settings, *, is_practice: bool, is_handed: bool
) -> None:
    settings.SMTP = ""
    organisation = things.organisation(is_practice=is_practice)
    set_outside(organisation, **WHOLE)

    assert (outside_of(organisation) is not None) == is_handed
