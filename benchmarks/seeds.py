"""What the measured site holds: `python -m benchmarks.seeds NAME` on its data folder."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.site.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.names import MEMBERS, PASSPHRASE, READERS, SLUG  # noqa: E402
from evenhand.accounts.models import Member  # noqa: E402
from evenhand.accounts.services.joining import create_member  # noqa: E402
from evenhand.directory.models import Organisation, RoleKind, Space, SpaceKind  # noqa: E402
from evenhand.directory.services.policies import set_policy  # noqa: E402
from evenhand.directory.services.roles import give_role  # noqa: E402
from evenhand.directory.services.spaces import create_organisation, create_space  # noqa: E402
from evenhand.notices.models import Notice  # noqa: E402
from evenhand.notices.services import seal_notice_address  # noqa: E402
from evenhand.sealing.receipts import ReceiptKeys  # noqa: E402
from evenhand.sealing.secret import Secret  # noqa: E402
from evenhand.vault.services.opening import Opening, open_case  # noqa: E402
from evenhand.vault.values.report import Channel, Identity, Promise, Report  # noqa: E402


def society() -> str:
    """An organisation of ten members, of whom eight read the reports of its one space."""
    now = timezone.now()
    organisation = create_organisation(name="Measured", country="DE")
    set_policy(
        organisation=organisation,
        name="second_factor_required",
        value="false",
        effective_on=now.date(),
    )
    space = create_space(
        organisation=organisation,
        name="Measured",
        slug=SLUG,
        kind=SpaceKind.FORUM,
        country="DE",
    )
    for number in range(MEMBERS):
        address = f"reader{number}@measure.example"
        member = create_member(
            organisation, f"Reader {number}", address, passphrase=PASSPHRASE, now=now
        )
        if number < READERS:
            give_role(member=member, kind=RoleKind.LEAD, space=space, starts_on=now.date())
    return SLUG


def cases(count: str) -> str:
    """Many cases, all readable to the same eight members."""
    now = timezone.now()
    space = Space.objects.get(slug=SLUG)
    readers = list(Member.objects.filter(address__startswith="reader").order_by("address"))
    for number in range(int(count)):
        _open(space.organisation, readers[:READERS], now - timedelta(minutes=number))
    Notice.objects.all().delete()
    return count


def _open(organisation: Organisation, readers: list[Member], now: datetime) -> None:
    promise = Promise(
        acknowledge_by=now + timedelta(days=7),
        outcome_by=now + timedelta(days=7),
        policy_version="x",
    )
    report = Report(
        channel=Channel.WEB,
        space_name="Measured",
        promise=promise,
        what_happened=Secret("Invented words, about as many as people write on a phone. " * 4),
    )
    # A receipt without its slow step: nobody comes back to these.
    keys = ReceiptKeys.from_seed(os.urandom(64), site=settings.SITE_SECRETS.site)
    opening = Opening(
        organisation=organisation,
        keys=keys,
        report=report,
        identity=Identity(),
        readers=readers,
        excluded=[],
        sealed_notice_address=seal_notice_address(""),
    )
    open_case(opening, now=now)


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    print(society() if name == "society" else cases(*words))
