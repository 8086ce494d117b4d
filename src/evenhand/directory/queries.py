"""Who and what there is, on a day or at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import agrees, roster_of
from evenhand.accounts.roster import Roster
from evenhand.directory.errors import NoSuchPhoto, NoSuchSpace
from evenhand.directory.models import (
    Duty,
    Organisation,
    PolicyValue,
    Profile,
    Role,
    RoleKind,
    ShareHolders,
    Space,
)
from evenhand.directory.models import KnownAs as Row
from evenhand.directory.policy import policy_of
from evenhand.directory.sealed import open_known_as, open_sharings
from evenhand.directory.terms import ADVISING
from evenhand.directory.values import KnownAs, Policy, Reader, Sharing
from evenhand.sealing.recovery_keys import RecoveryPublic

# People often write weeks or months later (S2). After that a space's page still works by its
# address, it only leaves the list.
LISTED_AFTER_END = timedelta(days=365)
SOON = timedelta(days=30)
DRILL_EVERY = timedelta(days=365)
ON_DUTY = "On duty now"
MAY_BE_CHOSEN = (RoleKind.LEAD, RoleKind.CHAIR, RoleKind.BOARD)  # S7, S8
SHOWN_TO_ALL = (*MAY_BE_CHOSEN, RoleKind.RESPONDER)  # S6


def space_called(slug: str) -> Space:
    space = Space.objects.select_related("organisation").filter(slug=slug).first()
    if space is None:
        raise NoSuchSpace
    return space


def spaces_shown(now: datetime) -> list[Space]:
    """The public list: what goes on first, then what has ended, practice last (S3, D14)."""
    today = day_of(now)
    listed = Space.objects.select_related("organisation").filter(
        Q(ends_on=None) | Q(ends_on__gte=today - LISTED_AFTER_END)
    )
    return sorted(
        listed,
        key=lambda space: (
            space.organisation.is_practice,
            space.ends_on is not None and space.ends_on < today,
            space.name,
        ),
    )


def first_readers(space: Space, *, now: datetime) -> list[Reader]:
    """Who reads a new report first: those on duty now and the leads, each once (S3, S9)."""
    on_duty = Duty.objects.filter(
        _active("member__"),
        _reads_first(on=day_of(now)),
        space=space,
        member__organisation_id=space.organisation_id,
        starts_at__lte=now,
        ends_at__gt=now,
    )
    on_duty = on_duty.select_related("member__profile").order_by("starts_at", "member__name", "id")
    at_most = _policy(space.organisation_id, space.id, on=day_of(now)).first_readers_on_duty
    roster = roster_of(space.organisation_id)
    duties = (duty for duty in on_duty if agrees(duty.member, roster))
    first = {duty.member_id: (duty.member, ON_DUTY) for duty in duties}
    leads = _labelled(_roles(space, [RoleKind.LEAD], roster, on=day_of(now)))
    return _each_once([*list(first.values())[:at_most], *leads])


def choosable_readers(space: Space, *, now: datetime) -> list[Reader]:
    """Whom somebody may choose as the only readers: leads, chair, Board members (S7, S8)."""
    roster = roster_of(space.organisation_id)
    return _each_once(_labelled(_roles(space, MAY_BE_CHOSEN, roster, on=day_of(now))))


def stand_ins(space: Space, *, but: Collection[UUID], now: datetime) -> list[Reader]:
    """When the first readers are all kept out: other leads, else the chair, else the Board (D2)."""
    roster = roster_of(space.organisation_id)
    for kind in MAY_BE_CHOSEN:
        roles = _roles(space, [kind], roster, on=day_of(now))
        free = [reader for reader in _each_once(_labelled(roles)) if reader.member.id not in but]
        if free:
            return free
    return []


def public_members(organisation: Organisation, now: datetime) -> list[Reader]:
    """Everybody who may come to handle a report somewhere in the organisation (S6)."""
    roles = Role.objects.filter(member__organisation=organisation)
    current = _current(roles, SHOWN_TO_ALL, on=day_of(now)).select_related("space")
    confirmed = _confirmed(current, roster_of(organisation.id))
    labelled = ((role.member, _label_with_space(role)) for role in _by_rank(confirmed))
    return sorted(_each_once(labelled), key=lambda reader: reader.name)


def on_duty_from(organisation: Organisation, *, now: datetime) -> set[UUID]:
    """The ids of all who are on duty now or later, whether or not they may read anything."""
    duties = Duty.objects.filter(member__organisation=organisation, ends_at__gt=now)
    return set(duties.values_list("member_id", flat=True))


def active_members(organisation: Organisation) -> QuerySet[Member]:
    """Members who have joined, have not left and have keys, also while they wait to be confirmed.

    A report that names somebody is kept from them before and after.
    """
    return Member.objects.filter(_joined(), organisation=organisation).order_by("name", "id")


def known_as(member: Member) -> KnownAs:
    """What a member has said of themselves; nothing at first."""
    row = Row.objects.filter(member=member).first()
    return open_known_as(bytes(row.sealed), member.id) if row else KnownAs()


def how_members_are_known(organisation: Organisation) -> dict[UUID, KnownAs]:
    """Of everybody who could come to read a report, with what the directory itself tells."""
    rows = active_members(organisation).values_list(
        "id", "name", "address", "profile__direct_address", "known_as__sealed"
    )
    return {
        member_id: _with_public(_told(sealed, member_id), name, (address, direct or ""))
        for member_id, name, address, direct, sealed in rows
    }


def known_with_profile(member: Member) -> KnownAs:
    """What a member has said of themselves, with their name, addresses and profile."""
    profile = Profile.objects.filter(member=member).first() or Profile()
    return _with_public(known_as(member), member.name, (member.address, profile.direct_address))


def _told(sealed: bytes | memoryview | None, member_id: UUID) -> KnownAs:
    return open_known_as(bytes(sealed), member_id) if sealed else KnownAs()


def _with_public(told: KnownAs, name: str, addresses: Iterable[str]) -> KnownAs:
    return replace(
        told,
        names=(name, *told.names),
        addresses=(*filter(None, addresses), *told.addresses),
    )


def sharings_of(organisation_id: UUID) -> tuple[Sharing, ...]:
    """Who keeps the shares of each recovery key that was entered, in force or not yet."""
    row = ShareHolders.objects.filter(pk=organisation_id).first()
    return open_sharings(bytes(row.sealed), organisation_id) if row else ()


def sharing_of(organisation_id: UUID) -> Sharing | None:
    return sharing_on(roster_of(organisation_id))


def sharing_on(roster: Roster) -> Sharing | None:
    """Who keeps the shares of the recovery key in force, as two members signed it.

    None while there is no key; and none if nobody knows its holders, for then nothing may be sealed
    to it: a case could name one of them.
    """
    keys = roster.recovery
    if keys is None:
        return None
    key = RecoveryPublic(keys.reading, keys.verify)
    return next((told for told in sharings_of(roster.organisation_id) if told.key == key), None)


def is_drill_due(organisation_id: UUID, *, on: date) -> bool:
    """Whether the holders have not tried their shares for twelve months (D12)."""
    sharing = sharing_of(organisation_id)
    if sharing is None:
        return False
    return on > (sharing.drilled_on or sharing.entered_on) + DRILL_EVERY


def photo_of(member_id: UUID) -> bytes:
    """A photo in WebP. Who has left or shows none looks like nobody at all (B15)."""
    profiles = Profile.objects.filter(_active("member__"), member_id=member_id)
    photo = profiles.values_list("photo", flat=True).first()
    if not photo:
        raise NoSuchPhoto
    return bytes(photo)


def policy_in_force(organisation: Organisation, space: Space | None, *, on: date) -> Policy:
    """The space's values over the organisation's over the shipped ones, as they were that day."""
    return _policy(organisation.id, space.id if space else None, on=on)


def day_of(now: datetime) -> date:
    """Terms and policies begin and end with a day in UTC, wherever the server stands."""
    return now.astimezone(UTC).date()


def _policy(organisation_id: UUID, space_id: UUID | None, *, on: date) -> Policy:
    rows = PolicyValue.objects.filter(
        Q(space=None) | Q(space_id=space_id), organisation_id=organisation_id, effective_on__lte=on
    ).order_by(F("space").asc(nulls_first=True), "effective_on")
    return policy_of({row.name: row.value for row in rows})  # later rows lie over earlier ones


def terms_ending(organisation: Organisation, *, now: datetime) -> list[Role]:
    """Terms that end soon, so that somebody thinks of it in time (B15); the next ones first."""
    roles = Role.objects.filter(
        member__organisation=organisation, ends_on__lte=day_of(now) + SOON
    ).select_related("space")
    return list(_current(roles, RoleKind, on=day_of(now)).order_by("ends_on", "member__name"))


def _reads_first(*, on: date) -> Q:
    """Somebody on duty whose terms are over, or who only advises, reads nothing first (B15)."""
    begun = Role.objects.filter(member=OuterRef("member"), starts_on__lte=on)
    held = begun.filter(Q(ends_on=None) | Q(ends_on__gte=on)).exclude(kind__in=ADVISING)
    return Q(Exists(held)) | ~Q(Exists(begun))


def _active(prefix: str = "") -> Q:
    """Those whom two members have confirmed. Whether that is true only the roster knows."""
    return _joined(prefix) & Q(**{f"{prefix}confirmed_on__isnull": False})


def _joined(prefix: str = "") -> Q:
    joined = Q(**{f"{prefix}joined_on__isnull": False, f"{prefix}left_on__isnull": True})
    return joined & ~Q(**{f"{prefix}reading_key": b""})


def _roles(space: Space, kinds: Iterable[RoleKind], roster: Roster, *, on: date) -> list[Role]:
    roles = Role.objects.filter(
        Q(space=space) | Q(space=None), member__organisation_id=space.organisation_id
    )
    return _by_rank(_confirmed(_current(roles, kinds, on=on), roster))


def _confirmed(roles: Iterable[Role], roster: Roster) -> list[Role]:
    """Without those whose row is not as the roster has it: nobody names them as a reader (A18)."""
    return [role for role in roles if agrees(role.member, roster)]


def _current(roles: QuerySet[Role], kinds: Iterable[RoleKind], *, on: date) -> QuerySet[Role]:
    return (
        roles.filter(_active("member__"), kind__in=list(kinds), starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("member__profile")
        .order_by("member__name", "member_id")
    )


def _by_rank(roles: Iterable[Role]) -> list[Role]:
    ranks = [kind.value for kind in (*MAY_BE_CHOSEN, RoleKind.RESPONDER)]
    return sorted(roles, key=lambda role: ranks.index(role.kind))


def _labelled(roles: Iterable[Role]) -> Iterable[tuple[Member, str]]:
    return ((role.member, role.get_kind_display()) for role in roles)


def _label_with_space(role: Role) -> str:
    label = role.get_kind_display()
    return f"{label} ({role.space.name})" if role.space else label


def _each_once(labelled: Iterable[tuple[Member, str]]) -> list[Reader]:
    """Readers in the order of their first label, with all their labels in one line."""
    members: dict[UUID, Member] = {}
    labels: dict[UUID, dict[str, None]] = defaultdict(dict)
    for member, label in labelled:
        members.setdefault(member.id, member)
        labels[member.id][label] = None  # a dict keeps their order and each of them once
    return [_reader(member, ", ".join(labels[member.id])) for member in members.values()]


def _reader(member: Member, role: str) -> Reader:
    profile = getattr(member, "profile", None) or Profile()
    return Reader(
        member=member,
        name=member.name,
        pronouns=profile.pronouns,
        languages=profile.languages,
        role=role,
        has_photo=bool(profile.photo),
        about=profile.about,
        direct_address=profile.direct_address,
        phone=profile.phone,
    )
