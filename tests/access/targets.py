"""The objects that an address may name, and for whom each of them is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.accounts.services.joining import accept_invitation, invite
from evenhand.operations.services.links import make_setup_link
from evenhand.vault.models import ConflictCard
from tests import make
from tests.access.rules import Address
from tests.access.world import ADAS, BENS, CAYS, Principal, Told, World, nowhere
from tests.make import NOW

EVERYBODY = frozenset(Principal)
NOBODY: frozenset[Principal] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An object in an address. Whoever it is not there for must not tell it from nothing."""

    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    is_there_for: frozenset[Principal] = NOBODY
    # Whoever may know a part of the address, such as the case of a file that is not in it.
    known_to: frozenset[Principal] = NOBODY
    is_an_address: bool = True  # else no view is asked at all


def all_targets(world: World) -> dict[Address, list[Target]]:
    case_ids = _case_ids(world)
    return {
        Address.NOTHING: [Target(name="", is_there_for=EVERYBODY)],
        Address.CASE: [_case(name, case_id, whom) for name, (case_id, whom) in case_ids.items()],
        Address.DOUBT: [
            _case(name, *told)
            for name, told in case_ids.items()
            if name not in {"Ben's case", "Cay's case"}
        ],
        Address.CARD: _cards(world),
        Address.FILE: _files(world, case_ids),
        Address.SPACE: _spaces(world),
        Address.PHOTO: _photos(world),
        Address.FACTOR: _factors(),
        Address.MEMBER: _members(world),
        Address.NEWCOMER: _newcomers(world),
        Address.INVITATION: _invitations(world),
        Address.SET_UP: _set_up_links(),
    }


def few(targets: list[Target]) -> list[Target]:
    """The first ones, which exist, and some of all others."""
    return [*targets[:8], *targets[8::5]]


CaseIds = dict[str, tuple[str, frozenset[Principal]]]


def _case_ids(world: World) -> CaseIds:
    wrong = {name: (object_id, NOBODY) for name, object_id in world.strangers_ids.items()}
    return {
        "Ada's case": (world.adas.case_id, ADAS),
        "Ben's case": (world.bens.case_id, BENS),
        "Cay's case": (world.cays.case_id, CAYS),
        "a deleted case": (world.deleted, NOBODY),
        **wrong,
        "no case": (nowhere(), NOBODY),
        "no id": ("1", NOBODY),
    }


def _case(name: str, case_id: str, whom: frozenset[Principal]) -> Target:
    arguments = {"case_id": case_id}
    return Target(name=name, arguments=arguments, is_there_for=whom, is_an_address=len(case_id) > 1)


def _files(world: World, case_ids: CaseIds) -> list[Target]:
    files = {
        "Ada's file": world.adas.file_id,
        "Ben's file": world.bens.file_id,
        "a case's id": world.adas.case_id,
        "no file": nowhere(),
    }
    owners: dict[str, Told] = {"Ada's case": world.adas, "Ben's case": world.bens}
    targets = []
    for case_name, (case_id, whom) in case_ids.items():
        for file_name, file_id in files.items():
            owner = owners.get(case_name)
            is_its_own = owner is not None and owner.file_id == file_id
            targets.append(
                Target(
                    name=f"{case_name}, {file_name}",
                    arguments={"case_id": case_id, "file_id": file_id},
                    is_there_for=whom if is_its_own else NOBODY,
                    known_to=whom,
                    is_an_address=len(case_id) > 1,
                )
            )
    return targets


def _spaces(world: World) -> list[Target]:
    ours, theirs = world.spaces
    return [
        Target(name="our space", arguments={"slug": ours}, is_there_for=EVERYBODY),
        Target(name="their space", arguments={"slug": theirs}, is_there_for=EVERYBODY),
        Target(name="a case's id", arguments={"slug": world.adas.case_id}),
        Target(name="a reserved word", arguments={"slug": "yours"}),
        Target(name="no space", arguments={"slug": "nowhere"}),
    ]


def _photos(world: World) -> list[Target]:
    shown = {"Ada": EVERYBODY}
    members = [
        Target(
            name=member.name,
            arguments={"member_id": str(member.id)},
            is_there_for=shown.get(member.name, NOBODY),
        )
        for member in world.members.values()
    ]
    others = [
        Target(name=name, arguments={"member_id": object_id})
        for name, object_id in (world.strangers_ids | {"nobody": nowhere()}).items()
        if name != "a member's id"
    ]
    return [*members, *others]


def _cards(world: World) -> list[Target]:
    """Dee was asked and has not answered; Hal has; Ben and Eli must not learn of it."""
    cards = {
        card.member.name: str(card.id)
        for card in ConflictCard.objects.filter(case_id=world.adas.case_id).select_related("member")
    }
    cards |= {"a case's id": world.adas.case_id, "no card": nowhere()}
    return [
        Target(
            name=name,
            arguments={"card_id": card_id},
            is_there_for=frozenset({Principal.DEE}) if name == "Dee" else NOBODY,
        )
        for name, card_id in cards.items()
    ]


def _members(world: World) -> list[Target]:
    """A lead may let go whoever is on the team, but not themselves."""
    on_the_team = {"ben", "dee", "eli", "gus", "hal", "ida", "kim"}
    ids = {name: str(member.id) for name, member in world.members.items()}
    ids |= {"a case's id": world.adas.case_id, "nobody": nowhere()}
    return [
        Target(
            name=name,
            arguments={"member_id": member_id},
            is_there_for=ADAS if name in on_the_team else NOBODY,
        )
        for name, member_id in ids.items()
    ]


def _newcomers(world: World) -> list[Target]:
    """Everybody of the organisation may confirm Kim, who has joined; nobody else waits."""
    ids = {name: str(member.id) for name, member in world.members.items()}
    ids |= {"a case's id": world.adas.case_id, "nobody": nowhere()}
    return [
        Target(
            name=name,
            arguments={"member_id": member_id},
            is_there_for=EVERYBODY - CAYS if name == "kim" else NOBODY,
        )
        for name, member_id in ids.items()
    ]


def _factors() -> list[Target]:
    mine = ADAS | {Principal.GUS}
    return [
        Target(name="the app", arguments={"name": "app"}, is_there_for=mine),
        Target(name="no second step", arguments={"name": "0123456789abcdef"}),
    ]


def _invitations(world: World) -> list[Target]:
    def token(name: str) -> str:
        address = f"{name}-{nowhere()}@harbour.example"
        return invite(world.society, name, address, must_use_second_factor=False, now=NOW).token

    used = token("ida")
    accept_invitation(used, make.PASSPHRASE, now=NOW)
    return [
        Target(name="usable", arguments={"token": token("jo")}, is_there_for=EVERYBODY),
        Target(name="used", arguments={"token": used}),
        Target(name="a case's id", arguments={"token": world.adas.case_id}),
        Target(name="made up", arguments={"token": "x" * 43}),
    ]


def _set_up_links() -> list[Target]:
    replaced, usable = (make_setup_link(now=NOW).rpartition("/")[2] for _ in range(2))
    return [
        Target(name="usable", arguments={"token": usable}, is_there_for=EVERYBODY),
        Target(name="replaced", arguments={"token": replaced}),
        Target(name="made up", arguments={"token": "x" * 43}),
    ]
