"""What a reporter types, everywhere where something can be typed."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from tests.proofs.canaries import Canaries
from tests.proofs.driver import Browser, Page, Upload
from tests.proofs.people import TELL, code_in
from tests.proofs.site import Site

YOURS = "/c/yours"
_WORDS = re.compile(r"<li>([a-z]+)</li>")
_PERSON = (
    "name",
    "appearance",
    "height",
    "clothing",
    "accent",
    "company",
    "ribbons",
    "badge_number",
)
_PLACE = ("when", "where", "circumstances")
_CONTACT = (
    "other_wish",
    "please_do_not",
    "concerns",
    "contact",
    "name",
    "times",
    "proof",
    "must_not_learn",
)
REACH = _CONTACT[3:]


@dataclass(slots=True)
class Telling:
    """One site, one set of canaries, and the secrets that the site itself made up."""

    site: Site
    canary: Canaries
    secrets: dict[str, str] = field(default_factory=dict)
    # Mailed to on purpose: may stand in the line To of a mail, and nowhere else.
    mailed_to: list[str] = field(default_factory=list)
    reader: tuple[str, str] = ("", "")  # address and passphrase

    def browser(self) -> Browser:
        return Browser(self.site.port)

    def keep_cookies(self, browser: Browser, name: str) -> None:
        for cookie, value in browser.cookies.items():
            self.secrets[f"cookie {cookie} of {name}"] = value

    def keep_code(self, page: Page, name: str) -> str:
        """Both spellings of a code that is shown; returns the digits."""
        digits = code_in(page)
        words = _WORDS.findall(page.text.partition(digits)[2].partition("</ol>")[0])
        assert len(words) == 8
        self.secrets[f"digits {name}"] = digits
        self.secrets[f"words {name}"] = " ".join(words)
        return digits


def tell_everything(at: Telling, name: str) -> Browser:
    """All five pages with every field, several people and witnesses, forth and back."""
    c, browser = at.canary, at.browser()
    page = browser.fill(write_everything(at, browser, name), {}, press="go=story")
    page = browser.fill(page, {"what_happened": c(f"{name} story, changed")}, press="go=send")
    assert page.path == "/c/sent", page.path
    at.keep_code(page, name)
    at.keep_cookies(browser, name)
    assert browser.fill(page, {}).status == 200
    return browser


def write_everything(at: Telling, browser: Browser, name: str) -> Page:
    """The page Check and send, with everything on it."""
    c = at.canary
    page = browser.get(TELL)
    typed = {"what_happened": c(f"{name} story"), "danger": "yes"}
    page = browser.fill(page, typed, press="go=people")
    assert "Call for help first" in page.text
    page = browser.fill(page, {"danger": "unsure"}, press="go=people")
    page = _people(at, browser, page, name=name)
    typed = {part: c(f"{name} {part}") for part in _PLACE}
    page = browser.fill(page, typed | {"ongoing": "yes"}, press="go=contact")
    page = _contact(at, browser, page, name=name)
    assert c(f"{name} person 1 ribbons") in page.text
    return page


def _people(at: Telling, browser: Browser, page: Page, *, name: str) -> Page:
    page = browser.fill(page, _somebody(at, name, 0), press="go=person")
    page = browser.fill(page, _somebody(at, name, 1) | _witness(at, name, 0), press="go=witness")
    excluded = page.form("excluded").choices["excluded"][0]
    page = browser.fill(page, _witness(at, name, 1) | {"excluded": excluded}, press="go=choose")
    chosen = page.form("only").choices["only"][:2]
    return browser.fill(page, {"only": chosen}, press="go=place")


def _somebody(at: Telling, name: str, number: int) -> dict[str, str]:
    return {
        f"person-{number}-{part}": at.canary(f"{name} person {number} {part}") for part in _PERSON
    }


def _witness(at: Telling, name: str, number: int) -> dict[str, str]:
    return {
        f"witness-{number}-{part}": at.canary(f"{name} witness {number} {part}")
        for part in ("who", "contact")
    }


def _contact(at: Telling, browser: Browser, page: Page, *, name: str) -> Page:
    """First with an address that is none, which is refused."""
    typed: dict[str, str | list[str]] = {part: at.canary(f"{name} {part}") for part in _CONTACT}
    typed |= {"wishes": ["distance", "talk to me"], "way": "call"}
    typed |= {"notice_address": at.canary(f"{name} no address")}
    page = browser.fill(page, typed, press="go=check")
    assert "That does not look like an email address" in page.text
    assert at.canary(f"{name} no address") in page.text
    at.mailed_to.append(at.canary.address(f"{name} notice address"))
    return browser.fill(page, {"notice_address": at.mailed_to[-1]}, press="go=check")


def add_files(at: Telling, browser: Browser, name: str) -> None:
    """Of several kinds; names are canaries too; one is far too large."""
    c = at.canary
    files = [
        Upload(c(f"{name} text file") + ".txt", c(f"{name} text").encode(), "text/plain"),
        Upload(c(f"{name} photo") + ".jpg", _picture(c.plain(f"{name} place")), "image/jpeg"),
        Upload(c(f"{name} packed") + ".bin", zlib.compress(c(f"{name} inside").encode() * 9)),
        Upload(c(f"{name} type") + ".txt", b"typed", c.plain(f"{name} media type")),
        Upload(c(f"{name} large") + ".mov", c(f"{name} film").encode() * 900_000),
    ]
    page = browser.get(f"{YOURS}/files")
    page = browser.upload(page, files)
    assert page.status == 200
    assert page.text.count("Added") == 4
    assert "Not added: it is larger than 10 MB" in page.text
    original = _picture(c.plain(f"{name} original place"))
    page = browser.upload(page, [Upload(c(f"{name} original"), original)], keep_original="on")
    assert "Added as it is." in page.text


def _picture(place: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = place
    written = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, format="JPEG", exif=exif)
    return written.getvalue()


def talk_on(at: Telling, browser: Browser, name: str) -> None:
    """Messages, another way to be reached, one more person who must not see it."""
    c = at.canary
    page = browser.fill(browser.get(YOURS), {"text": c(f"{name} message")})
    assert c(f"{name} message") in page.text
    typed = {part: c(f"{name} new {part}") for part in REACH}
    at.mailed_to.append(c.address(f"{name} new notice address"))
    page = browser.get(f"{YOURS}/contact")
    page = browser.fill(page, typed | {"notice_address": at.mailed_to[-1]})
    assert page.path == YOURS


def replace_code(at: Telling, browser: Browser, name: str) -> str:
    """Returns the new digits. Its note is saved too."""
    page = browser.fill(browser.get(f"{YOURS}/replace"), {})
    digits = at.keep_code(page, f"{name}, replaced")
    token = page.form("csrfmiddlewaretoken").values
    note = browser.post("/c/sent/note", token)
    assert digits in note.text
    browser.post("/c/sent/kept", token)
    return digits


def come_back(at: Telling, code: str, name: str, *, text: str = "") -> Browser:
    """With a code, in any spelling; and with words that were written before."""
    browser = at.browser()
    page = browser.get("/c/code")
    if text:
        page = browser.post(f"{YOURS}/say", [*page.form("code").values, ("text", text)])
        assert "Your visit has ended" in page.text
        assert text in page.text
    page = browser.fill(page, {"code": code})
    assert page.path == YOURS, page.path
    assert text in page.text
    at.keep_cookies(browser, name)
    return browser


def take_back(at: Telling, name: str) -> None:
    """Withdraw, have the contact erased; and delete a report that nobody has read."""
    browser = tell_everything(at, name)
    add_files(at, browser, name)
    browser.fill(browser.get(f"{YOURS}/withdraw"), {})
    page = browser.get(f"{YOURS}/delete")
    assert browser.fill(page, {}, press="what=identity").path == YOURS
    page = browser.fill(browser.get(f"{YOURS}/delete"), {}, press="what=report")
    assert "deleted" in page.text.casefold()
