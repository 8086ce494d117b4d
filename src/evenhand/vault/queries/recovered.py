"""Cases that the recovery key has opened to a member who is not their reader yet (D12).

Whether the report names the member themselves can be asked only now: nobody could read it before.
Then the case stays hidden from them, in their list too.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.directory.queries import known_with_profile
from evenhand.matching.values import Known
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import RecoveryGrant
from evenhand.vault.queries.cases import case_open_to
from evenhand.vault.queries.recovery import is_named
from evenhand.vault.values.covers import Cover
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.naming import Told, told_in_case
from evenhand.vault.values.recovered import may_enter


def case_recovered_by(signed_in: SignedIn, case_id: UUID) -> tuple[OpenCase, bytes]:
    """The case and the recovery key's statement about it. Raises NotVisible."""
    member = signed_in.member
    row = RecoveryGrant.objects.filter(member=member, case_id=case_id).first()
    if row is None:
        raise NotVisible
    statement = bytes(row.statement)
    case = case_open_to(
        signed_in, case_id, may_see=lambda dossier: _may_see(dossier, signed_in, statement)
    )
    return case, statement


def without_closed(covers: Iterable[Cover], signed_in: SignedIn) -> list[Cover]:
    """Without cases that the recovery key opened to this member and that they must not see."""
    grants = RecoveryGrant.objects.filter(member=signed_in.member)
    statements = {case: bytes(told) for case, told in grants.values_list("case_id", "statement")}
    return [
        cover
        for cover in covers
        if cover.case_id not in statements
        or _is_open(cover.case_id, signed_in, statements[cover.case_id])
    ]


def _is_open(case_id: UUID, signed_in: SignedIn, statement: bytes) -> bool:
    member = signed_in.member

    def may_see(dossier: Dossier) -> bool:
        return member.id in dossier.access.readers or _may_see(dossier, signed_in, statement)

    try:
        case_open_to(signed_in, case_id, may_see=may_see)
    except NotVisible:
        return False
    return True


def _may_see(dossier: Dossier, signed_in: SignedIn, statement: bytes) -> bool:
    """Whether the recovery key says so, and nothing speaks against it."""
    access, member = dossier.access, signed_in.member
    known_to_it = access.readers | access.excluded | access.doubtful | access.left
    keys = signed_in.keys.public
    may = may_enter(dossier.case_id, member.id, keys, access=access, statement=statement)
    return may and member.id not in known_to_it and not _names(dossier, member)


def _names(dossier: Dossier, member: Member) -> bool:
    """Whether the case is about them, or was kept from them before they joined anew."""
    kept_out = [one.name for one in (*dossier.excluded_now, *dossier.doubtful_now)]
    told = told_in_case(dossier)
    known = known_with_profile(member)
    themselves = Known(
        id=member.id,
        names=(*known.names, *known.conflicts),
        handles=known.handles,
        addresses=known.addresses,
    )
    return is_named(Told((*told.short, *kept_out), told.long), [themselves])
