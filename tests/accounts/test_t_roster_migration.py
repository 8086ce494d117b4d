"""Members from before there was a roster are taken onto it once."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from evenhand.accounts.models import Member, RosterEntry
from evenhand.accounts.queries.roster import agrees, roster_of
from evenhand.accounts.services.joining import invite, leave
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

MIGRATION = import_module("evenhand.accounts.migrations.0004_found_members")


def test_t_roster_whoever_was_a_member_before_is_on_it_as_they_stand() -> None:
    society, circle = make.organisation(), make.organisation("Meadow Circle")
    ada, ben, cay = make.member(society), make.member(society, "Ben"), make.member(circle, "Cay")
    asked = invite(society, "Kit", "kit@x.example", must_use_second_factor=True, now=NOW).member
    leave(ben, now=NOW)
    RosterEntry.objects.all().delete()
    Member.objects.update(confirmed_on=None)

    MIGRATION.found_everybody(apps, connection.schema_editor())

    roster = roster_of(society.id)
    assert roster.is_whole
    assert (set(roster.keys), roster.left) == ({ada.id}, frozenset({ben.id}))
    assert agrees(Member.objects.get(pk=ada.pk), roster)
    assert set(roster_of(circle.id).keys) == {cay.id}
    assert Member.objects.get(pk=ada.pk).confirmed_on is not None
    assert Member.objects.get(pk=asked.pk).confirmed_on is None
