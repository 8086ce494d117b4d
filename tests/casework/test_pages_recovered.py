"""What a case says, to both sides, when the recovery key let somebody in (D12)."""

from __future__ import annotations

from html import unescape

import pytest

from evenhand.intake.values.timeline import moments_of
from evenhand.vault.queries.visits import dossier_of
from tests import make
from tests.vault.recovering import Lost, lost, recover

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"], transaction=True),
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def let_in() -> Lost:
    shown = lost()
    recover(shown.society, shown.eve)
    return shown


def test_the_newcomer_finds_the_case_in_their_list_and_reads_it(let_in: Lost) -> None:
    browser = make.browser_of(let_in.eve.member)
    path = f"/m/cases/{let_in.plain.visit.case_id}"
    assert path in browser.get("/m/").content.decode()

    page = unescape(browser.get(path).content.decode())

    assert "He waited by my door." in page
    assert "was let in with the recovery key, by people outside the team" in page


def test_the_reporter_sees_it_too(let_in: Lost) -> None:
    make.browser_of(let_in.eve.member).get(f"/m/cases/{let_in.plain.visit.case_id}")

    said = [moment.sentence for moment in moments_of(dossier_of(let_in.plain.visit))]

    assert "Eve can read it now. People outside the team let them in with the recovery key." in said


def test_a_case_that_names_a_holder_looks_like_one_that_is_not_there(let_in: Lost) -> None:
    browser = make.browser_of(let_in.eve.member)
    page = browser.get("/m/").content.decode()
    shut = browser.get(f"/m/cases/{let_in.shut.visit.case_id}")
    nowhere = browser.get("/m/cases/00000000-0000-4000-8000-000000000000")

    assert str(let_in.shut.visit.case_id) not in page
    assert (
        (shut.status_code, shut.content)
        == (nowhere.status_code, nowhere.content)
        == (
            404,
            nowhere.content,
        )
    )
