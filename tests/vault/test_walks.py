"""Whatever both sides do to a case, in whatever order: nothing is lost, nothing leaks.

Random walks through the real services, looked at from all sides after each step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NobodyLeft, NotVisible
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.erasing import erase_identity
from evenhand.vault.services.files import file_in
from evenhand.vault.services.handling import close, log_opening, note, reopen, reply
from evenhand.vault.services.reporting import (
    attach,
    change_identity,
    exclude,
    replace_code,
    say,
    withdraw,
)
from evenhand.vault.values.dossiers import Dossier, FileToStore, Visit
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity, Way
from tests import make
from tests.sizes import size

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@dataclass
class Walk:
    """A case on its way, and what everybody must still be able to read of it."""

    members: list[SignedIn]
    visit: Visit
    now: datetime = make.NOW
    out: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    name: str = "Robin"

    @property
    def readers(self) -> list[SignedIn]:
        return [member for member in self.members if member.member.name not in self.out]

    def reader(self, number: int) -> SignedIn:
        return self.readers[number % len(self.readers)]


def _start() -> Walk:
    society = make.organisation()
    members = [make.member(society, name) for name in ("Ada", "Cay", "Dee")]
    stranger = make.member(society, "Ben")
    sent = make.case(members, identity=Identity(way=Way.MAIL, name=Secret("Robin")))
    signed_in = [make.signed_in(member) for member in (*members, stranger)]
    return Walk(members=signed_in, visit=sent.visit, out={"Ben"})


def _reply(walk: Walk, who: int) -> None:
    words = f"Reply {walk.now}"
    reply(walk.visit.case_id, Secret(words), by=walk.reader(who), now=walk.now)
    walk.told.append(words)


def _note(walk: Walk, who: int) -> None:
    words = f"Note {walk.now}"
    note(walk.visit.case_id, Secret(words), by=walk.reader(who), now=walk.now)
    walk.noted.append(words)


def _say(walk: Walk, _who: int) -> None:
    words = f"Said {walk.now}"
    say(walk.visit, Secret(words), now=walk.now)
    walk.told.append(words)


def _attach(walk: Walk, _who: int) -> None:
    content = f"File {walk.now}".encode()
    attach(walk.visit, FileToStore(name="a", content_type="", content=content), now=walk.now)
    walk.files.append(content)


def _withdraw(walk: Walk, _who: int) -> None:
    withdraw(walk.visit, now=walk.now)


def _close(walk: Walk, who: int) -> None:
    words = f"Last word {walk.now}" if who % 2 else ""
    close(walk.visit.case_id, make.closing(words), by=walk.reader(who), now=walk.now)
    walk.told += [words] if words else []


def _reopen(walk: Walk, who: int) -> None:
    reopen(walk.visit.case_id, by=walk.reader(who), now=walk.now)


def _replace_code(walk: Walk, _who: int) -> None:
    old, walk.visit = walk.visit, replace_code(walk.visit, make.receipt_keys(), now=walk.now)
    with pytest.raises(NotVisible):
        visit(old.keys)
    with pytest.raises(NotVisible):
        dossier_of(old)


def _exclude(walk: Walk, who: int) -> None:
    gone = walk.reader(who).member
    if len(walk.readers) == 1:
        with pytest.raises(NobodyLeft):
            exclude(walk.visit, [gone], now=walk.now)
        return
    exclude(walk.visit, [gone], now=walk.now)
    walk.out.add(gone.name)


def _open(walk: Walk, who: int) -> None:
    by = walk.reader(who)
    log_opening(case_visible_to(by, walk.visit.case_id), by=by, now=walk.now)


def _change_identity(walk: Walk, _who: int) -> None:
    walk.name = f"Robin {walk.now}"
    identity = Identity(name=Secret(walk.name))
    change_identity(walk.visit, identity, seal_notice_address("r@example.org"), now=walk.now)


def _erase_identity(walk: Walk, _who: int) -> None:
    erase_identity(walk.visit, seal_notice_address(""), now=walk.now)
    walk.name = ""


ACTS: list[Callable[[Walk, int], None]] = [
    _reply,
    _note,
    _say,
    _attach,
    _withdraw,
    _close,
    _reopen,
    _replace_code,
    _exclude,
    _open,
    _change_identity,
    _erase_identity,
]
walks = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.booleans()), min_size=1, max_size=10
)


@settings(max_examples=size(12, 400))
@given(steps=walks)
def test_everybody_reads_all_that_they_may_and_nobody_else_anything(
    steps: list[tuple[Callable[[Walk, int], None], int, bool]],
) -> None:
    walk = _start()
    for act, who, is_looked_at in steps:
        walk.now += timedelta(minutes=1)
        act(walk, who)
        if is_looked_at:
            _check(walk)
    _check(walk)


def _check(walk: Walk) -> None:
    _check_reads_all(walk, mine := dossier_of(walk.visit))
    assert list(mine.of_kind(Kind.NOTE)) == []
    for reader in walk.readers:
        theirs = case_visible_to(reader, walk.visit.case_id).dossier
        _check_reads_all(walk, theirs)
        assert [entry.text() for entry in theirs.of_kind(Kind.NOTE)] == walk.noted
        assert covers_visible_to(reader) == [theirs.cover] == [mine.cover]
    for member in walk.members:
        if member not in walk.readers:
            assert covers_visible_to(member) == []
            with pytest.raises(NotVisible):
                case_visible_to(member, walk.visit.case_id)


def _check_reads_all(walk: Walk, dossier: Dossier) -> None:
    assert dossier.is_whole
    assert dossier.report.what_happened.reveal() == "Somebody kept following me."
    assert [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)] == walk.told
    assert (dossier.identity.name.reveal() if dossier.identity else "") == walk.name
    assert [_content(dossier, entry.text("file")) for entry in dossier.of_kind(Kind.FILE)] == (
        walk.files
    )


def _content(dossier: Dossier, file_hex: str) -> bytes:
    return b"".join(file_in(dossier, UUID(file_hex))[1])
