"""Who else comes to read a case, who was asked, and what somebody who steps back leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.directory.models import RoleKind
from evenhand.intake.services.visits import begin_visit_with
from evenhand.sealing.secret import Secret
from evenhand.vault.models import ConflictCard
from evenhand.vault.services.asking import ask_adviser
from evenhand.vault.services.dummies import give_dummy_slots
from evenhand.vault.services.handling import reply
from evenhand.vault.services.recusing import step_back
from evenhand.vault.values.asked import rounds_of
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW
from tests.vault.teams import ROBIN
from tests.vault.teams import Team as AnyTeam
from tests.vault.test_stepping_in import Team

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"], transaction=True),
    pytest.mark.usefixtures("clock"),
]


def page(team: AnyTeam, name: str = "Ada") -> str:
    answer = make.browser_of(team.members[name], now=timezone.now()).get(f"/m/cases/{team.case_id}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def send(team: AnyTeam, act: str, sends: dict[str, str], *, name: str = "Ada") -> Client:
    browser = make.browser_of(team.members[name])
    answer = browser.post(f"/m/cases/{team.case_id}/{act}", sends)
    assert answer.status_code == 303
    return browser


def reporters_page(team: AnyTeam) -> str:
    browser = Client()
    browser.cookies["visit"] = begin_visit_with(team.sent.receipt, now=timezone.now())[0]
    return " ".join(browser.get("/c/yours").content.decode().split())


def test_the_page_names_the_board_and_one_button_asks_them() -> None:
    team = Team()
    assert "<b>Somebody of the Board should step in:</b>" in page(team)

    send(team, "step-in", {"step-name": ROBIN})

    seen = page(team)
    assert "should step in:" not in seen
    assert "The Board, to stand in for the leads, about" in seen
    assert "<b>Silent since then:</b> Fay, Gus." in seen
    for name in ("Fay", "Gus"):
        listed = make.browser_of(team.members[name]).get("/m/").content.decode()
        assert f'Are you close to <span translate="no">{ROBIN}</span>?' in listed


def test_a_question_without_a_name_is_shown_again() -> None:
    team = Team()
    team.role("Hal", RoleKind.ADVISER)

    for act in ("step-in", "adviser"):
        browser = make.browser_of(team.members["Ada"])
        answer = browser.post(f"/m/cases/{team.case_id}/{act}", {})
        assert answer.status_code == 422
        assert "Whose name should they see?" in answer.content.decode()
    assert not ConflictCard.objects.exists()


def test_whoever_stands_in_is_shown_as_that_to_both_sides_until_the_case_is_closed() -> None:
    team = Team()
    team.fay_stands_in()

    assert "Ada, Fay (stands in for the leads)." in page(team)
    assert "let in Fay to stand in for the leads" in page(team)
    told = reporters_page(team)
    assert "<li>Fay (stands in for the leads)</li>" in told
    assert "Fay can read it now: they stand in for the leads." in told

    send(team, "close", {"close-text": "We spoke with them.", "close-finding": "recorded"})

    assert "goes on without Fay, who stood in for the leads" in page(team)
    told = reporters_page(team)
    assert "Fay no longer stands in, and can no longer read it." in told
    assert "<li>Fay" not in told


def test_whoever_closes_a_case_in_which_they_stood_in_lands_on_their_list() -> None:
    team = Team()
    team.fay_stands_in()

    browser = make.browser_of(team.members["Fay"])
    answer = browser.post(
        f"/m/cases/{team.case_id}/close", {"close-text": "Done.", "close-finding": "recorded"}
    )

    assert answer["Location"] == "/m/"
    assert "There is nothing for you to read right now." in browser.get("/m/").content.decode()


def test_an_adviser_is_asked_from_the_page_and_the_reporter_sees_that_they_advise() -> None:
    team = AnyTeam("Ada Ben Fay", excluded="Ben")
    for name in ("Ben", "Fay"):
        team.role(name, RoleKind.ADVISER)
    assert "Ask Fay</button>" in page(team)
    assert "Ask Ben</button>" not in page(team)

    fay = str(team.members["Fay"].id)
    send(team, "adviser", {"adviser-name": ROBIN, "member": fay})
    assert "Let an adviser read this case" not in page(team)
    team.answer("Fay")

    assert "Ada, Fay (advises, does not vote)." in page(team)
    told = reporters_page(team)
    assert "<li>Fay (advises)</li>" in told
    assert "Fay can read it now, to advise." in told


@pytest.mark.parametrize("name", ["Ben", "Ada", "nobody"])
def test_nobody_but_an_adviser_who_may_know_of_it_is_asked(name: str) -> None:
    team = AnyTeam("Ada Ben Fay", excluded="Ben")
    team.role("Ben", RoleKind.ADVISER)
    member = str(team.members[name].id) if name in team.members else "made up"
    browser = make.browser_of(team.members["Ada"])

    answer = browser.post(
        f"/m/cases/{team.case_id}/adviser", {"adviser-name": ROBIN, "member": member}
    )

    assert answer.status_code == 404
    assert not ConflictCard.objects.exists()


def test_the_page_shows_who_was_asked_who_answered_and_who_is_silent_since_when() -> None:
    team = AnyTeam("Ada Ben Dee Eli Fay", excluded="Ben")
    team.ask()
    team.answer("Dee", Reply.CONFLICT)
    team.answer("Eli", Reply.UNSURE)

    seen = page(team)

    assert f'about “<span translate="no">{ROBIN}</span>”, on 2 March.' in seen
    assert "Answered: Dee: a conflict, keep them out; Eli: not sure." in seen
    assert "<b>Silent since then:</b> Fay." in seen


def test_cards_that_have_run_out_are_shown_as_that(clock: time_machine.Traveller) -> None:
    team = AnyTeam("Ada Dee")
    team.ask()
    clock.move_to(NOW + timedelta(days=61))

    assert "Dee (their cards have run out)" in page(team)


def test_with_soft_conflicts_the_card_has_a_fourth_answer_and_the_page_says_who_gave_it() -> None:
    team = AnyTeam("Ada Dee")
    team.policy("conflict_answers", "hard and soft")
    team.ask()
    browser = make.browser_of(team.members["Dee"])
    listed = browser.get("/m/").content.decode()
    assert "I know them a little" in listed
    card = ConflictCard.objects.get(member=team.members["Dee"])
    assert browser.post(f"/m/conflict/{card.id}", {"reply": "soft"}).status_code == 303
    assert "<b>Dee</b> knows the person a little. May they read it?" in page(team)

    send(team, "unsure", {"member": str(team.members["Dee"].id), "reply": "none"})

    assert "Ada, Dee (knows them a little, does not vote)." in page(team)
    assert "knows them a little" not in reporters_page(team)


def test_without_them_the_card_has_three_answers() -> None:
    team = AnyTeam("Ada Dee")
    team.ask()

    listed = make.browser_of(team.members["Dee"]).get("/m/").content.decode()
    assert listed.count('name="reply"') == 3


def test_a_card_with_a_code_name_says_so_and_the_readers_see_whose_it_is() -> None:
    team = AnyTeam("Ada Dee")
    team.policy("newcomers_are_asked", "code names")
    team.ask()
    give_dummy_slots(team.join("Gil"))
    page(team)
    code = next(iter(rounds_of(team.dossier()).values())).code

    listed = make.browser_of(team.members["Gil"]).get("/m/").content.decode()

    assert "This is a code name." in listed
    assert code in listed
    assert ROBIN not in listed
    assert f"{ROBIN}</span>” (shown as “{code}”), on 2 March." in page(team)
    others = make.browser_of(team.members["Dee"]).get("/m/").content.decode()
    assert "This is a code name." not in others


def test_whoever_goes_on_reading_sees_what_was_promised_until_one_of_them_answers() -> None:
    team = AnyTeam("Ada Ben", readers="Ada Ben")
    assert "stepped back.</b>" not in page(team)

    step_back(team.case_id, by=team.desk("Ben"), now=NOW)

    seen = page(team)
    assert "<b>Ben stepped back.</b> Promised to the reporter, in the name of the team:" in seen
    assert "a first answer by Monday, 9 March. It is yours to keep now." in seen
    reply(team.case_id, Secret("We read it."), by=team.desk("Ada"), now=NOW)
    assert "stepped back.</b>" not in page(team)


def test_after_the_first_answer_it_is_the_outcome_that_is_promised() -> None:
    team = AnyTeam("Ada Ben", readers="Ada Ben")
    reply(team.case_id, Secret("We read it."), by=team.desk("Ben"), now=NOW)

    step_back(team.case_id, by=team.desk("Ben"), now=NOW)

    assert "an outcome by Monday, 9 March." in page(team)


def test_a_closed_case_has_nothing_to_hand_over() -> None:
    team = AnyTeam("Ada Ben", readers="Ada Ben")
    step_back(team.case_id, by=team.desk("Ben"), now=NOW)

    send(team, "close", {"close-text": "Done.", "close-finding": "recorded"})

    assert "stepped back.</b>" not in page(team)


def test_whoever_has_a_new_term_is_let_in_again_from_the_page(
    clock: time_machine.Traveller,
) -> None:
    team = AnyTeam("Ada Ben", readers="Ada Ben")
    team.end(team.role("Ben", RoleKind.RESPONDER))
    clock.move_to(NOW + timedelta(days=1))
    assert "goes on without Ben, whose term is over" in page(team)
    assert "The term of Ben is over: they can no longer read it." in reporters_page(team)
    team.renew("Ben")
    clock.move_to(NOW + timedelta(days=2))
    assert "Let Ben read it again" in page(team)

    browser = make.browser_of(team.members["Ada"], now=NOW + timedelta(days=2))
    path = f"/m/cases/{team.case_id}"
    assert browser.post(f"{path}/back", {}).status_code == 303
    assert browser.post(f"{path}/back", {"member": "made up"}).status_code == 404
    ben = str(team.members["Ben"].id)
    assert browser.post(f"{path}/back", {"member": ben}).status_code == 303

    assert "let in Ben" in page(team, "Ben")


def test_the_team_page_says_which_terms_end_soon() -> None:
    team = AnyTeam("Ada Ben Dee")
    for name in ("Ada", "Ben", "Dee"):
        team.role(name, RoleKind.LEAD)
    team.end(team.role("Ben", RoleKind.BOARD))

    seen = " ".join(make.browser_of(team.members["Ada"]).get("/m/team").content.decode().split())

    assert "<b>Ben</b>, Board member: until 2 March 2026" in seen
    assert "<b>Dee</b>, Lead responder: until" not in seen


def test_a_term_of_a_space_says_so_and_without_any_there_is_no_list() -> None:
    team = AnyTeam("Ada")
    seen = make.browser_of(team.members["Ada"]).get("/m/team").content.decode()
    assert "Terms that end soon" not in seen
    space = make.space(team.society, "Harbour Days")
    team.end(make.role(team.members["Ada"], RoleKind.LEAD, space=space))

    seen = make.browser_of(team.members["Ada"]).get("/m/team").content.decode()
    assert "Lead responder (Harbour Days): until" in seen


def test_asking_an_adviser_is_for_readers_only() -> None:
    team = AnyTeam("Ada Ben Fay", excluded="Ben")
    team.role("Fay", RoleKind.ADVISER)
    ask_adviser(team.case_id, team.members["Fay"].id, ROBIN, by=team.desk("Ada"), now=NOW)

    browser = make.browser_of(team.members["Ben"])
    for act in ("step-in", "adviser", "back"):
        sends = {"step-name": ROBIN, "adviser-name": ROBIN, "member": str(team.members["Fay"].id)}
        assert browser.post(f"/m/cases/{team.case_id}/{act}", sends).status_code == 404
