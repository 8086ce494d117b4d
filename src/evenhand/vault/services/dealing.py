"""Conflict cards as rows: one of a size for every member, real for those who are asked (B2).

The secret of a card follows from its round's key and its member, so a card that is dealt anew is
the same card: whoever has answered it has answered it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Purpose
from evenhand.sealing.wrapping import OVERHEAD, wrap, wrap_to_nobody
from evenhand.vault.models import ConflictCard
from evenhand.vault.places import place
from evenhand.vault.queries.members import Team
from evenhand.vault.values.rounds import CARD_BYTES, Question, Round


def deal(round_: Round, case_id: UUID, team: Team, *, to: AbstractSet[UUID], now: datetime) -> None:
    """A card for every member, so that the rows do not tell who is asked and who is kept out."""
    ConflictCard.objects.bulk_create(
        ConflictCard(
            case_id=case_id,
            round_id=round_.id,
            member_id=member.id,
            sealed=_sealed(round_, member.id, team, is_asked=member.id in to),
            asked_on=now.date(),
        )
        for member in team.members
    )


def deal_again(
    rounds: Iterable[Round], team: Team, *, to: Mapping[UUID, AbstractSet[UUID]]
) -> None:
    """Every card of these rounds anew: the same for those who are to hold it, else a dummy."""
    by_id = {round_.id: round_ for round_ in rounds}
    rows = list(ConflictCard.objects.filter(round_id__in=by_id, member__in=team.members))
    for card in rows:
        is_asked = card.member_id in to[card.round_id]
        card.sealed = _sealed(by_id[card.round_id], card.member_id, team, is_asked=is_asked)
    ConflictCard.objects.bulk_update(rows, ["sealed"])


def blank_cards(case_id: UUID) -> None:
    """A dummy in the place of every card of a case: two copies do not show who was shut out.

    It takes no key of the case. The next reader who opens it deals anew to those still to be asked.
    """
    cards = list(ConflictCard.objects.filter(case_id=case_id))
    for card in cards:
        where = place(Purpose.CARD, card.round_id, card.member_id)
        card.sealed = wrap_to_nobody(len(card.sealed) - OVERHEAD, place=where)
    ConflictCard.objects.bulk_update(cards, ["sealed"])


def _sealed(round_: Round, member_id: UUID, team: Team, *, is_asked: bool) -> bytes:
    where = place(Purpose.CARD, round_.id, member_id)
    keys = team.keys.get(member_id)
    if not is_asked or keys is None:
        return wrap_to_nobody(CARD_BYTES, place=where)
    question = _question(round_, member_id).to_bytes()
    return wrap(question, to=keys.reading, place=where)


def _question(round_: Round, member_id: UUID) -> Question:
    where = place(Purpose.CARD_SECRET, round_.id, member_id)
    return Question(
        name=round_.shown,
        to=round_.key.public,
        secret=derive(round_.key.to_bytes(), where),
        may_be_soft=round_.may_be_soft,
        is_code=round_.is_by_code,
    )
