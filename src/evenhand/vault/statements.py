"""The recovery key's word that a member may be let into a case.

Signed away from the server by whoever brings enough shares together. It names the case, the member
and the member's keys. Nothing here asks a setting but `is_stated`, which runs on the server.
"""

from __future__ import annotations

from uuid import UUID

from evenhand.accounts.values import PublicKeys
from evenhand.sealing.errors import Forged
from evenhand.sealing.places import Purpose
from evenhand.sealing.signing import SigningKey, VerifyKey, check_signature
from evenhand.vault.places import place, place_on

RECOVERED = "recovered"  # where the statement stands in the body of an entry


def sign_statement(
    case_id: UUID, member_id: UUID, keys: PublicKeys, *, site: bytes, by: SigningKey
) -> bytes:
    """Let this member into this case; `by` is the recovery key's."""
    where = place_on(site, Purpose.RECOVERY_GRANT, case_id, member_id)
    return by.sign(_message(keys), place=where)


def is_stated(
    statement: bytes, case_id: UUID, member_id: UUID, *, keys: PublicKeys, by: VerifyKey
) -> bool:
    """Whether that recovery key lets this member, with these keys, into this case."""
    where = place(Purpose.RECOVERY_GRANT, case_id, member_id)
    try:
        check_signature(statement, _message(keys), by=by, place=where)
    except Forged:
        return False
    return True


def _message(keys: PublicKeys) -> bytes:
    return keys.reading + keys.verify
