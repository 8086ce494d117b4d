"""Seal and open covers under a key that follows from the epoch's private key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from evenhand.sealing import envelope
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Purpose
from evenhand.vault.places import place
from evenhand.vault.values.covers import Cover, Stage

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def seal_cover(cover: Cover, epoch: int, *, private: bytes) -> bytes:
    plain = pad(json.dumps(cover.to_body()).encode())
    return envelope.seal(
        plain,
        key=_key(cover.case_id, epoch, private),
        place=place(Purpose.COVER, cover.case_id, epoch),
    )


def open_cover(sealed: bytes, case_id: UUID, epoch: int, *, private: bytes) -> Cover:
    """Raises CannotOpen when the cover belongs to another case, epoch or key."""
    plain = envelope.open_sealed(
        sealed, key=_key(case_id, epoch, private), place=place(Purpose.COVER, case_id, epoch)
    )
    return Cover.from_body(case_id, json.loads(unpad(plain)))


def damaged_cover(case_id: UUID, position: int) -> Cover:
    """Stands in for a cover that does not open: a case that is there must not drop out of sight."""
    return Cover(
        case_id=case_id,
        space_name="",
        received_at=_LONG_AGO,
        acknowledge_by=_LONG_AGO,
        outcome_by=_LONG_AGO,
        is_urgent=True,
        stage=Stage.DAMAGED,
        last_said_at=_LONG_AGO,
        is_answered=False,
        position=position,
        reporter_key="",
    )


def _key(case_id: UUID, epoch: int, private: bytes) -> DataKey:
    return DataKey(derive(private, place(Purpose.COVER_KEY, case_id, epoch)))
