"""What can be changed in the directory."""

from __future__ import annotations

from evenhand.directory.services.numbers import confirm_numbers, set_local_numbers
from evenhand.directory.services.outside import set_outside
from evenhand.directory.services.policies import set_policy
from evenhand.directory.services.profiles import set_contact, set_photo, set_profile
from evenhand.directory.services.roles import end_duty, end_role, give_role, put_on_duty
from evenhand.directory.services.spaces import (
    create_organisation,
    create_space,
    set_dates,
    set_ways_to_reach,
)

__all__ = [
    "confirm_numbers",
    "create_organisation",
    "create_space",
    "end_duty",
    "end_role",
    "give_role",
    "put_on_duty",
    "set_contact",
    "set_dates",
    "set_local_numbers",
    "set_outside",
    "set_photo",
    "set_policy",
    "set_profile",
    "set_ways_to_reach",
]
