"""Whether the recovery key of a case lets somebody in who is not its reader (D12)."""

from __future__ import annotations

from uuid import UUID

from evenhand.accounts.values import PublicKeys
from evenhand.vault.statements import RECOVERED, is_stated
from evenhand.vault.values.declared import Access, declared_access
from evenhand.vault.values.entries import Kind, OpenEntry


def may_enter(
    case_id: UUID, member_id: UUID, keys: PublicKeys, *, access: Access, statement: bytes
) -> bool:
    """Whether the key for which this very case was judged says so, and it is not shut to it."""
    if access.recovery is None or access.recovery.is_shut:
        return False
    by = access.recovery.key.verify
    return is_stated(statement, case_id, member_id, keys=keys, by=by)


def recovered_keys(entry: OpenEntry, before: Access, *, case_id: UUID) -> PublicKeys | None:
    """The keys of whoever lets in themselves with this entry; none unless they may."""
    author = entry.author.member_id
    if entry.kind is not Kind.READERS or author is None:
        return None
    try:
        statement = bytes.fromhex(entry.text(RECOVERED))
        keys = declared_access(entry).keys[author]
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return keys if may_enter(case_id, author, keys, access=before, statement=statement) else None
