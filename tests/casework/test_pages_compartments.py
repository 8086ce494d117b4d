"""What a case holds apart: who wrote it, and its files."""

from __future__ import annotations

from uuid import UUID

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.accounts.values import SURE_FOR
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.models import ShredKey
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.erasing import erase_identity
from evenhand.vault.services.reporting import attach
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity, Way
from tests import make
from tests.make import NOW, PASSPHRASE, Sent

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

KIM = Identity(
    way=Way.CALL, name=Secret("Kim"), contact=Secret("+49 30 111"), proof=Secret("Otter")
)


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def sent(ada: Member) -> Sent:
    return make.case([ada], identity=KIM)


@pytest.fixture
def browser(ada: Member) -> Client:
    return make.browser_of(ada)


def contact(sent: Sent) -> str:
    return f"/m/cases/{sent.visit.case_id}/contact"


def add(sent: Sent, name: str, content: bytes = b"seen") -> str:
    """The address of a file that the reporter added."""
    attach(sent.visit, FileToStore(name=name, content_type="text/html", content=content), now=NOW)
    added = list(dossier_of(sent.visit).of_kind(Kind.FILE))[-1]
    return f"/m/cases/{sent.visit.case_id}/files/{UUID(added.text('file'))}"


def test_a_member_who_has_just_signed_in_sees_who_wrote_it(browser: Client, sent: Sent) -> None:
    page = browser.get(contact(sent)).content.decode()

    for told in ("Kim", "+49 30 111", "Otter"):
        assert told in page


def test_after_ten_minutes_it_asks_again_who_is_looking_and_comes_back(
    browser: Client, sent: Sent, clock: time_machine.Traveller
) -> None:
    clock.shift(SURE_FOR)

    answer = browser.get(contact(sent))
    assert answer.status_code == 303
    assert answer["Location"].startswith("/m/sure?next=")

    again = browser.post(answer["Location"], {"passphrase": PASSPHRASE})
    assert again["Location"] == contact(sent)
    assert "Kim" in browser.get(contact(sent)).content.decode()


def test_an_erased_identity_is_gone(browser: Client, sent: Sent) -> None:
    erase_identity(sent.visit, seal_notice_address(""), now=NOW)

    page = browser.get(contact(sent)).content.decode()

    assert "had their contact details erased" in page
    assert "Kim" not in page


def test_a_file_is_saved_never_shown(browser: Client, sent: Sent) -> None:
    content = b"<script>alert(1)</script>" * 5000
    answer = browser.get(add(sent, "page.html", content))

    assert answer.getvalue() == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "name",
    [
        'a".exe',
        "zeile\r\nSet-Cookie: desk=1",
        "über den Steg.txt",
        "../../etc/passwd",
        "\u202egnp.exe",
    ],
    ids=["quote", "new line", "umlaut", "path", "right to left"],
)
def test_the_name_of_a_file_stays_inside_its_header(name: str, browser: Client, sent: Sent) -> None:
    answer = browser.get(add(sent, name))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in answer["Content-Disposition"]
    assert "\n" not in answer["Content-Disposition"]
    assert "desk" not in answer.cookies


def test_the_page_of_a_case_leads_to_its_files(browser: Client, sent: Sent) -> None:
    address = add(sent, "photo.png")

    page = browser.get(f"/m/cases/{sent.visit.case_id}").content.decode()

    assert f'href="{address}" download>photo.png</a>' in page


def test_a_file_of_another_case_is_not_there(ada: Member, browser: Client, sent: Sent) -> None:
    other = add(make.case([ada]), "photo.png")
    file_id = other.rpartition("/")[2]

    answer = browser.get(f"/m/cases/{sent.visit.case_id}/files/{file_id}")

    assert answer.status_code == 404


def test_a_file_whose_key_was_shredded_is_not_there(browser: Client, sent: Sent) -> None:
    address = add(sent, "photo.png")
    added = list(dossier_of(sent.visit).of_kind(Kind.FILE))[-1]
    ShredKey.objects.filter(entry_id=added.id).delete()

    assert browser.get(address).status_code == 404
