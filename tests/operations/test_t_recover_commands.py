"""T-RECOVER, the whole way: bundle on the server, open offline, let in on the server."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from evenhand.accounts.queries.roster import joining, roster_of
from evenhand.operations.errors import NoRecoveryKey, NotGranted, WhichOrganisation
from evenhand.operations.services.recovering import make_bundle, take_in
from evenhand.sealing.recovery_keys import RecoveryKeys, new_recovery_secret
from evenhand.vault.bundle_codec import bundle_from_text, bundle_to_text, grant_from_text
from evenhand.vault.errors import NotSuchFile, NotVisible
from evenhand.vault.handing_over import grant_for, words_of
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.values.handing_over import Grant
from tests import make
from tests.operations.test_recovery_offline import offline
from tests.vault.recovering import KEYS, SHARES, Lost, ids, lost, open_as

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def open_offline(folder: Path, *answers: str) -> str:
    """What the holders see and type; the grant is in the folder when all went well."""
    bundle = make_bundle("")
    (folder / "bundle.json").write_text(bundle_to_text(bundle))
    done = offline("open", "bundle.json", "grant.json", at=folder, typed="\n".join(answers))
    return done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offline").mkdir()
    return tmp_path / "offline"


def test_t_recover_the_whole_way(folder: Path) -> None:
    shown = lost()

    told = open_offline(folder, "1", "yes", SHARES[2], SHARES[0])

    grant = folder / "grant.json"
    assert stat.S_IMODE(grant.stat().st_mode) == 0o600
    assert "This is for Harbour Society." in told
    words = " · ".join(joining(shown.eve.member).check_words)
    assert f"1. Eve: {words}" in told  # the same as on her own page
    assert take_in(grant_from_text(grant.read_text()), now=make.NOW) == "Eve"
    assert shown.eve.member.id in roster_of(shown.society.id).keys
    assert {cover.case_id for cover in covers_visible_to(shown.eve)} == ids(shown.plain)
    assert open_as(shown.eve, shown.plain).is_whole
    with pytest.raises(NotVisible):
        open_as(shown.eve, shown.shut)


@pytest.mark.parametrize("answers", [("",), ("7", "x", "1", "no"), ("1",), ()])
def test_nobody_is_let_in_whose_words_nobody_compared(
    folder: Path, answers: tuple[str, ...]
) -> None:
    lost()

    told = open_offline(folder, *answers)

    assert "nobody was chosen, and nothing was opened" in told
    assert not (folder / "grant.json").exists()


def test_t_recover_too_few_shares_write_nothing(folder: Path) -> None:
    lost()

    told = open_offline(folder, "1", "yes", SHARES[0])

    assert "Too few shares: they tell nothing yet." in told
    assert not (folder / "grant.json").exists()


def test_a_file_that_is_no_bundle_is_refused(folder: Path) -> None:
    for text in ("", "{}", "[]", '{"file": "evenhand recovery bundle 1"}'):
        (folder / "bundle.json").write_text(text)
        done = offline("open", "bundle.json", "grant.json", at=folder)
        assert done.returncode == 1
        assert "not what is needed here" in done.stderr
    for text in ("", "{}", '{"file": "evenhand recovery grant 1"}'):
        with pytest.raises(NotSuchFile):
            grant_from_text(text)


def test_only_an_organisation_with_a_recovery_key_has_a_bundle() -> None:
    with pytest.raises(WhichOrganisation):
        make_bundle("")
    make.member(make.organisation("One"))
    with pytest.raises(NoRecoveryKey):
        make_bundle("")
    make.member(make.organisation("Two"))
    with pytest.raises(WhichOrganisation):
        make_bundle("")
    with pytest.raises(NoRecoveryKey):
        make_bundle("Two")


def test_a_bundle_names_only_who_waits() -> None:
    shown = lost()

    bundle = make_bundle("")

    assert [newcomer.name for newcomer in bundle.newcomers] == ["Eve"]
    assert "Ada" not in bundle_to_text(bundle)
    assert bundle_from_text(bundle_to_text(bundle)) == bundle
    assert words_of(bundle.newcomers[0], bundle) == joining(shown.eve.member).check_words


def granted_by(shown: Lost, keys: RecoveryKeys) -> Grant:
    bundle = make_bundle("")
    assert bundle.newcomers[0].id == shown.eve.member.id
    return grant_for(bundle.newcomers[0], bundle, keys=keys)


def test_t_swap_a_grant_by_another_key_lets_nobody_in() -> None:
    shown = lost()

    with pytest.raises(NotGranted):
        take_in(granted_by(shown, RecoveryKeys.from_secret(new_recovery_secret())), now=make.NOW)

    assert covers_visible_to(shown.eve) == []
    assert shown.eve.member.id not in roster_of(shown.society.id).keys


def test_t_swap_a_grant_for_somebody_else_lets_nobody_in() -> None:
    shown = lost()
    grant = granted_by(shown, KEYS)
    other = make.organisation("Other")

    for forged in (
        replace(grant, member_id=shown.ada.member.id),
        replace(grant, member_id=shown.society.id),
        replace(grant, organisation_id=other.id),
        replace(grant, for_roster=bytes(64)),
    ):
        with pytest.raises(NotGranted):
            take_in(forged, now=make.NOW)


def test_t_swap_a_grant_is_taken_in_once() -> None:
    """Whoever was let in and stands on the roster is let in by readers from then on."""
    shown = lost()
    grant = granted_by(shown, KEYS)
    take_in(grant, now=make.NOW)

    with pytest.raises(NotGranted):
        take_in(grant, now=make.NOW)
