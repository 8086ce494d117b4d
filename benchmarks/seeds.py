"""What the measured site holds: `python -m benchmarks.seeds NAME` on its data folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.site.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.names import MEMBERS, PASSPHRASE, READERS, SLUG  # noqa: E402
from evenhand.accounts.models import Member  # noqa: E402
from evenhand.accounts.services.held import signed_in_by  # noqa: E402
from evenhand.accounts.services.joining import create_member  # noqa: E402
from evenhand.accounts.services.sessions import resume_session  # noqa: E402
from evenhand.accounts.services.signing_in import sign_in  # noqa: E402
from evenhand.accounts.values import SignedIn  # noqa: E402
from evenhand.directory.models import Organisation, RoleKind, Space, SpaceKind  # noqa: E402
from evenhand.directory.services.policies import set_policy  # noqa: E402
from evenhand.directory.services.roles import give_role  # noqa: E402
from evenhand.directory.services.spaces import create_organisation, create_space  # noqa: E402
from evenhand.notices.models import Notice  # noqa: E402
from evenhand.notices.services import seal_notice_address  # noqa: E402
from evenhand.sealing.receipts import ReceiptKeys  # noqa: E402
from evenhand.sealing.secret import Secret  # noqa: E402
from evenhand.vault.queries.visits import visit  # noqa: E402
from evenhand.vault.services.handling import note  # noqa: E402
from evenhand.vault.services.opening import Opening, open_case  # noqa: E402
from evenhand.vault.services.recusing import step_back  # noqa: E402
from evenhand.vault.services.reporting import attach  # noqa: E402
from evenhand.vault.values.dossiers import FileToStore  # noqa: E402
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


def stepping_back(entries: str, files: str) -> str:
    """Milliseconds in which a reader steps back from a long case, on its own.

    Of its entries a quarter are the reporter's; all were written while the same people read it.
    """
    now = timezone.now()
    space = Space.objects.get(slug=SLUG)
    readers = list(Member.objects.filter(address__startswith="reader").order_by("address"))
    visit_ = visit(_open(space.organisation, readers[:READERS], now))
    by = _signed_in(readers[0], now)
    for number in range(int(files)):
        file = FileToStore(name=f"{number}", content_type="", content=b"sound" * 1000)
        attach(visit_, file, now=now)
    for _ in range(int(entries) - int(files) - 3):
        note(visit_.case_id, Secret("A note of some length. " * 5), by=by, now=now)
    before = time.perf_counter()
    step_back(visit_.case_id, by=by, now=now)
    return f"{(time.perf_counter() - before) * 1000:.1f}"


def _signed_in(member: Member, now: datetime) -> SignedIn:
    session = resume_session(sign_in(member.address, PASSPHRASE, now=now), now=now)
    assert session is not None
    signed_in = signed_in_by(session)
    assert signed_in is not None
    return signed_in


def _open(organisation: Organisation, readers: list[Member], now: datetime) -> ReceiptKeys:
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
    return keys


SEEDS: dict[str, Callable[..., str]] = {
    "society": society,
    "cases": cases,
    "stepping_back": stepping_back,
}

if __name__ == "__main__":
    name, *words = sys.argv[1:]
    print(SEEDS[name](*words))
