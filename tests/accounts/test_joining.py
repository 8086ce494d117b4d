from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.accounts.errors import AddressTaken, InvitationUnusable, PassphraseTooShort
from evenhand.accounts.models import Member
from evenhand.accounts.queries.members import invited_member
from evenhand.accounts.services.joining import (
    INVITED_FOR,
    accept_invitation,
    invite,
    invite_again,
    leave,
)
from evenhand.accounts.values import Invitation
from tests import make
from tests.accounts.things import back, easy_member, entered
from tests.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def invited(address: str = "Ada@Harbour.example ") -> Invitation:
    return invite(make.organisation(), "Ada", address, must_use_second_factor=True, now=NOW)


def test_an_invited_member_joins_with_keys_of_their_own() -> None:
    invitation = invited()

    ada = accept_invitation(invitation.token, PASSPHRASE, now=NOW)

    assert ada.is_active
    assert ada.address == "ada@harbour.example"
    assert back(entered(ada)).keys.reading.public == bytes(ada.reading_key)


def test_until_then_there_are_no_keys_and_nobody_is_in() -> None:
    member = invited().member

    assert not member.is_active
    assert (member.verifier, bytes(member.sealed_keys), bytes(member.reading_key)) == ("", b"", b"")


def test_the_database_does_not_hold_the_invitation_link() -> None:
    invitation = invited()

    assert all(invitation.token not in str(value) for value in Member.objects.values_list().get())
    assert invitation.token not in repr(invitation)


def test_an_invitation_is_good_once() -> None:
    invitation = invited()
    ada = accept_invitation(invitation.token, PASSPHRASE, now=NOW)

    with pytest.raises(InvitationUnusable):
        accept_invitation(invitation.token, "somebody else's words", now=NOW)

    assert back(entered(ada)).member == ada


def test_an_invitation_grows_old() -> None:
    invitation = invited()

    late = NOW + INVITED_FOR - timedelta(seconds=1)
    assert invited_member(invitation.token, now=late) == invitation.member
    with pytest.raises(InvitationUnusable):
        invited_member(invitation.token, now=NOW + INVITED_FOR)


@pytest.mark.parametrize("token", ["", "0", "x" * 43])
def test_no_other_word_is_an_invitation(token: str) -> None:
    easy_member()

    with pytest.raises(InvitationUnusable):
        accept_invitation(token, PASSPHRASE, now=NOW)


def test_a_second_invitation_voids_the_first() -> None:
    first = invited()
    second = invite_again(first.member, now=NOW)

    with pytest.raises(InvitationUnusable):
        invited_member(first.token, now=NOW)
    assert invited_member(second.token, now=NOW) == first.member


def test_nobody_who_joined_or_left_can_be_invited_again() -> None:
    joined, left = easy_member(), invited().member
    leave(left, now=NOW)

    for member in (joined, left):
        with pytest.raises(InvitationUnusable):
            invite_again(member, now=NOW)


def test_one_address_is_one_member() -> None:
    invited("ada@harbour.example")

    with pytest.raises(AddressTaken):
        invited("ADA@harbour.example")


def test_a_short_passphrase_leaves_the_invitation_open() -> None:
    invitation = invited()

    with pytest.raises(PassphraseTooShort):
        accept_invitation(invitation.token, "eleven char", now=NOW)

    assert invited_member(invitation.token, now=NOW) == invitation.member


def test_whoever_has_left_may_be_invited_again_under_the_same_address() -> None:
    ada = easy_member()
    address = ada.address
    leave(ada, now=NOW)

    again = invite(ada.organisation, "Ada", address, must_use_second_factor=False, now=NOW)

    assert again.member.address == address
    assert again.member.pk != ada.pk
    assert address not in ada.address


def test_whoever_leaves_keeps_their_name_and_public_keys_but_no_private_ones() -> None:
    ada = easy_member()
    public = bytes(ada.verify_key)

    leave(ada, now=NOW)

    assert (ada.name, bytes(ada.verify_key)) == ("Ada", public)
    assert (bytes(ada.sealed_keys), bytes(ada.sealed_factors)) == (b"", b"")
    assert not ada.is_active
