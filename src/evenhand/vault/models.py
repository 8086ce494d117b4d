"""Rows of the vault.

What stands here in the clear is listed in docs/threat-model.md, and a test compares the list
with these fields: nothing else may be added unseen.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Case(models.Model):
    """A sealed dossier. Only its existence, its day and its size are in the clear."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    epoch = models.PositiveIntegerField(default=1)  # the current one
    head = models.PositiveIntegerField(default=0)  # position of the newest entry
    head_link = models.BinaryField(max_length=32)
    sealed_cover = models.BinaryField()  # a folded summary, one size for all cases
    changed = models.PositiveBigIntegerField()  # counts up over the organisation with each write
    opened_on = models.DateField()
    # From this day on it is erased even if nobody looks; the same for all cases of one month.
    kept_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "changed"], name="cases_by_change"),
            models.Index(fields=["organisation", "kept_until"], name="cases_by_last_month"),
        ]

    def __str__(self) -> str:
        return "Case"


class ChangeCounter(models.Model):
    """The newest `Case.changed` of an organisation; its row is the organisation's write lock."""

    organisation = models.OneToOneField(
        "directory.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    changed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return "ChangeCounter"


class Epoch(models.Model):
    """A key pair of a case for as long as the same people may read it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    public_key = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_epoch_per_number", fields=["case", "number"])
        ]

    def __str__(self) -> str:
        return "Epoch"


class Slot(models.Model):
    """One per member, case and epoch, all of one size; real and dummy look alike."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    epoch = models.PositiveIntegerField()
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_slot_each", fields=["member", "case", "epoch"])
        ]

    def __str__(self) -> str:
        return "Slot"


class Entry(models.Model):
    """Something said in a case: one ciphertext, one data key, wrapped to case and to a party."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()  # 1, 2, 3 … without gaps
    epoch = models.PositiveIntegerField()  # under which the data key is wrapped to the case
    sealed = models.BinaryField()
    wrapped_for_case = models.BinaryField()
    wrapped_for_party = models.BinaryField()  # a dummy when no party may read it
    digest = models.BinaryField(max_length=32)  # of `sealed`; stays when the text is erased
    link = models.BinaryField(max_length=32)
    written_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_entry_per_position", fields=["case", "position"])
        ]

    def __str__(self) -> str:
        return "Entry"


class ConflictCard(models.Model):
    """One for every member in every round of questions (B2); real and dummy look alike."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    round_id = models.UUIDField()
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    asked_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_card_each", fields=["member", "round_id"])]

    def __str__(self) -> str:
        return "ConflictCard"


class ConflictAnswer(models.Model):
    """What a member answered, until a reader takes it into the case. Nothing says whose it is.

    Its id follows from a secret on the card, so that only who answered finds it again.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    round_id = models.UUIDField()
    sealed = models.BinaryField()  # empty once it is in the case

    def __str__(self) -> str:
        return "ConflictAnswer"


class Receipt(models.Model):
    """Where a reporter's code leads. The code itself is nowhere."""

    locator = models.CharField(max_length=64, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    sealed_notice_address = models.BinaryField()  # a dummy of the same size when there is none

    def __str__(self) -> str:
        return "Receipt"


class StoredFile(models.Model):
    """A sealed file in the storage. Its name, type and key are inside an entry."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    stored_on = models.DateField()

    def __str__(self) -> str:
        return "StoredFile"


class Desk(models.Model):
    """The covers a member could open, kept for their session and readable only within it."""

    session = models.OneToOneField(
        "accounts.Session", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    sealed_as_of = models.BinaryField()  # the newest change that was looked at
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "Desk"


class ShredKey(models.Model):
    """In the second database: one per epoch and one per entry of a case.

    Without these keys no backup of the first database opens anything, so deleting them is what
    erases. An epoch's key has its number, an entry's has the entry's id and number 0. An empty key
    says that its case is being erased, until the case's rows and files are gone too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    case_id = models.UUIDField()
    number = models.PositiveIntegerField()
    entry_id = models.UUIDField(null=True)
    key = models.BinaryField(max_length=32)
    made_on = models.DateField()

    class Meta:
        constraints = [  # two, because SQLite has no unique constraint in which nulls are alike
            models.UniqueConstraint(
                name="one_shred_key_per_epoch",
                fields=["case_id", "number"],
                condition=models.Q(entry_id=None),
            ),
            models.UniqueConstraint(
                name="one_shred_key_per_entry",
                fields=["entry_id"],
                condition=models.Q(entry_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case_id"], name="shred_keys_by_case")]

    def __str__(self) -> str:
        return "ShredKey"
