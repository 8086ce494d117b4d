"""What a stolen cookie is good for, and when every copy of it is dead (T-SESS)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member, Session
from evenhand.accounts.services.joining import leave
from evenhand.accounts.services.sessions import ENDS_AFTER, IDLE_FOR, resume_session
from evenhand.accounts.values import SURE_FOR
from evenhand.directory.models import RoleKind
from evenhand.intake.services.visits import begin_visit_with
from evenhand.sealing.spelling import groups_of
from tests import make
from tests.accounts.things import with_app
from tests.make import NOW, PASSPHRASE

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

SECOND = timedelta(seconds=1)
NEW = "seven other quiet lanterns"
FOR_THE_SURE = ("/m/team", "/m/account/passphrase", "/m/account/recovery-codes", "/m/enrol")


@pytest.fixture
def ada() -> Member:
    member = make.member(make.organisation())
    make.role(member, RoleKind.LEAD)
    return member


def thief_of(browser: Client, cookie: str = "desk") -> Client:
    """Another browser with a copy of the cookie."""
    thief = Client()
    thief.cookies[cookie] = browser.cookies[cookie].value
    return thief


def is_in(browser: Client) -> bool:
    return browser.get("/m/").status_code == 200


def test_t_sess_a_stolen_cookie_works_until_the_idle_limit_and_no_longer(
    ada: Member, clock: time_machine.Traveller
) -> None:
    thief = thief_of(make.browser_of(ada))

    clock.move_to(NOW + IDLE_FOR - SECOND)
    assert is_in(thief)
    clock.move_to(NOW + 2 * IDLE_FOR - SECOND)
    assert not is_in(thief)


def test_t_sess_a_stolen_cookie_kept_busy_dies_after_twelve_hours(
    ada: Member, clock: time_machine.Traveller
) -> None:
    thief = thief_of(make.browser_of(ada))
    while timezone.now() + IDLE_FOR < NOW + ENDS_AFTER:
        clock.shift(IDLE_FOR - SECOND)
        assert is_in(thief)

    clock.move_to(NOW + ENDS_AFTER)
    assert not is_in(thief)


def test_t_sess_a_stolen_cookie_is_not_enough_for_what_needs_to_be_sure(
    ada: Member, clock: time_machine.Traveller
) -> None:
    browser = make.browser_of(ada)
    sent = make.case([ada])
    thief = thief_of(browser)
    clock.shift(SURE_FOR)

    for path in (*FOR_THE_SURE, f"/m/cases/{sent.visit.case_id}/contact"):
        for answer in (
            thief.get(path),
            thief.post(path, {"name": "Kit", "address": "k@x.example"}),
        ):
            assert answer.status_code in {303, 405}, path
            assert answer.get("Location", "/m/sure").startswith("/m/sure"), path
    assert Member.objects.count() == 1


def test_t_sess_a_thief_cannot_become_sure_without_passphrase_or_code(
    ada: Member, clock: time_machine.Traveller
) -> None:
    thief = thief_of(make.browser_of(ada))
    clock.shift(SURE_FOR)

    assert thief.post("/m/sure", {"passphrase": "seven quiet harbours"}).status_code == 422
    assert thief.get("/m/team").status_code == 303


def signs_out(browser: Client, member: Member) -> None:
    del member
    browser.post("/m/sign-out")


def signs_out_everywhere(browser: Client, member: Member) -> None:
    del member
    browser.post("/m/sign-out-everywhere")


def changes_the_passphrase(browser: Client, member: Member) -> None:
    del member
    answer = browser.post("/m/account/passphrase", {"old": PASSPHRASE, "new": NEW, "again": NEW})
    assert answer.status_code == 303


def leaves_the_organisation(browser: Client, member: Member) -> None:
    del browser
    leave(member, now=NOW)


@pytest.mark.parametrize(
    "end",
    [signs_out, signs_out_everywhere, changes_the_passphrase, leaves_the_organisation],
)
def test_t_sess_every_copy_of_a_cookie_is_dead_at_once(
    end: Callable[[Client, Member], None], ada: Member
) -> None:
    browser = make.browser_of(ada)
    copies = [thief_of(browser) for _ in range(3)]
    assert all(is_in(copy) for copy in copies)

    end(browser, ada)

    assert not any(is_in(copy) for copy in copies)


@pytest.mark.parametrize(
    "end", [signs_out_everywhere, changes_the_passphrase, leaves_the_organisation]
)
def test_t_sess_other_sessions_of_the_member_are_dead_too(
    end: Callable[[Client, Member], None], ada: Member
) -> None:
    browser, elsewhere = make.browser_of(ada), make.browser_of(ada)

    end(browser, ada)

    assert not is_in(elsewhere)


def test_t_sess_leaving_kills_every_copy_of_a_reporters_cookie(ada: Member) -> None:
    browser = Client()
    browser.cookies["visit"] = begin_visit_with(make.case([ada]).receipt, now=NOW)[0]
    thief = thief_of(browser, "visit")
    assert b"Somebody kept following me." in thief.get("/c/yours").content

    browser.post("/c/leave")

    assert b"Somebody kept following me." not in thief.get("/c/yours").content
    assert not Session.objects.exists()


def test_t_sess_signing_in_gives_a_new_cookie_and_kills_the_one_before(ada: Member) -> None:
    browser = make.browser_of(ada)
    before = thief_of(browser)

    browser.post("/m/sign-in", {"address": ada.address, "passphrase": PASSPHRASE})

    assert is_in(browser)
    assert not is_in(before)


def test_t_sess_a_cookie_set_before_the_sign_in_is_not_kept(ada: Member) -> None:
    attacker = Client()
    attacker.cookies["desk"] = "chosen-by-the-attacker"
    victim = thief_of(attacker)

    victim.post("/m/sign-in", {"address": ada.address, "passphrase": PASSPHRASE})

    assert is_in(victim)
    assert victim.cookies["desk"].value != "chosen-by-the-attacker"
    assert not is_in(attacker)


def test_t_sess_a_visit_begun_before_does_not_become_the_reporters(ada: Member) -> None:
    theirs, ours = make.case([ada], text="Planted."), make.case([ada])
    attacker = Client()
    attacker.cookies["visit"] = begin_visit_with(theirs.receipt, now=NOW)[0]
    victim = thief_of(attacker, "visit")

    victim.post("/c/code", {"code": "".join(groups_of(ours.receipt))})

    assert b"Somebody kept following me." in victim.get("/c/yours").content
    assert b"Somebody kept following me." not in attacker.get("/c/yours").content


def test_t_sess_the_second_step_gives_a_new_cookie(
    ada: Member, clock: time_machine.Traveller
) -> None:
    with_an_app = with_app(ada)
    browser = make.browser_of(ada)
    half = thief_of(browser)
    clock.shift(timedelta(minutes=1))

    browser.post("/m/second-step", {"code": with_an_app.code(timezone.now())})

    assert is_in(browser)
    assert not is_in(half)
    assert half.get("/m/second-step")["Location"].startswith("/m/sign-in")


def test_t_sess_a_step_up_gives_a_new_cookie(ada: Member, clock: time_machine.Traveller) -> None:
    browser = make.browser_of(ada)
    thief = thief_of(browser)
    clock.shift(SURE_FOR)

    browser.post("/m/sure?next=/m/team", {"passphrase": PASSPHRASE})

    assert browser.get("/m/team").status_code == 200
    assert not is_in(thief)


def test_t_sess_a_copied_row_with_a_later_cookie_opens_nothing(
    ada: Member, clock: time_machine.Traveller
) -> None:
    """An old copy of the database, and a cookie from after the session got a new one."""
    browser = make.browser_of(ada)
    stolen = Session.objects.get()
    clock.shift(SURE_FOR)
    browser.post("/m/sure?next=/m/team", {"passphrase": PASSPHRASE})
    later = browser.cookies["desk"].value
    row = Session.objects.get()

    Session.objects.filter(pk=row.pk).update(sealed=bytes(stolen.sealed))

    assert resume_session(later, now=timezone.now()) is None
    assert not is_in(thief_of(browser))


def test_t_sess_a_row_restored_after_the_end_opens_for_no_later_cookie(ada: Member) -> None:
    browser = make.browser_of(ada)
    stolen = Session.objects.get()
    browser.post("/m/sign-out")
    again = make.browser_of(ada)
    stolen.save(force_insert=True)

    assert is_in(again)
    assert resume_session(stolen.token_hash, now=NOW) is None
    assert resume_session(bytes(stolen.sealed).hex(), now=NOW) is None
