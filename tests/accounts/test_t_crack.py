"""T-CRACK: a copy of the database and a list with the true passphrase in it crack nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import product

import pytest
from django.conf import settings

from evenhand.accounts.models import Member
from evenhand.sealing.stretching import Pepper, stretch_passphrase
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

GUESSES = ("password", "lantern", make.PASSPHRASE, make.PASSPHRASE.title(), "correct horse")
WITHOUT = (b"", bytes(32), b"\xff" * 32, b"evenhand")  # what stands in for the pepper


def cracked(row: Member, *, peppers: tuple[bytes, ...]) -> list[str]:
    """The guesses that the row confirms, as the program stretches them, and plainly hashed."""
    salt, verifier = bytes(row.salt), row.verifier
    found = []
    for guess, pepper in product(GUESSES, peppers):
        plain = {
            hashlib.new(name, text).hexdigest()
            for name in ("sha256", "sha512", "md5")
            for text in (guess.encode(), salt + guess.encode(), guess.encode() + salt)
        }
        stretched = stretch_passphrase(
            guess,
            salt=salt,
            pepper=Pepper(pepper),
            site=settings.SITE_SECRETS.site,
            cost=settings.KDF_COSTS["account"],
        )
        if verifier in {stretched.verifier, *plain}:
            found.append(guess)
    return found


def test_t_crack_a_dump_confirms_no_guess_without_the_pepper(
    proved: Callable[[str], None],
) -> None:
    row = make.member(make.organisation())

    assert cracked(row, peppers=WITHOUT) == []
    proved(f"{len(GUESSES) * len(WITHOUT)} guesses, the true one among them: 0 confirmed")


def test_t_crack_the_same_run_with_the_pepper_finds_it() -> None:
    row = make.member(make.organisation())

    assert cracked(row, peppers=(bytes(settings.SITE_SECRETS.pepper),)) == [make.PASSPHRASE]
