"""Ask who has a conflict, answer, and take the answers into the case (S16, B2).

A card shows only the name of the reported person. Whoever answers writes to the round's key, which
the case holds; the next reader who opens the case takes the answers in. "None" lets a member in,
"not sure" waits for the readers, and silence is no access.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SIGNATURE_BYTES, check_signature
from evenhand.sealing.wrapping import wrap
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictAnswer
from evenhand.vault.places import place
from evenhand.vault.queries.cards import answer_id, card_of
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.replacements import (
    advisers_for,
    who_may_come_back,
    who_should_step_in,
)
from evenhand.vault.services.admitting import Marks, admit
from evenhand.vault.services.handling import append_by_member
from evenhand.vault.services.rounds import Asking, begin_round
from evenhand.vault.values.asked import (
    answers_in,
    asked_by,
    members_who_said,
    round_answered_by,
    rounds_of,
)
from evenhand.vault.values.covers import Stage
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.rounds import Answered, Asks, Question, Reply, Round

_NOBODY = UUID(int=0)


def ask(case_id: UUID, name: str, *, by: SignedIn, now: datetime) -> int:
    """Ask everybody who may know of it, with nothing but this name; count them.

    Nobody is asked twice: whoever has answered the same question, or still has it before them, gets
    no other card. Raises NotVisible, TooBusy.
    """
    return begin_round(case_id, Asking(name=name, asks=Asks.EVERYBODY), by=by, now=now)


def ask_to_step_in(case_id: UUID, name: str, *, by: SignedIn, now: datetime) -> None:
    """Ask exactly the Board members who are proposed, with a card as everybody gets (S23).

    Does nothing when nobody is (any more). Raises NotVisible, TooBusy.
    """
    case = case_visible_to(by, case_id)
    only = frozenset(member.id for member in who_should_step_in(case.dossier, now=now))
    _ask_only(case, Asking(name=name, asks=Asks.BOARD, only=only), by=by, now=now)


def ask_adviser(case_id: UUID, member_id: UUID, name: str, *, by: SignedIn, now: datetime) -> None:
    """Let an adviser read this one case, once they have said that they have no conflict (B15).

    Raises NotVisible for whoever is none or must not learn of it, TooBusy.
    """
    case = case_visible_to(by, case_id)
    if all(member.id != member_id for member in advisers_for(case.dossier, now=now)):
        raise NotVisible
    asking = Asking(name=name, asks=Asks.ADVISER, only=frozenset({member_id}))
    _ask_only(case, asking, by=by, now=now)


def let_back_in(case_id: UUID, member_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """Somebody who read it until their terms ended has a new one: a reader's act (B15).

    Does nothing for everybody else. Raises NotVisible, TooBusy.
    """
    case = case_visible_to(by, case_id)
    back = [member for member in who_may_come_back(case.dossier) if member.id == member_id]
    admit(case, back, by=by, now=now, marks=_marks(case.dossier, now=now))


def answer(card_id: UUID, reply: Reply, *, by: SignedIn) -> None:
    """Answer a card, once. Raises NotVisible for every card that is not for this member."""
    card, question = card_of(card_id, by)
    if reply is Reply.SOFT and not question.may_be_soft:
        raise NotVisible
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
    marks = _marks(case.dossier, now=now)
    free = _free_to_read(case.dossier, marks)
    return admit(case, free, by=by, now=now, marks=marks) if free else case


def settle_unsure(
    case_id: UUID, member_id: UUID, reply: Reply, *, by: SignedIn, now: datetime
) -> None:
    """A reader has talked with somebody who was not sure, and says what came of it."""
    case = case_visible_to(by, case_id)
    if member_id not in members_who_said(case.dossier, Reply.UNSURE, Reply.SOFT):
        raise NotVisible
    round_id = round_answered_by(case.dossier, member_id)
    told = Answered(round_id=round_id, member_id=member_id, reply=reply)
    append_by_member(case_id, [told.to_draft()], by=by, now=now)
    take_in_answers(case_visible_to(by, case_id), by=by, now=now)


def _ask_only(case: OpenCase, asking: Asking, *, by: SignedIn, now: datetime) -> None:
    """Whoever has answered before that they have no conflict reads it at once."""
    dossier, only = case.dossier, asking.only or frozenset()
    said = {one for one, reply in answers_in(dossier).items() if reply is Reply.NONE}
    ready = only & said
    if not ready:
        begin_round(dossier.case_id, asking, by=by, now=now)
        return
    marks = Marks.for_those(asking.asks, ready)
    admit(case, dossier.named(ready), by=by, now=now, marks=marks)


def _free_to_read(dossier: Dossier, marks: Marks) -> list[Member]:
    """Nobody stands in for anybody in a closed case (S23)."""
    is_closed = dossier.cover.stage is Stage.CLOSED
    said = frozenset(members_who_said(dossier, Reply.NONE))
    free = said - marks.temporary if is_closed else said
    return dossier.named(free & dossier.may_read.keys())


def _marks(dossier: Dossier, *, now: datetime) -> Marks:
    """As what members read who are let in, by what they were asked for and what they are."""
    return Marks(
        temporary=asked_by(dossier, Asks.BOARD),
        advisers=asked_by(dossier, Asks.ADVISER) | dossier.terms.advising(now.date()),
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
