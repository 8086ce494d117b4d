"""The outside contact on the command line: their own key, and who they are for the site."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pytest_django import Settings

from evenhand.directory.models import Organisation
from evenhand.directory.outside import outside_of
from evenhand.notices.models import HandOver
from evenhand.notices.services import put_out_hand_over, send_hand_overs
from evenhand.operations.errors import WhichOrganisation
from evenhand.operations.queries import organisation_called
from evenhand.operations.services.outside import name_outside
from evenhand.sealing.outside import new_outside_identity, outside_identity, seal_for_outside
from evenhand.sealing.secret import Secret
from tests import make
from tests.operations.serving import EVENHAND, evenhand

database = pytest.mark.django_db(databases=["default", "shred"])
KEY, OTHER = new_outside_identity().key, new_outside_identity().key


def outside(*words: str) -> subprocess.CompletedProcess[str]:
    """As the outside contact runs it: on a machine that knows no site."""
    return subprocess.run(
        [*EVENHAND, "outside", *words],
        env={"PATH": "/usr/bin:/bin"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.server
def test_the_contact_makes_a_key_and_opens_a_note_without_any_site(tmp_path: Path) -> None:
    made = outside("new")
    kept, note = tmp_path / "outside-key.txt", tmp_path / "note.age"
    kept.write_text(made.stdout)
    key = made.stdout.partition("# public key: ")[2].splitlines()[0]
    sealed = seal_for_outside(Secret("They followed me."), to=outside_identity(made.stdout).key)
    note.write_bytes(sealed)

    opened = outside("open", str(note), "--key", str(kept))

    assert outside_identity(made.stdout).key == key
    assert (opened.returncode, opened.stdout) == (0, "They followed me.\n")


@pytest.mark.server
def test_what_does_not_open_is_refused_in_a_sentence(tmp_path: Path) -> None:
    kept, note = tmp_path / "outside-key.txt", tmp_path / "note.age"
    kept.write_text(outside("new").stdout)
    note.write_bytes(seal_for_outside(Secret("They followed me."), to=KEY))

    refused = outside("open", str(note), "--key", str(kept))
    missing = outside("open", str(tmp_path / "nothing.age"), "--key", str(kept))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("evenhand: this does not open:")
    assert missing.stderr == "evenhand: a file cannot be read: FileNotFoundError.\n"


@pytest.mark.server
def test_the_operator_says_who_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert evenhand("prepare", data=data).returncode == 0
    practice = ["--organisation", "Lantern (practice)"]
    osk = ["Osk Varnhold", "osk@outside.example"]

    done = evenhand("outside", "set", *osk, KEY, *practice, data=data)
    refused = evenhand("outside", "set", *osk, KEY[:-1], *practice, data=data)
    unnamed = evenhand("outside", "set", *osk, KEY, data=data)
    undone = evenhand("outside", "set", "", "", "", *practice, data=data)

    assert "what nobody may read goes to Osk Varnhold, locked" in done.stdout
    assert refused.stderr.startswith("evenhand: That is not a key of the outside contact.")
    assert unnamed.stderr.startswith("evenhand: There is no such organisation")
    assert "can no longer be sent" in undone.stdout


@database
def test_an_organisation_is_found_by_name_or_when_it_is_the_only_real_one() -> None:
    real = make.organisation()
    Organisation.objects.create(name="Practice", country="DE", is_practice=True)
    assert organisation_called("") == real

    make.organisation("Second")

    assert organisation_called("Harbour Society") == real
    for name in ("", "Third"):
        with pytest.raises(WhichOrganisation):
            organisation_called(name)


@database
@pytest.mark.parametrize(
    ("key", "goes_to"),
    [(KEY, "new@out.example"), (OTHER, "old@out.example")],
    ids=["the same key", "another key"],  # keys are new in each worker
)
def test_what_waits_follows_to_a_new_address_of_the_same_key(
    settings: Settings, key: str, goes_to: str
) -> None:
    organisation = make.organisation()
    name_outside(organisation, name="Osk", address="old@out.example", key=KEY)
    put_out_hand_over(b"sealed to KEY", to="old@out.example", now=make.NOW)

    name_outside(organisation, name="Osk", address="new@out.example", key=key)

    send_hand_overs(make.NOW)
    (mail,) = (settings.DATA / "mail").iterdir()
    assert f"To: {goes_to}".encode() in mail.read_bytes()
    assert not HandOver.objects.exists()


@database
def test_naming_them_is_logged_and_nothing_of_them(settings: Settings) -> None:
    name_outside(make.organisation(), name="Osk", address="old@out.example", key=KEY)

    logged = Path(settings.EVENT_LOG).read_text()

    assert "outside contact.set" in logged
    assert "Osk" not in logged
    assert outside_of(make.organisation("Other")) is None
