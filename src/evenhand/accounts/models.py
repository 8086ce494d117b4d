"""Rows of accounts: members and sessions."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Member(models.Model):
    """A person of an organisation who may sign in. Kept after leaving: signatures name them."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=254, unique=True)  # normalised by addresses.normalised

    # Empty until the invitation is accepted.
    salt = models.BinaryField(max_length=16, default=b"")
    verifier = models.CharField(max_length=64, default="")
    reading_key = models.BinaryField(max_length=32, default=b"")
    verify_key = models.BinaryField(max_length=32, default=b"")
    sealed_keys = models.BinaryField(default=b"")  # both private keys, under the passphrase
    sealed_factors = models.BinaryField(default=b"")  # second factors, under the same key

    must_use_second_factor = models.BooleanField(default=True)
    invitation_hash = models.CharField(max_length=64, default="")
    invited_until = models.DateTimeField(null=True)
    # Made with the invitation: whoever accepts it founds the organisation. Only the site writes it.
    founder_mark = models.BinaryField(max_length=32, default=b"")
    joined_on = models.DateField(null=True)
    # When the roster took them on. It hides whom nobody has confirmed; the roster itself counts.
    confirmed_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="joined_members_have_keys",
                condition=models.Q(joined_on=None) | ~models.Q(verifier=""),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.joined_on is not None and self.left_on is None


class RosterEntry(models.Model):
    """A line of an organisation's roster (A18): never changed, never deleted.

    Nothing here is believed by itself: `queries.roster` checks the lines from the first one on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField()  # 1, 2, 3 … without gaps
    kind = models.CharField(max_length=20)
    # None for the organisation's recovery key.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    reading_key = models.BinaryField(max_length=32)
    verify_key = models.BinaryField(max_length=32)
    written_on = models.DateField()
    signatures = models.BinaryField(max_length=160)  # up to two: who signed (16), signature (64)
    link = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_roster_line_per_position", fields=["organisation", "position"]
            )
        ]

    def __str__(self) -> str:
        return "RosterEntry"


class Endorsement(models.Model):
    """A signature that waits for a second one, before its statement comes into the roster."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    reading_key = models.BinaryField(max_length=32)
    verify_key = models.BinaryField(max_length=32)
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["organisation"], name="endorsements_by_organisation")]

    def __str__(self) -> str:
        return "Endorsement"


class Session(models.Model):
    """An open visit. The payload opens only with the cookie, which is not stored."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    sealed = models.BinaryField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="sessions_by_end")]

    def __str__(self) -> str:
        return "Session"
