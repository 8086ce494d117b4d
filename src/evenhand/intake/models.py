"""Rows of intake: only which forms were left, never what stood in them."""

from __future__ import annotations

from django.db import models


class LeftForm(models.Model):
    """A form whose reporter pressed Leave: its text must not come back on that device.

    Or one that was handed over to somebody outside: nobody can tell which.
    """

    # SHA-256 of a random id, or of what follows from one, which itself is only in the form.
    id_hash = models.CharField(max_length=64, primary_key=True)
    left_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["left_on"], name="left_forms_by_day")]

    def __str__(self) -> str:
        return "LeftForm"
