"""Ask who has a conflict, answer, and take the answers into the case (S16, B2).

A card shows only the name of the reported person. Whoever answers writes to the round's key, which
the case holds; the next reader who opens the case takes the answers in. "None" lets a member in,
"not sure" waits for the readers, and silence is no access.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import notify
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SIGNATURE_BYTES, check_signature
from evenhand.sealing.wrapping import PublicKey, ReadingKey, wrap, wrap_to_nobody
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictAnswer, ConflictCard
from evenhand.vault.places import place
from evenhand.vault.queries.cards import answer_id, card_of
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.members import team_of
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.handling import append_by_member
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import Draft, Kind
from evenhand.vault.values.rounds import (
    CARD_BYTES,
    SECRET_BYTES,
    Answered,
    Question,
    Reply,
    Round,
    members_who_said,
    printable,
    rounds_of,
    to_be_asked,
)

_NOBODY = UUID(int=0)


def ask(case_id: UUID, name: str, *, by: SignedIn, now: datetime) -> int:
    """Ask everybody who may know of it, with nothing but this name; count them.

    Every member of the organisation gets a card of one size, so that the rows do not tell who is
    asked and who is kept out. Raises NotVisible, TooBusy.
    """
    dossier = case_visible_to(by, case_id).dossier
    round_ = Round(id=uuid4(), name=printable(name), key=ReadingKey.new())
    team = team_of(dossier.organisation_id)
    asked = to_be_asked(dossier, team.keys)
    to = {member: keys.reading for member, keys in team.keys.items() if member in asked}
    cards = [_card(round_, case_id, member.id, to=to, now=now) for member in team.members]

    def deal() -> None:
        ConflictCard.objects.bulk_create(cards)
        notify([member for member in team.members if member.id in asked], now=now)

    append_by_member(case_id, [Draft(Kind.ASKED, round_.to_body())], by=by, now=now, also=deal)
    return len(asked)


def answer(card_id: UUID, reply: Reply, *, by: SignedIn) -> None:
    """Answer a card, once. Raises NotVisible for every card that is not for this member."""
    card, question = card_of(card_id, by)
    told = Answered(round_id=card.round_id, member_id=by.member.id, reply=reply)
    row = ConflictAnswer(
        id=answer_id(question),
        case_id=card.case_id,
        round_id=card.round_id,
        sealed=_sealed_answer(told, question, by=by),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotVisible from error  # answered before, or the case is gone


def take_in_answers(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """Put the answers that have come into the case, and let in who has no conflict (S16)."""
    dossier = case.dossier
    rounds = rounds_of(dossier)
    rows = list(ConflictAnswer.objects.filter(round_id__in=[*rounds, _NOBODY]).exclude(sealed=b""))
    new = _new_answers(rows, rounds, dossier)
    if new:
        forget = partial(_forget, [row.id for row in rows])
        drafts = [told.to_draft() for told in new]
        append_by_member(dossier.case_id, drafts, by=by, now=now, also=forget)
        case = case_visible_to(by, dossier.case_id)
    free = members_who_said(case.dossier, Reply.NONE)
    members = [case.dossier.members[member] for member in free if member in case.dossier.may_read]
    return admit(case, members, by=by, now=now) if members else case


def settle_unsure(
    case_id: UUID, member_id: UUID, reply: Reply, *, by: SignedIn, now: datetime
) -> None:
    """A reader has talked with somebody who was not sure, and says what came of it."""
    case = case_visible_to(by, case_id)
    if member_id not in members_who_said(case.dossier, Reply.UNSURE):
        raise NotVisible
    round_id = next(reversed(rounds_of(case.dossier)))
    told = Answered(round_id=round_id, member_id=member_id, reply=reply)
    append_by_member(case_id, [told.to_draft()], by=by, now=now)
    take_in_answers(case_visible_to(by, case_id), by=by, now=now)


def _card(
    round_: Round, case_id: UUID, member_id: UUID, *, to: Mapping[UUID, PublicKey], now: datetime
) -> ConflictCard:
    """A real one for those in `to`, who are asked; a dummy for everybody else."""
    where = place(Purpose.CARD, round_.id, member_id)
    secret = secrets.token_bytes(SECRET_BYTES)
    question = Question(name=round_.name, to=round_.key.public, secret=secret).to_bytes()
    key = to.get(member_id)
    return ConflictCard(
        case_id=case_id,
        round_id=round_.id,
        member_id=member_id,
        sealed=wrap(question, to=key, place=where)
        if key
        else wrap_to_nobody(CARD_BYTES, place=where),
        asked_on=now.date(),
    )


def _sealed_answer(told: Answered, question: Question, *, by: SignedIn) -> bytes:
    message = told.to_bytes()
    signature = by.keys.signing.sign(message, place=_signature_place(told))
    return wrap(signature + message, to=question.to, place=place(Purpose.ANSWER, told.round_id))


def _new_answers(
    rows: Iterable[ConflictAnswer], rounds: Mapping[UUID, Round], dossier: Dossier
) -> list[Answered]:
    """Without those that nobody signed: whoever wrote them into the database gains nothing."""
    found = (_opened(bytes(row.sealed), rounds[row.round_id]) for row in rows)
    return [told for told, signature in filter(None, found) if _is_theirs(told, signature, dossier)]


def _opened(sealed: bytes, round_: Round) -> tuple[Answered, bytes] | None:
    try:
        plain = round_.key.unwrap(sealed, place=place(Purpose.ANSWER, round_.id))
        told = Answered.from_bytes(plain[SIGNATURE_BYTES:])
    except (SealingError, ValueError, LookupError, TypeError):
        return None
    return (told, plain[:SIGNATURE_BYTES]) if told.round_id == round_.id else None


def _is_theirs(told: Answered, signature: bytes, dossier: Dossier) -> bool:
    keys = dossier.may_read.get(told.member_id)
    if keys is None:
        return False
    try:
        check_signature(signature, told.to_bytes(), by=keys.verify, place=_signature_place(told))
    except SealingError:
        return False
    return True


def _signature_place(told: Answered) -> Place:
    return place(Purpose.ANSWER_SIGNATURE, told.round_id, told.member_id)


def _forget(answers: Iterable[UUID]) -> None:
    """The row stays without its words: whoever answered is not asked the same again."""
    ConflictAnswer.objects.filter(pk__in=list(answers)).update(sealed=b"")
