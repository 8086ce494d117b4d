"""A reader steps back from a case (S22): at once, for good, and nobody else loses anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from evenhand.accounts.models import Member, Session
from evenhand.directory.models import Organisation, RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NobodyToTakeOver, NotVisible, TooBusy
from evenhand.vault.models import Case, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.replacements import AT_MOST
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.recusing import shut_out, step_back
from evenhand.vault.services.reporting import say
from evenhand.vault.values.dossiers import Dossier
from tests import make
from tests.vault.test_between import House as HouseBetween
from tests.vault.test_between import Meanwhile, busy, each_moment
from tests.vault.test_crashes import OLD, House, messages_in, messages_of, survives
from tests.vault.test_t_shred import STORY

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def names(members: list[Member]) -> list[str]:
    return [member.name for member in members]


def readers_of(sent: make.Sent) -> list[str]:
    """As the reporter sees them."""
    dossier = dossier_of(sent.visit)
    assert dossier.is_whole
    return names(dossier.readers_now)


def change_in(dossier: Dossier) -> dict[str, list[str]]:
    """What the newest change of readers was."""
    *_, change = dossier.changes.values()
    return {
        "let in": names(dossier.named(change.admitted)),
        "shut out": names(dossier.named(change.shut_out)),
        "left": names(dossier.named(change.left)),
    }


def test_whoever_steps_back_is_out_at_once_and_both_sides_see_who_and_when() -> None:
    society = make.organisation()
    ada, ben = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben"))
    sent = make.case([ada.member, ben.member], text=STORY)

    step_back(sent.visit.case_id, by=ben, now=make.NOW)

    assert not Session.objects.filter(member=ben.member).exists()
    assert Session.objects.filter(member=ada.member).exists()
    with pytest.raises(NotVisible):
        case_visible_to(ben, sent.visit.case_id)
    for dossier in (case_visible_to(ada, sent.visit.case_id).dossier, dossier_of(sent.visit)):
        assert dossier.is_whole
        assert dossier.report.what_happened.reveal() == STORY
        assert (names(dossier.readers_now), names(dossier.excluded_now)) == (["Ada"], ["Ben"])
        assert change_in(dossier) == {"let in": [], "shut out": ["Ben"], "left": []}
        (entry_id,) = dossier.changes
        (entry,) = [one for one in dossier.entries if one.id == entry_id]
        assert (entry.author.member_id, entry.written_at) == (ben.member.id, make.NOW)
        assert set(entry.body) <= {
            "epoch", "epoch_key", "readers", "excluded", "doubtful", "left",
            "temporary", "advisers", "recovery"
        }  # fmt: skip
    assert covers_visible_to(make.signed_in(ben.member)) == []


def test_stepping_back_changes_every_slot_to_one_new_size() -> None:
    society = make.organisation()
    ada, ben, _ = (make.member(society, name) for name in ("Ada", "Ben", "Cay"))
    sent = make.case([ada, ben])
    before = {slot.id: bytes(slot.sealed) for slot in Slot.objects.all()}

    step_back(sent.visit.case_id, by=make.signed_in(ben), now=make.NOW)

    after = {slot.id: bytes(slot.sealed) for slot in Slot.objects.filter(epoch=1)}
    assert all(before[slot] != after[slot] for slot in before)
    assert len({len(sealed) for sealed in after.values()}) == 1
    assert Slot.objects.filter(epoch=2).count() == 3


def test_nobody_steps_back_from_a_case_they_cannot_see() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent, desk = make.case([ada], excluded=[ben]), make.signed_in(ben)

    with pytest.raises(NotVisible):
        step_back(sent.visit.case_id, by=desk, now=make.NOW)

    assert Session.objects.filter(member=ben).exists()
    assert Case.objects.get().epoch == 1


def team(society: Organisation, **roles: RoleKind) -> dict[str, Member]:
    members = {name: make.member(society, name) for name in roles}
    for name, kind in roles.items():
        make.role(members[name], kind)
    return members


@pytest.mark.parametrize(
    ("kept_out", "taking_over"),
    [
        ([], ["Dee", "Eli"]),
        (["Dee"], ["Eli"]),
        (["Dee", "Eli"], ["Flo"]),
        (["Dee", "Eli", "Flo"], ["Gus"]),
    ],
)
def test_the_last_reader_hands_the_case_on_to_leads_then_chair_then_board(
    kept_out: list[str], taking_over: list[str]
) -> None:
    ada = make.member(make.organisation(), "Ada")
    make.role(ada, RoleKind.LEAD)
    others = team(
        ada.organisation,
        Ben=RoleKind.RESPONDER,
        Dee=RoleKind.LEAD,
        Eli=RoleKind.LEAD,
        Flo=RoleKind.CHAIR,
        Gus=RoleKind.BOARD,
    )
    sent = make.case([ada], text=STORY, excluded=[others[name] for name in kept_out])

    step_back(sent.visit.case_id, by=make.signed_in(ada), now=make.NOW)

    assert readers_of(sent) == taking_over
    for name in taking_over:
        theirs = case_visible_to(make.signed_in(others[name]), sent.visit.case_id).dossier
        assert theirs.is_whole
        assert theirs.report.what_happened.reveal() == STORY
    with pytest.raises(NotVisible):
        case_visible_to(make.signed_in(ada), sent.visit.case_id)


def test_leads_of_the_space_come_before_those_of_all_and_of_other_spaces_nobody() -> None:
    ada = make.member(make.organisation(), "Ada")
    society = ada.organisation
    here, elsewhere = make.space(society), make.space(society, "Meadow Days")
    for number in range(AT_MOST):
        make.role(make.member(society, f"Ben {number}"), RoleKind.LEAD)
    make.role(make.member(society, "Zoe"), RoleKind.LEAD, space=here)
    make.role(make.member(society, "Abe"), RoleKind.LEAD, space=elsewhere)
    sent = make.case([ada])

    step_back(sent.visit.case_id, by=make.signed_in(ada), now=make.NOW)

    assert readers_of(sent) == ["Ben 0", "Ben 1", "Zoe"]


def test_a_doubt_about_somebody_is_enough_to_pass_them_over() -> None:
    ada = make.member(make.organisation(), "Ada")
    others = team(ada.organisation, Ben=RoleKind.LEAD, Dee=RoleKind.CHAIR)
    sent = make.case([ada], doubtful=[others["Ben"]])

    step_back(sent.visit.case_id, by=make.signed_in(ada), now=make.NOW)

    assert readers_of(sent) == ["Dee"]


def test_where_nobody_can_take_over_nothing_changes() -> None:
    ada = make.member(make.organisation(), "Ada")
    others = team(ada.organisation, Ben=RoleKind.RESPONDER, Dee=RoleKind.BOARD)
    sent, desk = make.case([ada], excluded=[others["Dee"]]), make.signed_in(ada)

    with pytest.raises(NobodyToTakeOver):
        step_back(sent.visit.case_id, by=desk, now=make.NOW)

    assert Case.objects.get().epoch == 1
    assert Session.objects.filter(member=ada).exists()
    assert case_visible_to(desk, sent.visit.case_id).dossier.is_whole


def test_a_reader_keeps_out_whom_there_is_a_doubt_about_and_nobody_else() -> None:
    society = make.organisation()
    ada, ben, dee = (make.member(society, name) for name in ("Ada", "Ben", "Dee"))
    sent, desk = make.case([ada, dee], doubtful=[ben]), make.signed_in(ada)

    shut_out(case_visible_to(desk, sent.visit.case_id), [ben, dee], by=desk, now=make.NOW)

    dossier = case_visible_to(desk, sent.visit.case_id).dossier
    assert dossier.is_whole
    assert (names(dossier.excluded_now), dossier.doubtful_now) == (["Ben"], [])
    assert readers_of(sent) == ["Ada", "Dee"]
    shut_out(case_visible_to(desk, sent.visit.case_id), [dee], by=desk, now=make.NOW)
    assert readers_of(sent) == ["Ada", "Dee"]


def test_stepping_back_may_fail_at_any_statement() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent, ben = house.report(), make.signed_in(house.ben.member)
        is_done = survives(partial(step_back, sent.visit.case_id, by=ben, now=make.NOW), statements)
        statements += 2

        assert messages_of(house.ada, sent) == messages_of(house.dee, sent) == [OLD]
        assert messages_in(dossier_of(sent.visit)) == [OLD]
        with suppress(NotVisible):
            step_back(sent.visit.case_id, by=ben, now=make.NOW)
        assert not Session.objects.filter(member=ben.member).exists()
        assert messages_of(house.ada, sent) == messages_of(house.dee, sent) == [OLD]
        with pytest.raises(NotVisible):
            case_visible_to(ben, sent.visit.case_id)
    assert statements > 15


def test_handing_a_case_on_may_fail_at_any_statement() -> None:
    society, statements, is_done = make.organisation(), 0, False
    ada, dee = make.member(society, "Ada"), make.member(society, "Dee")
    make.role(dee, RoleKind.LEAD)
    desks = {"Ada": make.signed_in(ada), "Dee": make.signed_in(dee)}
    while not is_done:
        sent, desk = make.case([ada], text=STORY), make.signed_in(ada)
        is_done = survives(
            partial(step_back, sent.visit.case_id, by=desk, now=make.NOW), statements
        )
        statements += 2

        readers = readers_of(sent)
        assert readers in (["Ada"], ["Ada", "Dee"], ["Dee"])
        for name in readers:
            theirs = case_visible_to(desks[name], sent.visit.case_id).dossier
            assert theirs.is_whole
            assert theirs.report.what_happened.reveal() == STORY
        with suppress(NotVisible):
            step_back(sent.visit.case_id, by=desk, now=make.NOW)
        assert readers_of(sent) == ["Dee"]
    assert statements > 30


@pytest.mark.parametrize("act", ["shut_out_dee", "erase_contact", "say", "open_as_dee"])
def test_stepping_back_goes_on_whatever_happens_meanwhile(act: str) -> None:
    for house, meanwhile in each_moment(act):
        step_back(house.case_id, by=house.ben, now=make.NOW)

        with meanwhile.paused():
            assert case_visible_to(house.ada, house.case_id).dossier.is_whole
            assert dossier_of(house.visit).is_whole
            with pytest.raises(NotVisible):
                case_visible_to(house.ben, house.case_id)


def test_whoever_never_gets_a_turn_is_told_so_and_stays_signed_in() -> None:
    house = HouseBetween()

    with busy(house).watching(), pytest.raises(TooBusy):
        step_back(house.case_id, by=house.ben, now=make.NOW)

    assert Session.objects.filter(member=house.ben.member).exists()
    assert case_visible_to(house.ben, house.case_id).dossier.is_whole


@pytest.mark.parametrize("act", [shut_out, admit])
def test_whoever_settles_a_doubt_and_never_gets_a_turn_is_told_so(
    act: Callable[..., object],
) -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent, desk = make.case([ada], doubtful=[ben]), make.signed_in(ada)
    case = case_visible_to(desk, sent.visit.case_id)

    def write() -> None:
        say(sent.visit, Secret("…"), now=make.NOW)

    meanwhile = Meanwhile(write, before=0, times=200)
    with meanwhile.watching(), pytest.raises(TooBusy):
        act(case, [ben], by=desk, now=make.NOW)

    assert names(case_visible_to(desk, sent.visit.case_id).dossier.doubtful_now) == ["Ben"]


def test_a_doubt_is_settled_once_whatever_the_other_reader_says_meanwhile() -> None:
    society = make.organisation()
    ada, ben, dee = (make.member(society, name) for name in ("Ada", "Ben", "Dee"))
    sent, desk, other = make.case([ada, dee], doubtful=[ben]), *map(make.signed_in, (ada, dee))
    case = case_visible_to(desk, sent.visit.case_id)
    admit(case_visible_to(other, sent.visit.case_id), [ben], by=other, now=make.NOW)

    shut_out(case, [ben], by=desk, now=make.NOW)

    dossier = case_visible_to(desk, sent.visit.case_id).dossier
    assert dossier.is_whole
    assert names(dossier.readers_now) == ["Ada", "Ben", "Dee"]
