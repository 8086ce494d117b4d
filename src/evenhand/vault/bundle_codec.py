"""Write and read bundles and grants. Both are text, so that holders can see what they carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from evenhand.accounts.values import PublicKeys
from evenhand.sealing.recovery_keys import RecoveryPublic
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.errors import NotSuchFile
from evenhand.vault.values.handing_over import Bundle, Grant, Newcomer, SealedSlot

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUNDLE, _GRANT = "evenhand recovery bundle 1", "evenhand recovery grant 1"


def bundle_to_text(bundle: Bundle) -> str:
    told = {
        "file": _BUNDLE,
        "site": bundle.site.hex(),
        "organisation_id": bundle.organisation_id.hex,
        "organisation": bundle.organisation,
        "key": bundle.key.to_bytes().hex(),
        "newcomers": [_newcomer_to_body(newcomer) for newcomer in bundle.newcomers],
        "slots": [_slot_to_body(slot) for slot in bundle.slots],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def bundle_from_text(text: str) -> Bundle:
    """Raises NotSuchFile."""
    with _read(text, _BUNDLE) as told:
        return Bundle(
            site=bytes.fromhex(told["site"]),
            organisation_id=UUID(told["organisation_id"]),
            organisation=str(told["organisation"]),
            key=RecoveryPublic.from_bytes(bytes.fromhex(told["key"])),
            newcomers=tuple(_newcomer_from(each) for each in told["newcomers"]),
            slots=tuple(_slot_from(each) for each in told["slots"]),
        )


def grant_to_text(grant: Grant) -> str:
    told = {
        "file": _GRANT,
        "organisation_id": grant.organisation_id.hex,
        "member_id": grant.member_id.hex,
        "for_roster": grant.for_roster.hex(),
        "statements": {case.hex: signed.hex() for case, signed in grant.statements.items()},
        "slots": [_slot_to_body(slot) for slot in grant.slots],
    }
    return json.dumps(told, indent=1)


def grant_from_text(text: str) -> Grant:
    """Raises NotSuchFile."""
    with _read(text, _GRANT) as told:
        statements = told["statements"].items()
        return Grant(
            organisation_id=UUID(told["organisation_id"]),
            member_id=UUID(told["member_id"]),
            for_roster=bytes.fromhex(told["for_roster"]),
            statements={UUID(case): bytes.fromhex(signed) for case, signed in statements},
            slots=tuple(_slot_from(each) for each in told["slots"]),
        )


@contextmanager
def _read(text: str, kind: str) -> Iterator[dict[str, Any]]:
    """What the text says; whatever is wrong with it is one refusal."""
    try:
        told = json.loads(text)
        if told["file"] != kind:
            raise NotSuchFile
        yield told
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise NotSuchFile from error


def _newcomer_to_body(newcomer: Newcomer) -> dict[str, str]:
    return {
        "id": newcomer.id.hex,
        "name": newcomer.name,
        "reading": newcomer.keys.reading.hex(),
        "verify": newcomer.keys.verify.hex(),
    }


def _newcomer_from(told: Mapping[str, str]) -> Newcomer:
    keys = PublicKeys(
        reading=PublicKey(bytes.fromhex(told["reading"])),
        verify=VerifyKey(bytes.fromhex(told["verify"])),
    )
    return Newcomer(id=UUID(told["id"]), name=str(told["name"]), keys=keys)


def _slot_to_body(slot: SealedSlot) -> dict[str, object]:
    return {"case": slot.case_id.hex, "epoch": slot.epoch, "sealed": slot.sealed.hex()}


def _slot_from(told: Mapping[str, Any]) -> SealedSlot:
    return SealedSlot(
        case_id=UUID(told["case"]),
        epoch=int(told["epoch"]),
        sealed=bytes.fromhex(told["sealed"]),
    )
