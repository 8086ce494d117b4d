"""Seal and open covers under a key that follows from the epoch's private key."""

from __future__ import annotations

import json
from uuid import UUID

from evenhand.sealing import envelope
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Purpose
from evenhand.vault.places import place
from evenhand.vault.values.covers import Cover, Stage


def seal_cover(cover: Cover, epoch: int, *, private: bytes) -> bytes:
    plain = pad(json.dumps(cover[1:]).encode())
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
    return Cover(case_id.hex, *json.loads(unpad(plain)))


def damaged_cover(case_id: UUID, position: int) -> Cover:
    """Stands in for a cover that does not open: a case that is there must not drop out of sight."""
    return Cover(
        case_hex=case_id.hex,
        space_name="",
        received=0,
        acknowledge=0,
        outcome=0,
        is_urgent=True,
        stage_name=Stage.DAMAGED.value,
        last_said=0,
        is_answered=False,
        position=position,
        reporter_key="",
    )


def _key(case_id: UUID, epoch: int, private: bytes) -> DataKey:
    return DataKey(derive(private, place(Purpose.COVER_KEY, case_id, epoch)))
