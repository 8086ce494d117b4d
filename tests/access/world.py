"""Two organisations with members, reporters and cases of every kind, for crossing all with all.

Each case has words of its own that must turn up nowhere but where they belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import joining
from evenhand.accounts.services.held import held_by
from evenhand.accounts.services.joining import leave
from evenhand.accounts.services.sessions import start_session
from evenhand.directory.models import Organisation, Profile, RoleKind
from evenhand.intake.services.visits import begin_visit_with
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Entry, Slot
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import answer, ask, take_in_answers
from evenhand.vault.services.erasing import erase_report
from evenhand.vault.services.handling import note, reply
from evenhand.vault.services.reporting import attach, exclude
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.accounts.things import back, entered, with_app
from tests.make import NOW, Sent

AN_HOUR_AGO = NOW - timedelta(hours=1)


class Principal(StrEnum):
    """Everybody who might send a request."""

    ANONYMOUS = "nobody known"
    REPORTER_A = "the reporter of Ada's case"
    REPORTER_B = "the reporter of Ben's case"
    ADA = "Ada, on her case"
    ADA_LATER = "Ada, an hour after she showed that it is her"
    BEN = "Ben, kept out of Ada's case from the start"
    DEE = "Dee, without a slot"
    ELI = "Eli, shut out of Ada's case later"
    FLO = "Flo, who has left, with an old cookie"
    CAY = "Cay, of another organisation"
    GUS = "Gus, who still needs a second step"
    HAL = "Hal, who must add a second step"


NOT_SIGNED_IN = {
    Principal.ANONYMOUS, Principal.REPORTER_A, Principal.REPORTER_B, Principal.FLO
}  # fmt: skip
VISITORS = {Principal.REPORTER_A, Principal.REPORTER_B}
ADAS = frozenset({Principal.ADA, Principal.ADA_LATER})
BENS = frozenset({Principal.BEN})
CAYS = frozenset({Principal.CAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case, its file, and the words that only its people may see."""

    sent: Sent
    case_id: str
    file_id: str
    words: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything there is, by what a test needs of it."""

    society: Organisation
    adas: Told
    bens: Told
    cays: Told
    deleted: str
    members: Mapping[str, Member]
    spaces: tuple[str, str]
    cookies: Mapping[Principal, Mapping[str, str]]

    @property
    def ids(self) -> dict[str, str]:
        """What forms may name."""
        ids = {name: str(member.id) for name, member in self.members.items()}
        return {**ids, "kims_keys": joining(self.members["kim"]).fingerprint}

    @property
    def strangers_ids(self) -> dict[str, str]:
        """Ids that exist, but not as cases."""
        case_id = self.adas.sent.visit.case_id
        return {
            "a file's id": self.adas.file_id,
            "a slot's id": str(Slot.objects.filter(case_id=case_id).values_list("id")[0][0]),
            "an entry's id": str(Entry.objects.filter(case_id=case_id).values_list("id")[0][0]),
            "a member's id": str(self.members["ada"].id),
            "an organisation's id": str(self.society.id),
        }

    def words_not_for(self, principal: Principal) -> list[bytes]:
        """The words that this principal must never be shown."""
        allowed = {
            Principal.REPORTER_A: self.adas,
            Principal.REPORTER_B: self.bens,
            Principal.ADA: self.adas,
            Principal.ADA_LATER: self.adas,
            Principal.BEN: self.bens,
            Principal.CAY: self.cays,
        }.get(principal)
        told = [told for told in (self.adas, self.bens, self.cays) if told is not allowed]
        return [word for one in told for word in one.words]


def build() -> World:
    society, circle = make.organisation(), make.organisation("Meadow Circle")
    names = ("Ada", "Ben", "Eli", "Flo", "Gus", "Hal", "Ida")
    members = {name.lower(): make.member(society, name) for name in names}
    members["cay"] = make.member(circle, "Cay")
    make.role(members["ada"], RoleKind.LEAD)
    make.role(members["ida"], RoleKind.ADVISER)
    Profile.objects.create(member=members["ada"], photo=b"RIFF, as good as a photo")
    Profile.objects.create(member=members["flo"], photo=b"RIFF, no longer shown")
    adas = _told(
        "ADA",
        [members["ada"], members["eli"]],
        excluded=[members["ben"]],
        doubtful=[members["gus"]],
    )
    exclude(adas.sent.visit, [members["eli"]], now=NOW)
    bens = _told("BEN", [members["ben"]], excluded=[members["ada"]])
    cays = _told("CAY", [members["cay"]], excluded=[])
    erased = make.case([members["ada"]])
    erase_report(erased.visit)
    members["dee"] = make.member(society, "Dee")
    _ask_the_others(adas, members)
    members["kim"] = make.newcomer(society, "Kim")
    return World(
        society=society,
        adas=adas,
        bens=bens,
        cays=cays,
        deleted=str(erased.visit.case_id),
        members=members,
        spaces=(make.space(society).slug, make.space(circle, "Meadow Days").slug),
        cookies=_cookies(members, adas, bens),
    )


def _ask_the_others(adas: Told, members: Mapping[str, Member]) -> None:
    """Dee keeps silent, Hal is not sure."""
    ada, hal = make.signed_in(members["ada"]), make.signed_in(members["hal"])
    case_id = adas.sent.visit.case_id
    ask(case_id, "Robin Larkspur", by=ada, now=NOW)
    (card,) = cards_visible_to(hal, now=NOW)
    answer(card.id, Reply.UNSURE, by=hal)
    take_in_answers(case_visible_to(ada, case_id), by=ada, now=NOW)


def _told(
    mark: str,
    readers: list[Member],
    *,
    excluded: list[Member],
    doubtful: Sequence[Member] = (),
) -> Told:
    words = [f"canary-{mark}-{part}" for part in ("report", "identity", "file", "note")]
    identity = Identity(name=Secret(words[1]))
    sent = make.case(
        readers, text=words[0], identity=identity, excluded=excluded, doubtful=doubtful
    )
    case_id, by = sent.visit.case_id, make.signed_in(readers[0])
    content = words[2].encode() * 10
    file = FileToStore(name=f"{words[2]}.txt", content_type="text/plain", content=content)
    attach(sent.visit, file, now=NOW)
    note(case_id, Secret(words[3]), by=by, now=NOW)
    reply(case_id, Secret(words[3]), by=by, now=NOW)
    attached = next(iter(dossier_of(sent.visit).of_kind(Kind.FILE)))
    file_id = str(UUID(attached.text("file")))
    return Told(
        sent=sent,
        case_id=str(case_id),
        file_id=file_id,
        words=tuple(word.encode() for word in words),
    )


def _cookies(
    members: Mapping[str, Member], adas: Told, bens: Told
) -> dict[Principal, dict[str, str]]:
    strict = members["hal"]
    strict.must_use_second_factor = True
    strict.save(update_fields=["must_use_second_factor"])
    with_app(members["gus"])
    ada = with_app(members["ada"]).token
    desks = {Principal.ADA: ada, Principal.ADA_LATER: _unsure(ada)}
    for principal in set(Principal) - set(desks) - VISITORS - {Principal.ANONYMOUS}:
        desks[principal] = entered(members[principal.name.lower()])
    leave(members["flo"], now=NOW)
    visits = {Principal.REPORTER_A: adas, Principal.REPORTER_B: bens}
    cookies = {who: {"desk": token} for who, token in desks.items()}
    for who, told in visits.items():
        cookies[who] = {"visit": begin_visit_with(told.sent.receipt, now=NOW)[0]}
    return {Principal.ANONYMOUS: {}, **cookies}


def _unsure(token: str) -> str:
    """Another session of the same member, who last showed an hour ago that it is them."""
    signed_in = back(token)
    kept = replace(held_by(signed_in), stepped_up_at=AN_HOUR_AGO)
    return start_session(kept.to_bytes(), member=signed_in.member, now=NOW)


def nowhere() -> str:
    """The id of nothing."""
    return str(uuid4())
