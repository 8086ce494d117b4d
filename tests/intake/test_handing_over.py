"""When nobody here may read it, it goes to somebody outside, sealed to their key (D1, S7, P2)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from evenhand.notices.models import HandOver, Notice
from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.outside import new_outside_identity
from evenhand.vault.models import Case, Receipt, ShredKey, Slot
from tests.intake import outsiders, things
from tests.intake.outsiders import ADDRESS, NAME, back, check, everybody, for_programs, send
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

CHOSEN: dict[str, object] = {"outside_only": "on"}
FULL: dict[str, object] = {
    "person-0-name": "Robin Falkenrath",
    "person-0-badge_number": "417",
    "witness-0-who": "Kim at the desk",
    "witnesses": "1",
}


def test_whoever_trusts_nobody_here_may_send_it_to_somebody_outside(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)

    page = check(client, place, CHOSEN, story="They followed me.")
    sent = send(client, place, page)

    assert sent.status_code == 200
    assert NAME in text_of(sent)
    (note,) = outsider.notes()
    assert "They followed me." in note


def test_when_nobody_here_is_left_it_goes_outside(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)

    page = check(client, place, everybody(place))
    send(client, place, page)

    assert "Nobody here is left who could read it." in text_of(page)
    assert len(outsider.notes()) == 1


def test_when_all_are_named_in_it_it_goes_outside(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)

    named = {f"person-{at}-name": name for at, name in enumerate(("Ada", "Ben", "Dot"))}
    send(client, place, check(client, place, {**named, "people": "3"}))

    assert len(outsider.notes()) == 1
    assert not Case.objects.exists()


def test_nothing_of_a_case_comes_into_being_and_nobody_is_told(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)

    send(client, place, check(client, place, CHOSEN))

    counts = [kind.objects.count() for kind in (Case, Slot, Receipt, ShredKey, Notice)]
    assert counts == [0, 0, 0, 0, 0]
    assert "visit" not in client.cookies


@pytest.mark.parametrize("people", [CHOSEN, {"excluded": "everybody"}], ids=["chosen", "left"])
def test_the_last_page_says_before_sending_to_whom_it_goes(
    client: Client, people: dict[str, object]
) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)

    page = text_of(check(client, place, everybody(place) if "excluded" in people else people))

    assert NAME in page
    assert "nobody here can open it" in page
    assert place.organisation.outside_key in page
    assert "You gave no way to reach you." in page
    assert "Ada, Lead responder" not in page
    assert "Kiel" not in page.partition("Who will read it")[2]
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("step", ["people", "story"])
def test_send_now_shows_the_last_page_first(client: Client, step: str) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)

    last = {"state": things.state_in(page), "step": step, "go": "send", "people": "1"}
    page = client.post(place.tell, last | {"what_happened": "Words."} | CHOSEN)

    assert "So it goes only to:" in text_of(page)
    assert not HandOver.objects.exists()
    send(client, place, page)
    assert HandOver.objects.count() == 1


def test_it_holds_everything_that_was_told_twice_over(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)
    page = check(client, place, FULL | everybody(place), story="Line one.\nLine two.")
    contact = {"state": things.state_in(page), "step": "contact", "go": "check"}
    told = {"way": "call", "contact": "+49 30 1", "times": "evenings", "wishes": ["distance"]}
    page = client.post(place.tell, contact | told | {"notice_address": "me@home.example"})

    send(client, place, page)

    (note,) = outsider.notes()
    readable = note.partition(outsiders.FOR_PROGRAMS)[0]
    for words in ("Line one.\n  Line two.", "Robin Falkenrath\n  417", "+49 30 1", "evenings"):
        assert words in readable
    assert "Must not see it, as ticked: Ada, Ben, Dot" in readable
    body = for_programs(note)
    assert body["report"]["people"][0]["badge_number"] == "417"
    assert body["report"]["witnesses"][0]["who"] == "Kim at the desk"
    assert body["report"]["wishes"] == ["distance"]
    assert body["identity"]["contact"] == "+49 30 1"
    assert body["must_not_see"] == ["Ada", "Ben", "Dot"]
    assert "me@home.example" not in note  # no reader sees it (D4), and nobody will use it


def test_the_number_on_the_page_stands_in_the_note(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)

    sent = send(client, place, check(client, place, CHOSEN))

    number = things.code_in(sent)
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", number)
    assert outsider.notes()[0].startswith(f"Note {number}\n")


def test_pressing_send_again_gives_one_hand_over_and_the_same_number(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)

    first, again = (send(client, place, page) for _ in range(2))

    assert things.code_in(first) == things.code_in(again)
    assert HandOver.objects.count() == 1


def test_pressing_send_again_when_it_is_mailed_already_sends_nothing(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)
    send(client, place, page)
    HandOver.objects.all().delete()

    send(client, place, page)

    assert not HandOver.objects.exists()


def test_other_words_in_the_same_form_go_too_under_the_same_number(client: Client) -> None:
    place = things.a_place()
    outsider = outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)
    first = things.code_in(send(client, place, page))
    story = {"state": things.state_in(page), "step": "story", "go": "check"}

    page = client.post(place.tell, story | {"what_happened": "Words, and one more thing."})

    assert things.code_in(send(client, place, page)) == first
    assert sum("and one more thing" in note for note in outsider.notes()) == 1
    assert len(outsider.notes()) == 2


def test_it_can_be_answered_when_a_way_was_given(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)
    contact = {"state": things.state_in(page), "step": "contact", "go": "check"}

    page = client.post(place.tell, contact | {"way": "mail", "contact": "me@home.example"})

    assert "You gave no way to reach you." not in text_of(page)
    assert "They use the way that you gave." in text_of(page)
    assert "answers you, in the way that you gave" in text_of(send(client, place, page))


def test_who_is_outside_reads_nothing_with_another_key(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    send(client, place, check(client, place, CHOSEN))

    stranger = outsiders.Outsider(new_outside_identity())

    with pytest.raises(CannotOpen):
        stranger.notes()


def test_the_choice_is_still_there_on_the_way_back_and_can_be_takenback(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)

    people = client.post(place.tell, {**back(page, "people"), "step": "check"})
    assert text_of(people).count(" checked>") == 1

    usual = client.post(place.tell, back(people, "check"))
    assert "Ada, Lead responder" in text_of(usual)


def test_the_contact_page_says_that_they_cannot_write_here(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, everybody(place))

    contact = client.post(
        place.tell, {"state": things.state_in(page), "step": "check", "go": "contact"}
    )

    assert "They cannot write to you on this website." in text_of(contact)
    assert ADDRESS not in text_of(contact)
