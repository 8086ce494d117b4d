"""A team around one case: who reads it, who is asked, who comes and who goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import own_keys
from evenhand.accounts.values import PublicKeys, SignedIn
from evenhand.directory.models import Role, RoleKind
from evenhand.directory.queries import day_of
from evenhand.directory.services import end_role, give_role, set_policy
from evenhand.notices.models import Notice
from evenhand.notices.sealed import open_mailing
from evenhand.vault.errors import NotVisible
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.asking import answer, ask
from evenhand.vault.services.looking_in import look_in
from evenhand.vault.values.declared import Access
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW

ROBIN = "Robin Larkspur"


class Team:
    """Members by name, and one case that some of them read."""

    def __init__(
        self, names: str, *, readers: str = "Ada", excluded: str = "", doubtful: str = ""
    ) -> None:
        self.society = make.organisation()
        self.members: dict[str, Member] = {}
        for name in names.split():
            self.join(name)
        self.sent = make.case(
            self.called(readers), excluded=self.called(excluded), doubtful=self.called(doubtful)
        )
        self.case_id = self.sent.visit.case_id

    def join(self, name: str) -> Member:
        self.members[name] = make.member(self.society, name)
        return self.members[name]

    def called(self, names: str) -> list[Member]:
        return [self.members[name] for name in names.split()]

    def keys(self, names: str) -> dict[UUID, PublicKeys]:
        return {member.id: own_keys(member) for member in self.called(names)}

    def desk(self, name: str, *, now: datetime = NOW) -> SignedIn:
        return make.signed_in(self.members[name], now=now)

    def role(self, name: str, kind: RoleKind) -> Role:
        return make.role(self.members[name], kind)

    def end(self, role: Role) -> None:
        """Today is its last day."""
        end_role(role=role, on=NOW.date())

    def renew(self, name: str) -> None:
        """From tomorrow on."""
        starts_on = day_of(timezone.now()) + timedelta(days=1)
        give_role(member=self.members[name], kind=RoleKind.RESPONDER, starts_on=starts_on)

    def policy(self, name: str, value: str) -> None:
        set_policy(organisation=self.society, name=name, value=value, effective_on=NOW.date())

    def ask(self, name: str = ROBIN, *, now: datetime = NOW) -> int:
        return ask(self.case_id, name, by=self.desk("Ada", now=now), now=now)

    def ask_by(self, by: str, *, now: datetime) -> int:
        return ask(self.case_id, ROBIN, by=self.desk(by, now=now), now=now)

    def cards(self, name: str, *, now: datetime = NOW) -> list[str]:
        return [card.name for card in cards_visible_to(self.desk(name, now=now), now=now)]

    def who_has_a_card(self, *, now: datetime = NOW) -> set[str]:
        return {name for name in self.members if self.cards(name, now=now)}

    def answer(self, name: str, reply: Reply = Reply.NONE, *, now: datetime = NOW) -> None:
        desk = self.desk(name, now=now)
        (card,) = cards_visible_to(desk, now=now)
        answer(card.id, reply, by=desk)

    def open(self, name: str = "Ada", *, now: datetime = NOW) -> Dossier:
        dossier = look_in(self.case_id, by=self.desk(name, now=now), now=now)
        assert dossier.is_whole
        return dossier

    def dossier(self, name: str = "Ada", *, now: datetime = NOW) -> Dossier:
        return case_visible_to(self.desk(name, now=now), self.case_id).dossier

    def access(self, name: str = "Ada", *, now: datetime = NOW) -> Access:
        return self.dossier(name, now=now).access

    def who_reads(self, *, now: datetime = NOW) -> set[str]:
        """By trying: the page of the case and the list agree."""
        found = set()
        for name in self.members:
            desk = self.desk(name, now=now)
            try:
                is_open = case_visible_to(desk, self.case_id).dossier.is_whole
            except NotVisible:
                is_open = False
            listed = {cover.case_id for cover in covers_visible_to(desk)}
            assert is_open is (self.case_id in listed)
            found |= {name} if is_open else set()
        return found

    def named(self, ids: Iterable[object]) -> set[str]:
        return {name for name, member in self.members.items() if member.id in set(ids)}


class Mail:
    """The notices that were put out since this was made, by who gets them."""

    def __init__(self, team: Team) -> None:
        self._team = team
        Notice.objects.all().delete()

    def to(self) -> list[str]:
        names = {member.address: name for name, member in self._team.members.items()}
        mailings = [open_mailing(bytes(n.sealed_recipients), n.pk) for n in Notice.objects.all()]
        return sorted(names[address] for mailing in mailings for address in mailing.addresses)
