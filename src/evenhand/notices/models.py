"""Rows of notices: what is still to be sent."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Notice(models.Model):
    """A fixed wording still to be sent. Who gets it opens only with a key outside the database."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    sealed_recipients = models.BinaryField()  # padded to one size, whoever and how many they are
    send_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["send_after"], name="notices_by_time")]

    def __str__(self) -> str:
        return "Notice"


class HandOver(models.Model):
    """A report on its way to somebody outside. Nobody here can open it; it goes once mailed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    sealed = models.BinaryField()  # an age file, to the key of the outside contact
    sealed_address = models.BinaryField()  # one size, whoever it is
    waits_since = models.DateTimeField()
    send_after = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["send_after"], name="hand_overs_by_time")]

    def __str__(self) -> str:
        return "HandOver"
