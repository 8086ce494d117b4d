"""From the set-up link to a report that somebody reads whom two members have confirmed (B15)."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import joining, roster_of
from evenhand.accounts.services.enrolling import add_app, offer_second_step
from evenhand.accounts.services.signing_in import sign_in
from evenhand.directory.queries import first_readers, space_called
from evenhand.operations.services.leaving import leave_by_address
from evenhand.operations.services.links import invite_anew, make_setup_link
from evenhand.sealing.one_time import code_at
from evenhand.vault.queries.cases import case_visible_to
from tests import make
from tests.accounts.things import back
from tests.make import NOW, PASSPHRASE
from tests.operations.test_set_up import CHECKED, TYPED

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

JOIN = re.compile(r"(/m/join/[\w-]+)")


def joins(path: str, address: str) -> Client:
    """Accept an invitation and add a second step, as a real organisation asks for."""
    client = Client()
    assert client.post(path, {"passphrase": PASSPHRASE}).status_code == 303
    token, now = sign_in(address, PASSPHRASE, now=timezone.now()), timezone.now()
    secret = offer_second_step(back(token, now), now=now).secret
    client.cookies["desk"] = add_app(back(token, now), code_at(now, secret=secret), now=now).token
    return client


def is_confirmed(address: str) -> bool:
    member = Member.objects.get(address=address)
    return member.id in roster_of(member.organisation_id).keys


def test_t_roster_from_the_set_up_to_a_third_member_who_reads_a_report(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        path = "/set-up/" + make_setup_link(now=NOW).rpartition("/")[2]
        page = client.post(path, TYPED | CHECKED).content.decode()
        links = list(dict.fromkeys(JOIN.findall(page)))
        again = invite_anew("ben@harbour.example", now=NOW)  # the first one went astray
        links[1] = JOIN.findall(again)[0]
        ada = joins(links[0], "ada@harbour.example")
        ben = joins(links[1], "ben@harbour.example")
        assert is_confirmed("ada@harbour.example")
        assert is_confirmed("ben@harbour.example")

        asked = ada.post("/m/team", {"name": "Kit", "address": "kit@harbour.example"})
        kits = joins(JOIN.findall(asked.content.decode())[0], "kit@harbour.example")
        kit = Member.objects.get(name="Kit")
        assert not is_confirmed("kit@harbour.example")
        assert "Two members have to confirm you first" in kits.get("/m/").content.decode()
        for browser in (ada, ben):
            told = {"keys": joining(kit).fingerprint}
            assert browser.post(f"/m/team/{kit.id}/confirm", told).status_code == 303

        space = space_called("harbour-days")
        make.duty(kit, space)
        readers = [reader.member for reader in first_readers(space, now=NOW)]
        assert {reader.name for reader in readers} == {"Ada", "Ben", "Kit"}
        sent = make.case(readers)
        desk = back(kits.cookies["desk"].value)
        assert case_visible_to(desk, sent.visit.case_id).dossier.is_whole


def test_t_roster_a_lead_who_lost_their_passphrase_before_the_other_joined_is_replaced(
    client: Client,
) -> None:
    with time_machine.travel(NOW, tick=False):
        path = "/set-up/" + make_setup_link(now=NOW).rpartition("/")[2]
        page = client.post(path, TYPED | CHECKED).content.decode()
        links = list(dict.fromkeys(JOIN.findall(page)))
        joins(links[0], "ada@harbour.example")
        leave_by_address("ada@harbour.example", now=NOW)

        ben = joins(links[1], "ben@harbour.example")
        assert is_confirmed("ben@harbour.example")
        asked = ben.post("/m/team", {"name": "Ada", "address": "ada@harbour.example"})
        joins(JOIN.findall(asked.content.decode())[0], "ada@harbour.example")
        ada = Member.objects.get(address="ada@harbour.example")
        ben.post(f"/m/team/{ada.id}/confirm", {"keys": joining(ada).fingerprint})

        assert is_confirmed("ada@harbour.example")  # one is enough where there is but one
