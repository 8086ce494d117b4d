"""Look into data folders with the program itself. Runs in a process of its own, see `look`."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from evenhand.notices.models import Notice
from evenhand.notices.services import send_unsent_notices
from evenhand.sealing.receipts import ReceiptKeys, keys_of
from evenhand.sealing.spelling import parse_receipt
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, Epoch, Receipt, ShredKey, Slot
from evenhand.vault.queries.members import slot_holders
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.files import file_in
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind
from tests.operations.serving import ROOT

_ITSELF = "import django; django.setup(); from tests.proofs.looking import main; main()"
_ALWAYS_WRITTEN = 3  # entries of a new case


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt that its reporter has seen, with what they wrote."""

    digits: str
    words: str
    file: str = ""  # SHA-256 of a file whose arrival was confirmed


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a data folder."""

    lost: list[str]  # words or files whose receipts do not open them
    twice: list[str]  # receipts that hold more than was sent
    cases: int
    receipts: int
    odd: list[str]  # cases that are not whole
    health: list[str]  # of the databases
    mails: int  # to the reader who got the fewest


def look(
    folders: Sequence[Path], shown: Sequence[Shown], environment: dict[str, str]
) -> list[Found]:
    """Open copies of one site's data folder, with the secrets of the first."""
    task = {"folders": [str(one) for one in folders], "shown": [asdict(one) for one in shown]}
    looked = subprocess.run(
        [sys.executable, "-c", _ITSELF],
        input=json.dumps(task),
        env=environment
        | {
            "EVENHAND_DATA": str(folders[0]),
            "DJANGO_SETTINGS_MODULE": "evenhand.site.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        },
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    return [Found(**one) for one in json.loads(looked.stdout)]


def main() -> None:
    task = json.load(sys.stdin)
    shown = [Shown(**one) for one in task["shown"]]
    keys = [_keys(one) for one in shown]
    found = []
    for folder in task["folders"]:
        _turn_to(Path(folder))
        found.append(asdict(_look(shown, keys)))
    json.dump(found, sys.stdout)


def _keys(shown: Shown) -> ReceiptKeys:
    site = settings.SITE_SECRETS
    cost = settings.KDF_COSTS["receipt"]
    return keys_of(parse_receipt(shown.digits), pepper=site.pepper, site=site.site, cost=cost)


def _turn_to(folder: Path) -> None:
    for connection in connections.all():
        connection.close()
        name = Path(str(connection.settings_dict["NAME"])).name
        connection.settings_dict["NAME"] = str(folder / name)
    settings.DATA = folder


def _look(shown: Sequence[Shown], keys: Sequence[ReceiptKeys]) -> Found:
    seen = [_seen(one, its) for one, its in zip(shown, keys, strict=True)]
    return Found(
        lost=[one.words for one, count in zip(shown, seen, strict=True) if count < 0],
        twice=[one.words for one, count in zip(shown, seen, strict=True) if count > 0],
        cases=Case.objects.count(),
        receipts=Receipt.objects.count(),
        odd=[str(case.pk) for case in Case.objects.iterator() if not _is_whole(case)],
        health=list(_health()),
        mails=_mails(),
    )


def _seen(shown: Shown, keys: ReceiptKeys) -> int:
    """-1 when something is lost, else how many reports there are besides the one."""
    try:
        dossier = dossier_of(visit(keys))
    except NotVisible:
        return -1
    reports = list(dossier.of_kind(Kind.REPORT))
    if dossier.report.what_happened.reveal() != shown.words or not dossier.is_whole:
        return -1
    if shown.file and shown.file not in _files(dossier):
        return -1
    return len(reports) - 1


def _files(dossier: Dossier) -> Iterator[str]:
    for entry in dossier.of_kind(Kind.FILE):
        _, chunks = file_in(dossier, UUID(entry.text("file")))
        yield hashlib.sha256(b"".join(chunks)).hexdigest()


def _is_whole(case: Case) -> bool:
    entries = list(Entry.objects.filter(case=case).order_by("position"))
    shreds = set(ShredKey.objects.filter(case_id=case.pk).values_list("number", "entry_id"))
    members = slot_holders(case.organisation_id)
    needed = {(0, entry.pk) for entry in entries} | {
        (number, None) for number in range(1, case.epoch + 1)
    }
    return (
        len(entries) >= _ALWAYS_WRITTEN
        and [entry.position for entry in entries] == list(range(1, case.head + 1))
        and bytes(entries[-1].link) == bytes(case.head_link)
        and Slot.objects.filter(case=case, epoch=case.epoch).count() == members.count()
        and Epoch.objects.filter(case=case).count() == case.epoch
        and Receipt.objects.filter(case=case).count() == 1
        and needed <= shreds
    )


def _health() -> Iterator[str]:
    for connection in connections.all():
        for question in ("integrity_check", "journal_mode", "synchronous"):
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA {question}")
                yield f"{question}={cursor.fetchone()[0]}"


def _mails() -> int:
    """Send what still waits, then count each reader's mails."""
    while Notice.objects.exists():
        send_unsent_notices(datetime.now(UTC) + timedelta(days=1))
    to = Counter(
        line
        for mail in (settings.DATA / "mail").glob("*.eml")
        for line in mail.read_text().splitlines()
        if line.startswith("To: ")
    )
    return min(to.values(), default=0)
