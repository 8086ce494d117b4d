"""A reporter's visit: a session without a member, which holds the seed of their keys."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from evenhand.accounts.services.sessions import (
    end_session,
    replace_payload,
    resume_visit_session,
    start_session,
)
from evenhand.accounts.values import OpenSession
from evenhand.intake.minting import keys_from_code, mint
from evenhand.intake.services.leaving import leave_form
from evenhand.intake.values.drafts import Draft
from evenhand.intake.values.sent import Sent
from evenhand.sealing.receipts import Receipt, ReceiptKeys
from evenhand.vault.errors import NotVisible
from evenhand.vault.queries.visits import visit
from evenhand.vault.services import reporting
from evenhand.vault.values.dossiers import Visit


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Kept:
    """What a visit's session holds, sealed under the cookie."""

    seed: bytes
    digits: str = ""  # of a new code, until its reporter says that they have kept it
    draft_id: bytes = b""  # of the form it was sent from: leaving the visit leaves the form
    # A code that is about to replace this one: if we stop half-way, one of the two leads home.
    coming: tuple[bytes, str] | None = None
    sent: Sent | None = None  # just now, in this very session


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class OpenVisit:
    """A visit that goes on, for the length of one request."""

    session: OpenSession
    kept: Kept
    to: Visit

    @property
    def new_code(self) -> Receipt | None:
        return Receipt(self.kept.digits) if self.kept.digits else None


def begin_visit_after_sending(draft: Draft, sent: Sent | None, *, now: datetime) -> str:
    """The visit that follows a sent report and shows its code once. Returns the cookie."""
    kept = Kept(seed=draft.seed, digits=draft.digits, draft_id=draft.id, sent=sent)
    return start_session(_to_payload(kept), member=None, now=now)


def begin_visit_with(receipt: Receipt, *, now: datetime) -> tuple[str, Visit]:
    """Come back with a code. Raises NotVisible when it leads nowhere."""
    keys = keys_from_code(receipt)
    to = visit(keys)
    token = start_session(_to_payload(Kept(seed=keys.seed)), member=None, now=now)
    return token, to


def resume_visit(token: str, *, now: datetime) -> OpenVisit | None:
    """The visit of a cookie, or None when it is over or what it led to is gone."""
    session = resume_visit_session(token, now=now)
    if session is None:
        return None
    for kept in _candidates(_from_payload(session.payload)):
        try:
            return OpenVisit(session=session, kept=kept, to=visit(_keys(kept.seed)))
        except NotVisible:
            continue
    return None


def keep_code(open_visit: OpenVisit, *, now: datetime) -> None:
    """The reporter has their code: neither it nor the form it came from is shown again."""
    if open_visit.kept.draft_id:
        leave_form(open_visit.kept.draft_id, now=now)
    replace_payload(open_visit.session, _to_payload(replace(open_visit.kept, digits="", sent=None)))


def replace_code(open_visit: OpenVisit, *, now: datetime) -> None:
    """Give the report another code, shown once like the first; the old one is dead."""
    minted = mint()
    waiting = replace(open_visit.kept, coming=(minted.seed, minted.digits))
    replace_payload(open_visit.session, _to_payload(waiting))
    reporting.replace_code(open_visit.to, _keys(minted.seed), now=now)
    kept = replace(open_visit.kept, seed=minted.seed, digits=minted.digits, sent=None)
    replace_payload(open_visit.session, _to_payload(kept))


def end_visit(open_visit: OpenVisit) -> None:
    end_session(open_visit.session.token_hash)


def _keys(seed: bytes) -> ReceiptKeys:
    return ReceiptKeys.from_seed(seed, site=settings.SITE_SECRETS.site)


def _candidates(kept: Kept) -> list[Kept]:
    if kept.coming is None:
        return [kept]
    seed, digits = kept.coming
    return [kept, replace(kept, seed=seed, digits=digits, coming=None)]


def _to_payload(kept: Kept) -> bytes:
    body: dict[str, object] = {
        "seed": kept.seed.hex(),
        "digits": kept.digits,
        "draft_id": kept.draft_id.hex(),
    }
    if kept.coming is not None:
        body["coming"] = [kept.coming[0].hex(), kept.coming[1]]
    if kept.sent is not None:
        body["sent"] = kept.sent.to_body()
    return json.dumps(body).encode()


def _from_payload(payload: bytes) -> Kept:
    body = json.loads(payload)
    coming, sent = body.get("coming"), body.get("sent")
    return Kept(
        seed=bytes.fromhex(body["seed"]),
        digits=body["digits"],
        draft_id=bytes.fromhex(body["draft_id"]),
        coming=(bytes.fromhex(coming[0]), coming[1]) if coming else None,
        sent=Sent.from_body(sent) if sent else None,
    )
