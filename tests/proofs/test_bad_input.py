"""What goes wrong is said in a sentence, what was typed stays, and nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import unescape

import pytest

from evenhand.sealing.receipts import new_receipt
from evenhand.sealing.spelling import groups_of
from tests.proofs.driver import Browser, Upload
from tests.proofs.people import STORY, TELL, cases, code_in, opened, sentences, tell
from tests.proofs.site import Site

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

MEBIBYTE = 1024 * 1024
_WRONG_CODE = "We could not open anything with that code."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


def test_an_empty_report_is_asked_for_a_few_words(site: Site) -> None:
    before = cases(site)

    _, page = tell(site, "  \n ")

    assert page.status == 200
    assert "Please write a few words about what happened." in sentences(page)
    assert cases(site) == before


def test_a_text_that_is_too_long_comes_back_whole_and_can_be_sent_in_pieces(site: Site) -> None:
    long = ("Ж" * 7 + " ") * (MEBIBYTE // 15)

    browser, page = tell(site, long)

    assert page.status == 200
    assert "This is longer than we can take in one piece" in sentences(page)
    assert dict(page.form("what_happened").values)["what_happened"].strip() == long.strip()
    page = browser.fill(page, {"what_happened": long[:90_000]}, press="go=send")
    assert long[:90_000].strip() in opened(site, code_in(page)).text


def test_a_file_that_is_too_large_is_named_and_the_others_are_kept(site: Site) -> None:
    browser, page = tell(site, STORY)
    code = code_in(page)
    files = [
        Upload("film.mov", b"f" * (30 * MEBIBYTE)),
        Upload("notes.txt", b"short"),
        Upload("empty.txt", b""),
    ]

    page = browser.upload(browser.get("/c/yours/files"), files)

    assert page.status == 200
    said = sentences(page)
    assert "film.mov Not added: it is larger than 10 MB" in said
    assert "notes.txt Added as it is." in said
    assert "empty.txt Not added: it is empty." in said
    assert "notes.txt" in sentences(opened(site, code))
    assert "film.mov" not in sentences(opened(site, code))


@pytest.mark.parametrize(
    "code", ["2219 4360 3024 7323 7127 0692", "rubbish", "1234", "", "💥" * 500]
)
def test_a_mistyped_code_is_said_to_be_incomplete_and_stays(site: Site, code: str) -> None:
    page = opened(site, code)

    assert page.status == 200
    assert "That code does not look complete." in sentences(page)
    assert dict(page.form("code").values)["code"] == code


def test_the_group_that_was_mistyped_is_named(site: Site) -> None:
    code = code_in(tell(site, STORY)[1])
    groups = code.split()
    mistyped = " ".join([groups[0], groups[1][:3], *groups[2:]])

    assert "Check group 2." in sentences(opened(site, mistyped))


def test_a_wrong_code_and_one_that_was_replaced_get_the_same_sentence(site: Site) -> None:
    browser, page = tell(site, STORY)
    old = code_in(page)
    new = code_in(browser.fill(browser.get("/c/yours/replace"), {}))
    made_up = " ".join(groups_of(new_receipt()))

    for wrong in (old, made_up):
        page = opened(site, wrong)
        assert page.path == "/c/code"
        assert _WRONG_CODE in sentences(page)
        assert dict(page.form("code").values)["code"] == wrong
    assert STORY in unescape(opened(site, new).text)


def test_a_form_that_was_open_too_long_keeps_its_words_and_can_be_sent(site: Site) -> None:
    browser = Browser(site.port)
    form = browser.get(TELL).form("what_happened")
    expired = [(name, value[::-1] if name == "state" else value) for name, value in form.values]
    typed = [pair for pair in expired if pair[0] != "what_happened"]

    page = browser.post(TELL, [*typed, ("what_happened", STORY), ("go", "send")])

    assert "Your page was open too long. What you wrote on it is still here." in sentences(page)
    page = browser.fill(page, {}, press="go=send")
    assert STORY in unescape(opened(site, code_in(page)).text)


def test_a_message_without_its_token_is_kept_and_can_be_sent_again(site: Site) -> None:
    browser, page = tell(site, STORY)
    code = code_in(page)

    page = browser.post("/c/yours/say", [("text", "And one thing more.")])

    assert page.status == 403
    assert "What you typed is not lost." in sentences(page)
    page = browser.fill(page, {"text": "And one thing more."})
    assert page.path == "/c/yours"
    assert "And one thing more." in opened(site, code).text


def test_a_wrong_passphrase_and_an_unknown_address_get_the_same_sentence(site: Site) -> None:
    known = next(iter(site.sign_ins()))
    said = set()
    for address in (known, "nobody@practice.example"):
        browser = Browser(site.port)
        typed = {"address": address, "passphrase": "not the right one"}
        page = browser.fill(browser.get("/m/sign-in"), typed)
        assert page.status < 500
        assert "Address and passphrase do not match." in sentences(page)
        assert dict(page.form("address").values)["address"] == address
        assert "not the right one" not in page.text
        said.add(sentences(page))

    assert len(said) == 1
