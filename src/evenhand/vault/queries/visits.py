"""What a reporter may see: their own report, from their code."""

from __future__ import annotations

from uuid import UUID

from evenhand.sealing.receipts import ReceiptKeys
from evenhand.vault.entry_codec import Spot, unwrap_for_party
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, Receipt
from evenhand.vault.queries.reading import Unwrap, read_dossier
from evenhand.vault.values.dossiers import Dossier, Visit


def visit(keys: ReceiptKeys) -> Visit:
    """Where this code leads. Raises NotVisible when it leads nowhere."""
    found = (
        Receipt.objects.filter(locator=keys.locator.hex())
        .values_list("case_id", "case__organisation_id")
        .first()
    )
    if found is None:
        raise NotVisible
    case_id, organisation_id = found
    return Visit(keys=keys, case_id=case_id, organisation_id=organisation_id)


def dossier_of(a_visit: Visit) -> Dossier:
    """What the reporter and the team share of this case. Raises NotVisible once it is deleted."""
    case = case_called(a_visit.case_id)
    return read_dossier(case, _unwrap_as(a_visit))


def case_called(case_id: UUID) -> Case:
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    return case


def _unwrap_as(a_visit: Visit) -> Unwrap:
    def unwrap(row: Entry, spot: Spot) -> bytes:
        return unwrap_for_party(bytes(row.wrapped_for_party), spot, key=a_visit.keys.reading)

    return unwrap
