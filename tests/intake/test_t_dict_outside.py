"""Whoever has the database and every secret of the site opens no hand-over (T-DICT, A3, A5)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from evenhand.notices.models import HandOver
from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.outside import (
    OutsideIdentity,
    open_from_inside,
    outside_identity,
    seal_for_outside,
)
from evenhand.sealing.secret import Secret
from tests.intake import outsiders, things
from tests.intake.outsiders import check, send

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def test_t_dict_no_secret_of_the_site_opens_a_hand_over(
    client: Client,
) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    send(client, place, check(client, place, {"outside_only": "on"}))
    sealed = bytes(HandOver.objects.get().sealed)
    tried = list(_identities_of_the_site())

    assert len(tried) >= 5
    assert [identity for identity in tried if _opens(identity, sealed)] == []
    # A planted fault: sealed to a key that the site has itself.
    for identity in tried:
        assert _opens(identity, seal_for_outside(Secret("Words."), to=identity.key))


def _opens(identity: OutsideIdentity, sealed: bytes) -> bool:
    try:
        open_from_inside(sealed, identity=identity)
    except CannotOpen:
        return False
    return True


def _identities_of_the_site() -> Iterator[OutsideIdentity]:
    """Every secret that could be a private key, written as one."""
    site = settings.SITE_SECRETS
    for raw in (
        bytes(site.pepper),
        bytes(site.form_key),
        site.notice_key.to_bytes(),
        site.signing_key.to_bytes(),
        bytes.fromhex(site.django_key),
    ):
        yield outside_identity(_bech32("age-secret-key-", raw).upper())


def _bech32(head: str, raw: bytes) -> str:
    """BIP 173, as far as it is needed here."""
    value = int.from_bytes(raw, "big") << 4  # 256 bits in 52 letters of five
    data = [value >> 5 * at & 31 for at in reversed(range(52))]
    spread = [ord(letter) >> 5 for letter in head] + [0] + [ord(letter) & 31 for letter in head]
    check = _polymod([*spread, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    data += [check >> 5 * at & 31 for at in reversed(range(6))]
    return f"{head}1" + "".join(_LETTERS[it] for it in data)


def _polymod(values: list[int]) -> int:
    checked = 1
    for value in values:
        top, checked = checked >> 25, (checked & 0x1FFFFFF) << 5 ^ value
        for at, part in enumerate(_GENERATOR):
            checked ^= part if top >> at & 1 else 0
    return checked
