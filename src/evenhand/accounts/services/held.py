"""What a member's session holds in the clear while it is open, and how it is written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from evenhand.accounts.values import Keys, OpenSession, SignedIn, Stage
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.one_time import OneTimeSecret

NO_SECRET = OneTimeSecret(b"")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Held:
    """Everything between two requests of a member. Never prints itself."""

    keys: Keys
    passphrase_key: DataKey  # reseals the second steps when they change
    stage: Stage
    stepped_up_at: datetime | None = None
    challenge: str = ""  # state of a passkey ceremony under way (JSON)
    offered_secret: OneTimeSecret = NO_SECRET  # shown for an app, not yet confirmed

    @classmethod
    def from_bytes(cls, raw: bytes) -> Held:
        told = json.loads(raw)
        at = told["stepped_up_at"]
        return cls(
            keys=Keys.from_bytes(bytes.fromhex(told["keys"])),
            passphrase_key=DataKey(bytes.fromhex(told["passphrase_key"])),
            stage=Stage(told["stage"]),
            stepped_up_at=datetime.fromisoformat(at) if at else None,
            challenge=told["challenge"],
            offered_secret=OneTimeSecret(bytes.fromhex(told["offered_secret"])),
        )

    def to_bytes(self) -> bytes:
        told = {
            "keys": self.keys.to_bytes().hex(),
            "passphrase_key": self.passphrase_key.hex(),
            "stage": self.stage,
            "stepped_up_at": self.stepped_up_at.isoformat() if self.stepped_up_at else None,
            "challenge": self.challenge,
            "offered_secret": self.offered_secret.hex(),
        }
        return json.dumps(told).encode()


def signed_in_by(session: OpenSession) -> SignedIn | None:
    """Who this session belongs to; None when it is a reporter's visit."""
    if session.member is None:
        return None
    held = Held.from_bytes(session.payload)
    return SignedIn(
        member=session.member,
        keys=held.keys,
        session=session,
        stage=held.stage,
        stepped_up_at=held.stepped_up_at,
    )


def held_by(signed_in: SignedIn) -> Held:
    return Held.from_bytes(signed_in.session.payload)
