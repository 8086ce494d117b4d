"""Whether there is somebody outside to whom a report can be handed over."""

from __future__ import annotations

from django.conf import settings

from evenhand.directory.models import Organisation
from evenhand.directory.values import Outside
from evenhand.sealing.outside import OutsideKey


def outside_of(organisation: Organisation) -> Outside | None:
    """To whom a report is handed over that nobody here may read; None when it cannot be.

    Without a mail server it would never leave this machine. Practice may leave it in the folder.
    """
    is_mailed = bool(settings.SMTP) or organisation.is_practice
    if not is_mailed or not organisation.outside_key:
        return None
    return Outside(
        name=organisation.outside_name,
        address=organisation.outside_address,
        key=OutsideKey(organisation.outside_key),
        words=organisation.outside_contact,
    )
