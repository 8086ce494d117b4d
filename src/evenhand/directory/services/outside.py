"""Somebody outside, to whom goes what nobody here may read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from evenhand.directory.errors import Incomplete, NotAnAddress, NotAnOutsideKey
from evenhand.directory.models import Organisation
from evenhand.sealing.errors import CannotSeal
from evenhand.sealing.outside import OutsideKey, outside_key


def set_outside(organisation: Organisation, *, name: str, address: str, key: str) -> None:
    """Hand over to them from now on; three times "" for nobody.

    Raises Incomplete, NotAnAddress, NotAnOutsideKey.
    """
    told = [name.strip(), address.strip(), key.strip()]
    if any(told):
        if not all(told):
            raise Incomplete
        told[1:] = checked_address(address), checked_key(key)
    organisation.outside_name, organisation.outside_address, organisation.outside_key = told
    organisation.save(update_fields=["outside_name", "outside_address", "outside_key"])


def checked_address(typed: str) -> str:
    """Raises NotAnAddress."""
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAnAddress from error
    return address


def checked_key(typed: str) -> OutsideKey:
    """Raises NotAnOutsideKey."""
    try:
        return outside_key(typed)
    except CannotSeal as error:
        raise NotAnOutsideKey from error
