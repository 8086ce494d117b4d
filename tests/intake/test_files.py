"""Files come after the report, each on its own (P7)."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from evenhand.intake import uploads
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.files import file_in
from evenhand.vault.values.entries import Kind
from tests import make
from tests.intake import things
from tests.intake.pictures import PLACE, photograph
from tests.intake.things import Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture
def place() -> Place:
    return things.a_place()


@pytest.fixture
def reporter(client: Client, place: Place) -> Client:
    things.send(client, place)
    return client


def stored(place: Place) -> list[bytes]:
    """What Ada gets of each file."""
    case = case_visible_to(make.signed_in(place.ada), Case.objects.get().id)
    ids = [entry.text("file") for entry in case.dossier.of_kind(Kind.FILE)]
    return [b"".join(file_in(case.dossier, UUID(name))[1]) for name in ids]


def test_files_are_added_one_by_one(reporter: Client, place: Place) -> None:
    files = [SimpleUploadedFile("note.ogg", b"voice"), SimpleUploadedFile("empty.txt", b"")]

    page = text_of(reporter.post("/c/yours/files", {"files": files}))

    assert "note.ogg" in page
    assert "Not added: it is empty." in page
    assert stored(place) == [b"voice"]


def test_the_place_is_taken_out_of_photographs(reporter: Client, place: Place) -> None:
    photo = SimpleUploadedFile("a.jpg", photograph())

    page = text_of(reporter.post("/c/yours/files", {"files": [photo]}))

    assert "Hidden data such as the place was removed." in page
    assert PLACE not in stored(place)[0]
    assert Image.open(BytesIO(stored(place)[0])).size == (64, 48)


def test_a_photograph_is_kept_as_it_is_when_asked_to(reporter: Client, place: Place) -> None:
    photo = SimpleUploadedFile("a.jpg", photograph())

    reporter.post("/c/yours/files", {"files": [photo], "keep_original": "on"})

    assert stored(place) == [photograph()]


def test_what_is_no_picture_is_kept_as_it_is(reporter: Client, place: Place) -> None:
    broken = b"\xff\xd8\xff\xe1 not really a picture"

    page = reporter.post("/c/yours/files", {"files": [SimpleUploadedFile("a.jpg", broken)]})

    assert "It may hold hidden data" in text_of(page)
    assert stored(place) == [broken]


def test_a_file_that_is_too_large_does_not_stop_the_others(
    reporter: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_FILE", 1000)
    files = [SimpleUploadedFile("a.bin", b"a" * 1001), SimpleUploadedFile("b.bin", b"b" * 1000)]

    page = text_of(reporter.post("/c/yours/files", {"files": files}))

    assert "larger than 10 MB" in page
    assert stored(place) == [b"b" * 1000]


def test_no_file_is_answered_with_a_sentence(reporter: Client) -> None:
    assert "No file was chosen." in text_of(reporter.post("/c/yours/files"))


def test_an_upload_touches_no_temporary_folder(
    reporter: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    large = SimpleUploadedFile("large.bin", b"Canary" * 700_000)
    page = reporter.post("/c/yours/files", {"files": [large]})

    assert "Added as it is." in text_of(page)
    for path in Path(settings.DATA).rglob("*"):
        assert not path.is_file() or b"Canary" not in path.read_bytes()
