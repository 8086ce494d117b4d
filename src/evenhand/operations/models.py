"""Rows of operations."""

from __future__ import annotations

from django.db import models


class SetupLink(models.Model):
    """A link that opens the set-up of an organisation, once. The link itself is not kept."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "SetupLink"


class SiteMark(models.Model):
    """Which secrets this database belongs to: their fingerprint, not the secrets (one row)."""

    fingerprint = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return "SiteMark"
