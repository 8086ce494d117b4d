"""The operator says who the outside contact is."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.directory.models import Organisation
from evenhand.directory.services import set_outside
from evenhand.notices.services import readdress_hand_overs


@transaction.atomic
def name_outside(organisation: Organisation, *, name: str, address: str, key: str) -> None:
    """From now on; what still waits goes to the new address if the key stays the same.

    Raises Incomplete, NotAnAddress, NotAnOutsideKey of the directory.
    """
    old_address, old_key = organisation.outside_address, organisation.outside_key
    set_outside(organisation, name=name, address=address, key=key)
    if old_key and organisation.outside_key == old_key:
        readdress_hand_overs(old=old_address, new=organisation.outside_address)
    note(Event.OUTSIDE_SET)
