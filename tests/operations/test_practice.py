from __future__ import annotations

import pytest
from django.utils import timezone

from evenhand.accounts.services.held import signed_in_by
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import SignedIn, Stage
from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.models import Organisation, RoleKind, Space
from evenhand.directory.queries import choosable_readers, first_readers
from evenhand.operations.errors import NoPracticeOrganisation
from evenhand.operations.practice import Account, create_practice
from evenhand.operations.practice_cases import add_unread_cases, create_practice_cases
from evenhand.operations.practice_people import PEOPLE
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.values.entries import Kind
from tests import make

# Members join in threads of their own, so the rows must really be there.
pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@pytest.fixture
def accounts() -> list[Account]:
    found = create_practice(now=timezone.now())
    assert found is not None
    return found


def opened_by(account: Account) -> SignedIn:
    session = resume_session(
        sign_in(account.member.address, account.passphrase, now=timezone.now()),
        now=timezone.now(),
    )
    assert session is not None
    signed_in = signed_in_by(session)
    assert signed_in is not None
    return signed_in


def account_of(kind: RoleKind, accounts: list[Account]) -> Account:
    at = next(at for at, person in enumerate(PEOPLE) if person.role is kind)
    return accounts[at]


def test_all_seven_can_sign_in_without_a_second_step(accounts: list[Account]) -> None:
    assert len(accounts) == 7
    assert {opened_by(account).stage for account in accounts} == {Stage.FULL}


def test_nobody_gets_the_passphrase_of_somebody_else(accounts: list[Account]) -> None:
    assert len({account.passphrase for account in accounts}) == 7
    assert accounts[0].passphrase not in repr(accounts)


def test_it_is_marked_and_its_people_can_get_no_mail(accounts: list[Account]) -> None:
    organisation = Organisation.objects.get()

    assert organisation.is_practice
    assert "practice" in organisation.name
    assert all(account.member.address.endswith("@practice.example") for account in accounts)


def test_a_report_finds_two_on_duty_and_two_leads_in_both_spaces(accounts: list[Account]) -> None:
    del accounts
    for space in Space.objects.all():
        roles = [reader.role for reader in first_readers(space, now=timezone.now())]
        assert len([role for role in roles if "On duty" in role]) == 2
        assert len([role for role in roles if "Lead" in role]) == 2
        assert len(choosable_readers(space, now=timezone.now())) == 4


def test_its_help_numbers_are_confirmed(accounts: list[Account]) -> None:
    del accounts
    today = timezone.now().date()

    for space in Space.objects.all():
        assert help_numbers(space, space.country, today=today).checked_on == today


def test_where_there_is_an_organisation_none_is_made() -> None:
    make.organisation()

    assert create_practice(now=timezone.now()) is None
    assert Organisation.objects.count() == 1


def test_its_cases_are_new_answered_and_closed(accounts: list[Account]) -> None:
    create_practice_cases(accounts, now=timezone.now())

    lead = opened_by(account_of(RoleKind.LEAD, accounts))
    covers = covers_visible_to(lead)
    kinds = [
        {entry.kind for entry in case_visible_to(lead, cover.case_id).dossier.entries}
        for cover in covers
    ]
    assert len(kinds) == 3
    assert len([seen for seen in kinds if Kind.OPENED not in seen]) == 1
    assert len([seen for seen in kinds if Kind.CLOSED in seen]) == 1
    assert len([seen for seen in kinds if Kind.MESSAGE in seen]) == 2


def test_somebody_without_a_part_in_them_sees_none(accounts: list[Account]) -> None:
    create_practice_cases(accounts, now=timezone.now())

    moderator = opened_by(account_of(RoleKind.MODERATOR, accounts))

    assert covers_visible_to(moderator) == []


def test_a_drill_adds_new_reports(accounts: list[Account]) -> None:
    assert add_unread_cases(now=timezone.now()) == 3

    lead = opened_by(account_of(RoleKind.LEAD, accounts))
    assert len(covers_visible_to(lead)) == 3


def test_a_drill_needs_a_practice_organisation() -> None:
    make.space(make.organisation())

    with pytest.raises(NoPracticeOrganisation):
        add_unread_cases(now=timezone.now())
