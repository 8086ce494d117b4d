"""The conflict cards that a member finds (B2). A dummy and no card at all look the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.sealing.deriving import derive
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Purpose
from evenhand.sealing.wrapping import ReadingKey, wrap_to_nobody
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictAnswer, ConflictCard
from evenhand.vault.places import place
from evenhand.vault.queries.serving import is_over, reading_key_of
from evenhand.vault.values.rounds import CARD_BYTES, SHOWN_FOR, Question

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ShownCard:
    """What a member sees of a card: only the name."""

    id: UUID
    name: str
    may_be_soft: bool  # whether they may say that they know them a little (B2)
    is_code: bool  # two words that stand for a name (B12, B15)


def cards_visible_to(signed_in: SignedIn, *, now: datetime) -> list[ShownCard]:
    """The cards that this member has still to answer. The same queries for everybody."""
    since = (now - SHOWN_FOR).date()
    key = _key_of(signed_in)
    rows = ConflictCard.objects.filter(member=signed_in.member, asked_on__gte=since)
    opened = {row.id: question for row in rows if (question := _question(row, signed_in, key))}
    places = {answer_id(question): card_id for card_id, question in opened.items()}
    asked = [*places, _NOBODY]
    answered = ConflictAnswer.objects.filter(pk__in=asked).values_list("id", flat=True)
    done = {places[found] for found in answered}
    shown = [
        ShownCard(id=card, name=told.name, may_be_soft=told.may_be_soft, is_code=told.is_code)
        for card, told in opened.items()
        if card not in done
    ]
    return sorted(shown, key=lambda card: (card.name, card.id))


def card_of(card_id: UUID, signed_in: SignedIn) -> tuple[ConflictCard, Question]:
    """Raises NotVisible for a dummy, for somebody else's card and for none."""
    key = _key_of(signed_in)
    found = ConflictCard.objects.filter(pk=card_id, member=signed_in.member).first()
    card = found or _stand_in(signed_in)
    question = _question(card, signed_in, key)
    if question is None:
        raise NotVisible
    return card, question


def answer_id(question: Question) -> UUID:
    """Where the answer to this card is kept; only the card leads there."""
    return UUID(bytes=derive(question.secret, place(Purpose.ANSWER), length=16))


def _key_of(signed_in: SignedIn) -> ReadingKey:
    return reading_key_of(signed_in, is_over=is_over(signed_in))


def _question(card: ConflictCard, signed_in: SignedIn, key: ReadingKey) -> Question | None:
    where = place(Purpose.CARD, card.round_id, signed_in.member.id)
    try:
        return Question.from_bytes(key.unwrap(bytes(card.sealed), place=where))
    except SealingError:
        return None


def _stand_in(signed_in: SignedIn) -> ConflictCard:
    """Work on a dummy when there is no such card, so that both refusals take the same time."""
    where = place(Purpose.CARD, _NOBODY, signed_in.member.id)
    return ConflictCard(round_id=_NOBODY, sealed=wrap_to_nobody(CARD_BYTES, place=where))
