"""Whoever a report names does not get it, before anybody is told (D1)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.directory.models import KnownAs as Row
from evenhand.directory.queries import known_as
from evenhand.directory.services.known_as import keep_known_as
from evenhand.directory.values import KnownAs
from evenhand.notices.models import Notice
from evenhand.notices.sealed import open_mailing
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.mentions import admit_mentioned, keep_out_mentioned
from evenhand.vault.values.dossiers import Dossier
from tests import make
from tests.intake import things
from tests.intake.things import Answer, Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture
def place() -> Place:
    place = things.a_place(bens_name="Ben Quillfeather")
    told = KnownAs(names=("Benno",), handles=("@quillfin",), conflicts=("Maren Oosterling",))
    keep_known_as(place.ben, told)
    return place


def tell(client: Client, place: Place, text: str, **people: str) -> Answer:
    page = client.get(place.tell)
    story = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(place.tell, story | {"what_happened": text})
    last = {"state": things.state_in(page), "step": "people", "go": "send", "people": "1"}
    return client.post(place.tell, last | people)


def seen_by(member: Member) -> Dossier | None:
    try:
        return case_visible_to(make.signed_in(member), Case.objects.get().id).dossier
    except NotVisible:
        return None


CLEAR = {
    "a full name": "Ben Quillfeather shouted at me.",
    "in small letters": "it was ben quillfeather",
    "a handle": "The messages came from @quillfin at night.",
    "somebody close": "Maren Oosterling took my badge.",
}


@pytest.mark.parametrize("text", CLEAR.values(), ids=CLEAR)
def test_whoever_is_named_is_kept_out_and_not_told(client: Client, place: Place, text: str) -> None:
    tell(client, place, text)

    dossier = seen_by(place.ada)
    assert dossier is not None
    assert dossier.access.excluded == {place.ben.id}
    assert seen_by(place.ben) is None
    (notice,) = Notice.objects.all()
    assert open_mailing(bytes(notice.sealed_recipients), notice.id).addresses == (
        place.ada.address,
    )


def test_a_name_in_a_field_counts_too(client: Client, place: Place) -> None:
    tell(client, place, "They followed me.", **{"person-0-name": "Quillfeather, Ben"})

    assert seen_by(place.ben) is None


def test_a_report_that_names_nobody_goes_to_all_of_them(client: Client, place: Place) -> None:
    tell(client, place, "A person in a green coat followed me.")

    assert seen_by(place.ben) is not None


def test_a_doubtful_mention_keeps_out_until_a_reader_says_it_is_harmless(
    client: Client, place: Place
) -> None:
    tell(client, place, "Somebody called Benno was rude.")
    dossier, ada = seen_by(place.ada), make.signed_in(place.ada)
    assert dossier is not None
    assert [member.id for member in dossier.doubtful_now] == [place.ben.id]
    assert seen_by(place.ben) is None

    admit_mentioned(dossier.case_id, place.ben.id, by=ada, now=make.NOW)

    assert seen_by(place.ben) is not None
    with pytest.raises(NotVisible):
        keep_out_mentioned(dossier.case_id, place.ben.id, by=ada, now=make.NOW)


def test_a_doubtful_mention_may_turn_out_to_be_a_conflict(client: Client, place: Place) -> None:
    tell(client, place, "Somebody called Benno was rude.")
    dossier, ada = seen_by(place.ada), make.signed_in(place.ada)
    assert dossier is not None

    keep_out_mentioned(dossier.case_id, place.ben.id, by=ada, now=make.NOW)

    after = seen_by(place.ada)
    assert after is not None
    assert after.access.excluded == {place.ben.id}
    assert not after.doubtful_now


def test_whom_the_reporter_chose_by_name_may_read_what_names_them(
    client: Client, place: Place
) -> None:
    """People write "I spoke to you" to the one they trust (S7)."""
    tell(client, place, "Ben Quillfeather, you saw it too.", only=str(place.ben.id))

    assert seen_by(place.ben) is not None
    assert seen_by(place.ada) is None


def test_when_every_usual_reader_is_named_the_next_ones_are_shown_first(client: Client) -> None:
    place = things.a_place(adas_name="Ada Brindleholt", bens_name="Ben Quillfeather")

    page = tell(client, place, "Ada Brindleholt and Ben Quillfeather laughed at me.")

    assert "Dot, Board member" in text_of(page)
    assert Case.objects.count() == 0


def test_the_last_page_does_not_list_whoever_is_named(client: Client, place: Place) -> None:
    page = client.get(place.tell)
    story = {"state": things.state_in(page), "step": "story", "go": "check"}

    page = client.post(place.tell, story | {"what_happened": "It was ben quillfeather."})

    readers = text_of(page).partition("Who will read it")[2]
    assert "Ada, Lead responder" in readers
    assert "Quillfeather" not in readers


def test_what_a_member_says_of_themselves_is_not_in_the_database_in_clear(place: Place) -> None:
    row = Row.objects.get(member=place.ben)

    assert known_as(place.ben).conflicts == ("Maren Oosterling",)
    assert b"Maren" not in bytes(row.sealed)
    other = KnownAs(names=("A longer nickname than that",) * 5)
    keep_known_as(place.ben, other)
    assert len(Row.objects.get(member=place.ben).sealed) == len(row.sealed)


def test_the_page_keeps_what_a_member_says_and_shows_it_again(place: Place) -> None:
    browser = make.browser_of(place.ben, now=timezone.now())
    typed = {"names": "Benno\n  Ben Q. \n\nBenno", "conflicts": "Maren Oosterling"}

    assert "We keep this" in text_of(browser.post("/m/known-as", typed))

    assert known_as(place.ben).names == ("Benno", "Ben Q.")
    assert "Maren Oosterling" in text_of(browser.get("/m/known-as"))
    assert "Maren" not in text_of(make.browser_of(place.ada, now=timezone.now()).get("/m/known-as"))
