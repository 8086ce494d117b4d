"""Hand a report over to somebody outside, when nobody here may read it (S7, S8, D1).

It is sealed to their key before anything is written. No case, no code, no notice to anybody.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.db import transaction

from evenhand.directory.models import Space
from evenhand.directory.values import Outside
from evenhand.intake.queries.readers import names_of
from evenhand.intake.services.leaving import take_once
from evenhand.intake.values.answers import to_body
from evenhand.intake.values.drafts import Draft
from evenhand.intake.values.handed_over import About, HandedOver, note_of
from evenhand.notices.services import put_out_hand_over
from evenhand.sealing.deriving import derive
from evenhand.sealing.outside import seal_for_outside
from evenhand.sealing.places import Place, Purpose
from evenhand.vault.values.report import Report

_DIGITS = 12


def hand_over(
    draft: Draft, space: Space, report: Report, *, to: Outside, now: datetime
) -> HandedOver:
    """Queue the report for somebody outside. The same form with the same words again: once.

    With other words it goes again, under the same number.
    """
    answers, number = draft.answers, note_number(draft)
    about = About(
        number=number,
        to=to.name,
        organisation=space.organisation.name,
        site=settings.ORIGIN.geturl(),
        sent_at=now,
        must_not_see=names_of(space, answers.excluded),
        only=names_of(space, answers.only),
        gives_a_way=answers.gives_a_way,
    )
    sealed = seal_for_outside(note_of(answers, report, about), to=to.key)
    _put_out(sealed, _mark(draft, to), to=to, now=now)
    return HandedOver(
        number=number,
        name=to.name,
        words=to.words,
        gives_a_way=answers.gives_a_way,
        is_urgent=report.is_urgent,
    )


def note_number(draft: Draft) -> str:
    """What the reporter can say to the outside contact; opens nothing. Follows from the form."""
    raw = derive(draft.seed, Place(Purpose.HAND_OVER_NUMBER, settings.SITE_SECRETS.site))
    digits = f"{int.from_bytes(raw, 'big') % 10**_DIGITS:0{_DIGITS}}"
    return " ".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))


@transaction.atomic
def _put_out(sealed: bytes, mark: bytes, *, to: Outside, now: datetime) -> None:
    if take_once(mark, now=now):
        put_out_hand_over(sealed, to=to.address, now=now)


def _mark(draft: Draft, to: Outside) -> bytes:
    """The same for the same words of one form. Nobody without the form can guess at them."""
    words = json.dumps(to_body(draft.answers), sort_keys=True).encode()
    place = Place(Purpose.HAND_OVER, settings.SITE_SECRETS.site, (to.key.encode(), words))
    return derive(draft.seed, place)
