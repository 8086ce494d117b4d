"""Refuse to start with parts that do not belong together.

A new secrets file or an empty shred database beside an old database would look like a working
site in which nothing opens any more.
"""

from __future__ import annotations

import hashlib

from django.conf import settings

from evenhand.operations.errors import OtherSecrets, ShredKeysMissing
from evenhand.operations.models import SiteMark
from evenhand.vault.queries.whole import has_lost_its_shred_keys


def check_parts() -> None:
    """Raises OtherSecrets or ShredKeysMissing. The first time, the secrets leave their mark."""
    fingerprint = hashlib.sha256(b"site mark" + settings.SITE_SECRETS.site).hexdigest()
    marks = set(SiteMark.objects.values_list("fingerprint", flat=True))
    if not marks:
        SiteMark.objects.create(fingerprint=fingerprint)
    elif marks != {fingerprint}:
        raise OtherSecrets
    if has_lost_its_shred_keys():
        raise ShredKeysMissing
