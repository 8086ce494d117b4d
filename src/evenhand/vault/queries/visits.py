"""What a reporter may see: their own report, from their code."""

from __future__ import annotations

from dataclasses import replace

from evenhand.accounts.values import PublicKeys
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.vault.entry_codec import Spot, unwrap_for_party
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Entry, Receipt
from evenhand.vault.queries.reading import Unwrap, looked_at_again, read_dossier
from evenhand.vault.values.dossiers import Dossier, Visit


def visit(keys: ReceiptKeys) -> Visit:
    """Where this code leads. Raises NotVisible when it leads nowhere."""
    receipts = Receipt.objects.filter(locator=keys.locator.hex())
    found = next(iter(receipts.values_list("case_id", "case__organisation_id")), None)
    if found is None:
        raise NotVisible
    case_id, organisation_id = found
    return Visit(keys=keys, case_id=case_id, organisation_id=organisation_id)


def dossier_of(a_visit: Visit) -> Dossier:
    """What the reporter and the team share of this case. Raises NotVisible once it is deleted."""
    return looked_at_again(lambda: _look(a_visit), is_steady=lambda dossier: dossier.is_whole)


def public_keys_of(keys: ReceiptKeys) -> PublicKeys:
    return PublicKeys(reading=keys.reading.public, verify=keys.signing.public)


def _look(a_visit: Visit) -> Dossier:
    """Only what is genuine: the reporter cannot judge words that somebody put there."""
    _, dossier = read_dossier(a_visit.case_id, _unwrap_as(a_visit))
    return replace(
        dossier,
        entries=tuple(entry for entry in dossier.entries if entry.is_genuine),
        is_whole=dossier.is_whole and dossier.reporter == public_keys_of(a_visit.keys),
    )


def _unwrap_as(a_visit: Visit) -> Unwrap:
    def unwrap(row: Entry, spot: Spot) -> bytes | None:
        return unwrap_for_party(bytes(row.wrapped_for_party), spot, key=a_visit.keys.reading)

    return unwrap
