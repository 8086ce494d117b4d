"""One tap on the case's page, and the case is gone for whoever stepped back (S22)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.directory.models import RoleKind
from evenhand.notices.models import Notice
from evenhand.vault.models import Case
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.values.entries import Draft, Kind, member_writer
from tests import make
from tests.access.answers import ask
from tests.make import PASSPHRASE, Sent
from tests.vault import thief

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def ben(ada: Member) -> Member:
    return make.member(ada.organisation, "Ben")


@pytest.fixture
def sent(ada: Member, ben: Member) -> Sent:
    return make.case([ada, ben])


def path(sent: Sent, act: str = "") -> str:
    return f"/m/cases/{sent.visit.case_id}{act}"


def test_the_page_has_one_button_and_no_field_for_a_reason(ben: Member, sent: Sent) -> None:
    page = make.browser_of(ben).get(path(sent)).content.decode()

    form = page.partition(f'action="{path(sent, "/step-back")}"')[2].partition("</form>")[0]
    assert "Step back from this case" in form
    assert "What you have read stays read." in form
    assert form.count("<input") == 1  # the token
    assert "<textarea" not in form


def test_every_device_is_out_at_once_and_lands_on_a_page_that_says_nothing_of_a_case(
    ben: Member, sent: Sent
) -> None:
    phone, laptop = make.browser_of(ben), make.browser_of(ben)

    answer = phone.post(path(sent, "/step-back"))

    assert (answer.status_code, answer["Location"]) == (303, "/m/sign-in?everywhere")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    for browser in (phone, laptop):
        assert browser.get("/m/")["Location"].startswith("/m/sign-in?next=")
    landed = phone.get(answer["Location"]).content.decode()
    assert "You are signed out on all devices." in landed
    assert "step" not in landed.lower()


def test_it_is_the_page_of_whoever_signs_out_on_all_devices(ben: Member, sent: Sent) -> None:
    stepping, leaving = make.browser_of(ben), make.browser_of(make.member(ben.organisation, "Cay"))

    one = stepping.post(path(sent, "/step-back"))
    other = leaving.post("/m/sign-out-everywhere")

    assert (one.headers, one.content) == (other.headers, other.content)


def test_afterwards_the_case_is_like_one_that_never_was(ben: Member, sent: Sent) -> None:
    make.browser_of(ben).post(path(sent, "/step-back"))
    browser = Client()
    browser.post("/m/sign-in", {"address": ben.address, "passphrase": PASSPHRASE})
    cookies = {"desk": browser.cookies["desk"].value}
    never = f"/m/cases/{uuid4()}"

    for act in ("", "/contact", f"/files/{uuid4()}"):
        here, nowhere = path(sent, act), never + act
        hidden = ask(browser, "GET", here, cookies=cookies, sends={}).without(here)
        absent = ask(browser, "GET", nowhere, cookies=cookies, sends={}).without(nowhere)
        assert list(hidden.unlike(absent)) == []
        assert hidden.status == 404
    for act in ("/reply", "/note", "/close", "/reopen", "/step-back"):
        here, nowhere = path(sent, act), never + act
        hidden = ask(browser, "POST", here, cookies=cookies, sends={}).without(here)
        absent = ask(browser, "POST", nowhere, cookies=cookies, sends={}).without(nowhere)
        assert list(hidden.unlike(absent)) == []
    browser.cookies["desk"] = cookies["desk"]
    assert "There is nothing for you to read right now." in browser.get("/m/").content.decode()


def test_the_others_see_who_stepped_back_and_when_and_not_why(
    ada: Member, ben: Member, sent: Sent
) -> None:
    make.browser_of(ben).post(path(sent, "/step-back"))

    page = make.browser_of(ada).get(path(sent)).content.decode()

    assert "<b>Ben</b> · 2 March 2026, 09:30 UTC" in page
    assert "stepped back" in page
    assert "<p>Ada.</p>" in page


def test_whoever_takes_over_gets_a_notice_and_the_page_says_who_was_let_in(ada: Member) -> None:
    dee = make.member(ada.organisation, "Dee")
    make.role(dee, RoleKind.LEAD)
    sent = make.case([ada])
    notices = Notice.objects.count()

    answer = make.browser_of(ada).post(path(sent, "/step-back"))

    assert answer.status_code == 303
    assert Notice.objects.count() == notices + 1
    page = make.browser_of(dee).get(path(sent)).content.decode()
    assert "let in Dee" in page
    assert "stepped back" in page


def test_the_last_reader_whom_nobody_can_follow_is_sent_to_the_outside_contact(
    ada: Member,
) -> None:
    sent, browser = make.case([ada]), make.browser_of(ada)

    answer = browser.post(path(sent, "/step-back"))

    assert answer.status_code == 409
    assert "outside contact" in answer.content.decode()
    assert Case.objects.get().epoch == 1
    assert browser.get(path(sent)).status_code == 200
    assert dossier_of(sent.visit).changes == {}


def test_a_forged_change_of_readers_is_shown_as_what_it_is(ada: Member, sent: Sent) -> None:
    thief.forge(
        sent.visit.case_id,
        [Draft(Kind.READERS, {"epoch": 2})],
        writer=member_writer(ada.id, thief.THIEFS),
        reporter=sent.keys.reading.public,
    )

    page = make.browser_of(ada).get(path(sent)).content.decode()

    assert "not signed by them" in page
    assert "changed who may read" in page
    assert "stepped back" not in page
