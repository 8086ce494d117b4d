"""Rows of the directory. Everything here may be public; nothing here knows of cases."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Organisation(models.Model):
    """A community with a code of conduct, and the members who answer for it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    is_practice = models.BooleanField(default=False)
    conduct_url = models.URLField(blank=True)
    # Somebody outside, for whoever fears the members or those who run the server (plain words).
    outside_contact = models.TextField(blank=True)
    # Their name, where a hand-over is mailed to, and the key that it is sealed to: all or none.
    outside_name = models.CharField(max_length=200, blank=True)
    outside_address = models.CharField(max_length=254, blank=True)
    outside_key = models.CharField(max_length=62, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_hand_over_needs_a_name_an_address_and_a_key",
                condition=models.Q(outside_name="", outside_address="", outside_key="")
                | ~(
                    models.Q(outside_name="")
                    | models.Q(outside_address="")
                    | models.Q(outside_key="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SpaceKind(models.TextChoices):
    """What kind of place a space is."""

    CONFERENCE = "conference", "Conference"
    MEETUP = "meetup", "Meetup"
    FORUM = "forum", "Forum"
    CHAT = "chat", "Chat"
    REPOSITORY = "repository", "Repository"
    OTHER = "other", "Other"


class Space(models.Model):
    """A meeting or forum with contacts of its own, online or off (S3)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SpaceKind.choices)
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    team_phone = models.CharField(max_length=40, blank=True)
    in_person = models.CharField(max_length=300, blank=True)  # "Room 4, ground floor"
    address = models.CharField(max_length=254, blank=True)  # the mail alias

    def __str__(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    """What a member is in a space or in the whole organisation. None reads every case."""

    RESPONDER = "responder", "Responder"
    LEAD = "lead", "Lead responder"
    CHAIR = "chair", "Chair"
    BOARD = "board", "Board member"
    ADVISER = "adviser", "Adviser"
    ALTERNATE = "alternate", "Alternate"
    MODERATOR = "moderator", "Moderator"
    BAN_KEEPER = "ban_keeper", "Ban-list keeper"
    RECORDS_KEEPER = "records_keeper", "Records keeper"
    EDITOR = "editor", "Directory editor"


class Role(models.Model):
    """A member's role with its term; without a space it holds in all of them (S9)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_term_ends_after_it_starts",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Duty(models.Model):
    """Hours in which a member is on duty for a space (S3)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return "Duty"


class Profile(models.Model):
    """What a member shows to people who report: who will read it (S6, D2)."""

    member = models.OneToOneField(
        "accounts.Member", on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    pronouns = models.CharField(max_length=60, blank=True)
    languages = models.CharField(max_length=200, blank=True)  # "English, español"
    about = models.CharField(max_length=300, blank=True)
    direct_address = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    photo = models.BinaryField(default=b"")  # WebP, at most 2 KB

    def __str__(self) -> str:
        return "Profile"


class KnownAs(models.Model):
    """How else a member is called, and of whom they have said that they must not decide (B2).

    Opens with the site's secrets only: the program needs it when a report comes in (D1), and a
    copy of the database must not tell who is close to whom.
    """

    member = models.OneToOneField(
        "accounts.Member", on_delete=models.PROTECT, primary_key=True, related_name="known_as"
    )
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "KnownAs"


class ShareHolders(models.Model):
    """Who keeps the shares of an organisation's recovery key, and when they last tried them (D12).

    Opens with the site's secrets only: the program looks for these people in every report, and a
    copy of the database must not tell who they are.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "ShareHolders"


class PolicyValue(models.Model):
    """One policy value of an organisation or a space from a date on; older ones are kept."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    effective_on = models.DateField()

    class Meta:
        constraints = [
            # Two, because SQLite has no unique constraint in which nulls are alike.
            models.UniqueConstraint(
                name="one_value_a_day_in_all",
                fields=["organisation", "name", "effective_on"],
                condition=models.Q(space=None),
            ),
            models.UniqueConstraint(
                name="one_value_a_day_in_a_space",
                fields=["space", "name", "effective_on"],
                condition=models.Q(space__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NumbersCheck(models.Model):
    """An organiser checked a space's help numbers on a day; holds for twelve months (S1)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return "NumbersCheck"


class LocalNumber(models.Model):
    """A number of the place itself: security, first aid, front desk. Shown before all others."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=100)
    number = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.label
