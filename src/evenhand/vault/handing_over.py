"""Make a grant from a bundle, away from the server: asks no setting and no database."""

from __future__ import annotations

from evenhand.sealing.check_words import check_words
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.recovery_keys import RecoveryKeys
from evenhand.vault.places import place_on
from evenhand.vault.slots import handed_over
from evenhand.vault.statements import sign_statement
from evenhand.vault.values.handing_over import Bundle, Grant, Newcomer, SealedSlot

_JOINED = b"joined"  # what a line of the roster says of a newcomer


def grant_for(newcomer: Newcomer, bundle: Bundle, *, keys: RecoveryKeys) -> Grant:
    """Let one newcomer onto the roster and into every case that the recovery key opens.

    A case that it does not open gets the same: a statement that nobody will believe, and a dummy.
    """
    cases = dict.fromkeys(slot.case_id for slot in bundle.slots)
    return Grant(
        organisation_id=bundle.organisation_id,
        member_id=newcomer.id,
        for_roster=keys.signing.sign(
            newcomer.keys.reading + newcomer.keys.verify, place=_place_on_roster(newcomer, bundle)
        ),
        statements={
            case_id: sign_statement(
                case_id, newcomer.id, newcomer.keys, site=bundle.site, by=keys.signing
            )
            for case_id in cases
        },
        slots=tuple(_for_newcomer(slot, newcomer, bundle, keys=keys) for slot in bundle.slots),
    )


def words_of(newcomer: Newcomer, bundle: Bundle) -> tuple[str, ...]:
    """The same words as the newcomer sees on their own page."""
    public = newcomer.keys.reading + newcomer.keys.verify
    where = place_on(bundle.site, Purpose.CHECK_WORDS, bundle.organisation_id, newcomer.id)
    return check_words(public, place=where)


def _for_newcomer(
    slot: SealedSlot, newcomer: Newcomer, bundle: Bundle, *, keys: RecoveryKeys
) -> SealedSlot:
    where = (slot.case_id, slot.epoch, newcomer.id)
    sealed = handed_over(
        slot.sealed, where, site=bundle.site, key=keys.reading, to=newcomer.keys.reading
    )
    return SealedSlot(case_id=slot.case_id, epoch=slot.epoch, sealed=sealed)


def _place_on_roster(newcomer: Newcomer, bundle: Bundle) -> Place:
    row = (bundle.organisation_id, _JOINED, newcomer.id)
    return place_on(bundle.site, Purpose.ROSTER_STATEMENT, *row)
