"""What a member shows to people who report (S6, D2)."""

from __future__ import annotations

from evenhand.accounts.models import Member
from evenhand.directory.models import Profile
from evenhand.directory.photos import small_photo


def set_profile(
    *, member: Member, pronouns: str = "", languages: str = "", about: str = ""
) -> None:
    """Say who somebody is, in words: "she/her", "English, español"."""
    Profile.objects.update_or_create(
        member=member, defaults={"pronouns": pronouns, "languages": languages, "about": about}
    )


def set_contact(*, member: Member, direct_address: str = "", phone: str = "") -> None:
    """Say how somebody can be reached directly, past everybody else (S7)."""
    Profile.objects.update_or_create(
        member=member, defaults={"direct_address": direct_address, "phone": phone}
    )


def set_photo(*, member: Member, image: bytes) -> None:
    """Show a photo, made small and freed of what the camera wrote into it."""
    Profile.objects.update_or_create(member=member, defaults={"photo": small_photo(image)})
