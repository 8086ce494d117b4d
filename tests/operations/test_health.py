from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from evenhand.accounts.models import Member
from evenhand.directory.models import Organisation, RoleKind, ShareHolders
from evenhand.directory.services import confirm_numbers, set_outside
from evenhand.notices.services import notify, put_out_hand_over
from evenhand.operations.health import Grade, findings
from evenhand.sealing.outside import new_outside_identity
from tests import make
from tests.vault import roster_thief
from tests.vault.recovering import take_into_use

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "own"
    settings.DATA.mkdir(mode=0o700)


def problems() -> list[str]:
    return [it.sentence for it in findings(now=timezone.now()) if not it.is_fine]


def test_a_space_with_a_lead_and_checked_numbers_is_healthy() -> None:
    space = make.space(make.organisation())
    make.role(make.member(space.organisation), RoleKind.LEAD)
    confirm_numbers(
        space=space, country=space.country, checked_on=timezone.now().date(), checked_by="Ada"
    )

    assert problems() == []


def test_a_space_that_nobody_reads_or_whose_numbers_are_old_is_named() -> None:
    space = make.space(make.organisation())
    confirm_numbers(
        space=space,
        country=space.country,
        checked_on=timezone.now().date() - timedelta(days=366),
        checked_by="Ada",
    )

    found = problems()

    assert len(found) == 2
    assert all(sentence.startswith("Harbour Days: nobody ") for sentence in found)


def test_notices_that_are_not_sent_are_a_problem() -> None:
    notify([make.member(make.organisation())], now=timezone.now() - timedelta(hours=2))

    assert [sentence.split(":")[0] for sentence in problems()] == ["Notices are not being sent"]


def test_hand_overs_that_wait_for_an_hour_are_a_problem_and_only_their_number_is_said() -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    put_out_hand_over(b"sealed", to="osk@outside.example", now=hour_ago + timedelta(minutes=1))
    assert problems() == []
    for _ in range(2):
        put_out_hand_over(b"sealed", to="osk@outside.example", now=hour_ago)

    (found,) = problems()

    assert found.startswith("Hand-overs to an outside contact wait for more than an hour: 2.")
    assert "osk" not in found


def test_an_outside_contact_without_a_key_is_a_warning(settings: Settings) -> None:
    organisation = make.organisation()
    make.organisation("Practice")
    Organisation.objects.filter(name="Practice").update(is_practice=True)

    assert problems() == []
    (warning,) = [it.sentence for it in findings(now=timezone.now()) if it.grade is Grade.WARNING]
    assert warning.startswith("Harbour Society: the outside contact has no key.")

    key = new_outside_identity().key
    set_outside(organisation, name="Osk", address="osk@outside.example", key=key)
    assert problems() == [
        "Harbour Society: without EVENHAND_SMTP nothing goes to its outside contact."
    ]
    settings.SMTP = "smtp://127.0.0.1:9"
    assert problems() == []


def test_a_data_folder_that_others_may_read_is_a_problem(settings: Settings) -> None:
    settings.DATA.chmod(0o755)

    assert [sentence.endswith("chmod 700.") for sentence in problems()] == [True]


def test_t_roster_the_check_says_so_when_the_list_of_members_was_changed() -> None:
    society = make.organisation()
    for name in ("Ada", "Ben"):
        make.member(society, name)
    assert problems() == []

    roster_thief.exchange_keys(Member.objects.get(name="Ben"))

    (told,) = problems()
    assert told.startswith("Harbour Society: the list of members was changed outside this program")
    assert told.endswith("Ben’s keys are not the ones that were signed. Ben gets no new report.")


def test_shares_that_nobody_tried_for_a_year_are_a_problem() -> None:
    society = make.organisation()
    ada = make.signed_in(make.member(society))
    take_into_use(ada)

    late = [it.sentence for it in findings(now=make.NOW + timedelta(days=366)) if not it.is_fine]
    fine = [it.sentence for it in findings(now=make.NOW) if it.is_fine]

    assert [it for it in late if "recovery" in it] == [
        "Harbour Society: the recovery key's shares were not tried for a year: drill."
    ]
    assert "Harbour Society: its recovery key is in use." in fine


def test_a_recovery_key_whose_holders_nobody_knows_is_a_problem() -> None:
    society = make.organisation()
    ada = make.signed_in(make.member(society))
    assert "Harbour Society: no recovery key. If all lose their passphrases, all is lost." in [
        it.sentence for it in findings(now=make.NOW)
    ]
    take_into_use(ada)
    ShareHolders.objects.all().delete()

    assert "Harbour Society: nobody knows who keeps the recovery key's shares: a new one." in [
        it.sentence for it in findings(now=make.NOW) if not it.is_fine
    ]
