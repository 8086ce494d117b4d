"""Two cases with everything in them, and what each of their readers sees.

A view is a plain value, so that two can be compared: what somebody sees after rows were changed
outside the program must be what they saw before, or say that something is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Desk
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.handling import log_opening, note, reply
from evenhand.vault.services.reporting import attach, change_identity, exclude, say
from evenhand.vault.values.covers import Cover, Stage
from evenhand.vault.values.dossiers import Dossier, FileToStore
from evenhand.vault.values.report import Identity, Way
from tests import make

NOT_VISIBLE = "not visible"
DAMAGED = "damaged"
Views = Mapping[str, object]
ROBIN = Identity(way=Way.MAIL, name=Secret("Robin"), contact=Secret("robin@example.org"))


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Ada and Dee read the first case, Ben is shut out of it; Ada alone reads the second."""

    ada: SignedIn
    ben: SignedIn
    dee: SignedIn
    first: make.Sent
    second: make.Sent


def scene() -> Scene:
    society = make.organisation()
    members = [make.member(society, name) for name in ("Ada", "Ben", "Dee")]
    ada, ben, dee = (make.signed_in(member) for member in members)
    first = make.case(members, text="He waited by my door.", identity=ROBIN)
    second = make.case([ada.member], text="She shouted at us.")
    for sent in (first, second):
        _talk(sent, ada)
    exclude(first.visit, [ben.member], now=make.NOW)
    say(first.visit, Secret("After."), now=make.NOW)
    note(first.visit.case_id, Secret("Ask the venue."), by=dee, now=make.NOW)
    say(first.visit, Secret("And one more thing."), now=make.NOW)
    return Scene(ada=ada, ben=ben, dee=dee, first=first, second=second)


def _talk(sent: make.Sent, desk: SignedIn) -> None:
    case_id = sent.visit.case_id
    log_opening(case_visible_to(desk, case_id), by=desk, now=make.NOW)
    reply(case_id, Secret("Thank you for telling us."), by=desk, now=make.NOW)
    note(case_id, Secret("Who was at the desk?"), by=desk, now=make.NOW)
    file = FileToStore(name="voice.ogg", content_type="audio/ogg", content=b"sound")
    attach(sent.visit, file, now=make.NOW)
    address = seal_notice_address("robin@example.org")
    change_identity(sent.visit, ROBIN, address, now=make.NOW)


def views_of(scene: Scene) -> dict[str, object]:
    """What everybody sees whose session is new: it remembers nothing of earlier looks."""
    Desk.objects.all().delete()
    return views_remembering(scene)


def views_remembering(scene: Scene) -> dict[str, object]:
    """What everybody sees in a session in which they have looked before."""
    return {
        "Ada's first case": case_seen_by(scene.ada, scene.first),
        "Ada's second case": case_seen_by(scene.ada, scene.second),
        "Dee's first case": case_seen_by(scene.dee, scene.first),
        "Dee's second case": case_seen_by(scene.dee, scene.second),
        "Ben's first case": case_seen_by(scene.ben, scene.first),
        "the first reporter": case_seen_by_reporter(scene.first),
        "the second reporter": case_seen_by_reporter(scene.second),
        **{f"Ada's list: {name}": seen for name, seen in list_seen_by(scene.ada, scene).items()},
    }


def case_seen_by(signed_in: SignedIn, sent: make.Sent) -> object:
    try:
        return _seen(case_visible_to(signed_in, sent.visit.case_id).dossier)
    except NotVisible:
        return NOT_VISIBLE


def case_seen_by_reporter(sent: make.Sent) -> object:
    try:
        return _seen(dossier_of(visit(sent.keys)))
    except NotVisible:
        return NOT_VISIBLE


def list_seen_by(signed_in: SignedIn, scene: Scene) -> dict[str, object]:
    covers = {cover.case_id: cover for cover in covers_visible_to(signed_in)}
    sent = {"first": scene.first, "second": scene.second}
    return {name: _listed(covers.get(each.visit.case_id)) for name, each in sent.items()}


def _seen(dossier: Dossier) -> object:
    if not dossier.is_whole:
        return DAMAGED
    readers = [member.name for member in dossier.readers_now]
    shut_out = [member.name for member in dossier.excluded_now]
    return dossier.entries, dossier.identity, readers, shut_out, dossier.cover


def _listed(cover: Cover | None) -> object:
    if cover is None:
        return NOT_VISIBLE
    return DAMAGED if cover.stage is Stage.DAMAGED else cover


def who_noticed(before: Views, after: Views) -> set[str]:
    """Who sees that something is wrong. Fails when anybody sees something else and no warning."""
    noticed = {name for name in before if before[name] != after[name]}
    misled = {name for name in noticed if after[name] not in (NOT_VISIBLE, DAMAGED)}
    assert misled == set()
    return noticed
