"""Who must not see a report, and who alone may (S7, S8, D2)."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from tests import make
from tests.intake import things
from tests.intake.things import Answer, Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def choose(client: Client, place: Place, go: str = "send", **fields: object) -> Answer:
    page = client.get(place.tell)
    story = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(place.tell, story | {"what_happened": "Words."})
    people = {"state": things.state_in(page), "step": "people", "go": go, "people": "1"}
    return client.post(place.tell, people | fields)


def may_read(member: Member) -> bool:
    try:
        case_visible_to(make.signed_in(member), Case.objects.get().id)
    except NotVisible:
        return False
    return True


def test_the_usual_readers_read_it(client: Client) -> None:
    place = things.a_place()

    choose(client, place)

    assert [may_read(m) for m in (place.ada, place.ben, place.board)] == [True, True, False]


def test_whoever_is_ticked_cannot_read_it(client: Client) -> None:
    place = things.a_place()

    choose(client, place, excluded=[str(place.ben.id)])

    assert [may_read(m) for m in (place.ada, place.ben, place.board)] == [True, False, False]


def test_only_the_chosen_ones_read_it(client: Client) -> None:
    place = things.a_place()

    choose(client, place, only=[str(place.board.id)])

    assert [may_read(m) for m in (place.ada, place.ben, place.board)] == [False, False, True]


def test_ticks_are_still_there_on_the_way_back(client: Client) -> None:
    place = things.a_place()

    page = choose(client, place, go="person", excluded=[str(place.ben.id)])

    assert f'value="{place.ben.id}"' in text_of(page)
    assert text_of(page).count(" checked>") == 1


def test_the_list_of_all_who_may_be_chosen_comes_when_it_is_asked_for(client: Client) -> None:
    place = things.a_place()

    assert str(place.board.id) not in text_of(choose(client, place, go="person"))
    assert str(place.board.id) in text_of(choose(client, place, go="choose"))


def test_the_last_page_names_who_will_read_it(client: Client) -> None:
    place = things.a_place()

    page = text_of(choose(client, place, go="check", excluded=[str(place.ben.id)]))

    assert "Ada, Lead responder" in page
    assert "Ben, Lead responder" not in page


def test_when_nobody_is_left_it_says_so_and_names_somebody_outside(client: Client) -> None:
    place = things.a_place()

    everybody = [str(place.ada.id), str(place.ben.id), str(place.board.id)]
    page = choose(client, place, excluded=everybody)

    assert "Nobody is left who could read it." in text_of(page)
    assert "Ombuds office" in text_of(page)
    assert text_of(page).count(" checked>") == 2  # the Board member is on the longer list
    assert Case.objects.count() == 0


def test_when_the_usual_readers_are_kept_out_the_next_ones_are_named_before_it_is_sent(
    client: Client,
) -> None:
    place = things.a_place()

    page = choose(client, place, excluded=[str(place.ada.id), str(place.ben.id)])

    assert "It goes to these people instead" in text_of(page)
    assert "Dot, Board member" in text_of(page)
    assert Case.objects.count() == 0
    client.post(place.tell, {"state": things.state_in(page), "step": "check", "go": "send"})
    assert [may_read(m) for m in (place.ada, place.ben, place.board)] == [False, False, True]


def test_a_made_up_reader_is_not_taken(client: Client) -> None:
    place, other = things.a_place(), things.a_place()

    page = choose(client, place, only=[str(other.ada.id)])

    assert "Nobody is left who could read it." in text_of(page)


def test_a_tick_that_is_no_id_is_refused_without_losing_words(client: Client) -> None:
    place = things.a_place()

    page = choose(client, place, excluded=["nonsense"], **{"person-0-name": "Robin"})

    assert page.status_code == 200
    assert "Robin" in text_of(page)
