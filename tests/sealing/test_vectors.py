"""What was sealed once must open for ever.

`vectors.json` is frozen: a failure here means that existing sites could no longer read their
cases or that receipts on paper would lead nowhere. A new format adds a section; none is changed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.sealing.chain import START, digest_of, link_after
from evenhand.sealing.chunks import open_chunks
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey, open_sealed
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.receipts import Receipt, keys_of
from evenhand.sealing.signing import SigningKey, VerifyKey, check_signature
from evenhand.sealing.spelling import groups_of, parse_receipt, words_of
from evenhand.sealing.stretching import ACCOUNT_COST, RECEIPT_COST, Cost, Pepper, stretch_passphrase
from evenhand.sealing.word_list import words
from evenhand.sealing.wrapping import ReadingKey
from tests.sealing import reference

Vector = dict[str, Any]  # as JSON gives it

VECTORS: Vector = json.loads(Path(__file__).with_name("vectors.json").read_text())
SITE = bytes.fromhex(VECTORS["place"]["site"])
ROW = tuple(bytes.fromhex(part) for part in VECTORS["place"]["row"])
HERE = Place(Purpose.SAMPLE, SITE, ROW)


def raw(vector: Vector, name: str) -> bytes:
    return bytes.fromhex(vector[name])


def cost_of(vector: Vector) -> Cost:
    return Cost(memory_kib=vector["memory_kib"], passes=vector["passes"])


def test_a_place_still_has_the_same_bytes() -> None:
    assert HERE.encode() == raw(VECTORS["place"], "encoded")


@pytest.mark.parametrize("vector", VECTORS["envelope 1"])
def test_sealed_values_of_version_1_still_open(vector: Vector) -> None:
    key = DataKey(raw(vector, "key"))

    assert open_sealed(raw(vector, "sealed"), key=key, place=HERE) == raw(vector, "plain")


@pytest.mark.parametrize("vector", VECTORS["wrap 1"])
def test_wraps_of_suite_1_still_open(vector: Vector) -> None:
    key = ReadingKey.from_bytes(raw(vector, "private"))

    assert key.public == raw(vector, "public")
    assert key.unwrap(raw(vector, "wrapped"), place=HERE) == raw(vector, "plain")


def test_files_of_version_1_still_open() -> None:
    """Kept as digests: the chunks are made again from the record alone and must be those."""
    vector = VECTORS["chunks 1"]
    parts = [bytes.fromhex(text) * times for text, times in vector["parts"]]
    chunks = [
        reference.sealed_chunk(
            part,
            key=raw(vector, "key"),
            salt=bytes.fromhex(salt),
            where=reference.encoded("test vector", SITE, *ROW, at.to_bytes(8, "big") + mark),
        )
        for at, (part, salt, mark) in enumerate(
            zip(parts, vector["salts"], (b"\0", b"\1"), strict=True)
        )
    ]

    assert [hashlib.sha256(chunk).hexdigest() for chunk in chunks] == vector["sha256"]
    assert list(open_chunks(chunks, key=DataKey(raw(vector, "key")), place=HERE)) == parts


def test_signatures_still_hold() -> None:
    vector = VECTORS["signature"]
    signature, message = raw(vector, "signature"), raw(vector, "message")

    check_signature(signature, message, by=VerifyKey(raw(vector, "public")), place=HERE)
    signing = SigningKey.from_bytes(raw(vector, "private"))
    assert signing.sign(message, place=HERE) == signature


@pytest.mark.parametrize("vector", VECTORS["derived"])
def test_the_same_keys_are_still_derived(vector: Vector) -> None:
    salt = raw(vector, "salt") if vector["salt"] else None

    derived = derive(raw(vector, "key"), HERE, length=vector["length"], salt=salt)

    assert derived == raw(vector, "derived")


def test_chains_still_end_in_the_same_link() -> None:
    link = START
    for entry, expected in zip(VECTORS["chain"]["entries"], VECTORS["chain"]["links"], strict=True):
        link = link_after(link, digest_of(bytes.fromhex(entry)), place=HERE)
        assert link.hex() == expected


@pytest.mark.parametrize("vector", VECTORS["padding"])
def test_padding_is_still_the_same(vector: Vector) -> None:
    padded = pad(raw(vector, "plain"))

    assert (len(padded), hashlib.sha256(padded).hexdigest()) == (vector["size"], vector["sha256"])
    assert unpad(padded) == raw(vector, "plain")


def test_passphrases_still_open_accounts_at_the_real_cost() -> None:
    vector = VECTORS["passphrase"]
    assert cost_of(vector) == ACCOUNT_COST

    stretched = stretch_passphrase(
        vector["passphrase"],
        salt=raw(vector, "salt"),
        pepper=Pepper(raw(vector, "pepper")),
        site=SITE,
        cost=cost_of(vector),
    )

    assert stretched.verifier == vector["verifier"]
    assert stretched.key == raw(vector, "key")


@pytest.mark.parametrize("vector", VECTORS["receipt"], ids=lambda vector: vector["digits"])
def test_receipts_on_paper_still_lead_to_their_report_at_the_real_cost(vector: Vector) -> None:
    receipt = Receipt(vector["digits"])
    assert cost_of(vector) == RECEIPT_COST
    assert " ".join(groups_of(receipt)) == vector["groups"]
    assert " ".join(words_of(receipt)) == vector["words"]
    assert parse_receipt(vector["groups"]) == parse_receipt(vector["words"]) == receipt

    pepper = Pepper(raw(vector, "pepper"))
    keys = keys_of(receipt, pepper=pepper, site=SITE, cost=cost_of(vector))

    assert keys.locator == raw(vector, "locator")
    assert keys.reading.public == raw(vector, "reading")
    assert keys.signing.public == raw(vector, "signing")


def test_the_words_are_still_the_same() -> None:
    together = "\n".join(words()).encode()

    assert hashlib.sha256(together).hexdigest() == VECTORS["word list"]["sha256"]
