"""`evenhand prepare`: databases up to date, and something to try on an empty site."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from django.conf import settings
from django.core.management import call_command

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import OperationsError
from evenhand.operations.practice import create_practice
from evenhand.operations.practice_cases import create_practice_cases
from evenhand.operations.services.belonging import check_parts
from evenhand.operations.services.links import make_setup_link


def run(_options: Namespace) -> int:
    """Safe to run again at any time; prints something only the first time."""
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    try:
        check_parts()
    except OperationsError as refusal:
        return refuse(str(refusal))
    now = datetime.now(UTC)
    accounts = create_practice(now=now)
    if accounts is None:
        return 0
    create_practice_cases(accounts, now=now)
    say("This is a practice organisation: everybody in it is invented.")
    for account in accounts:
        member = account.member
        say(f"practice sign-in: {member.name} <{member.address}> {account.passphrase}")
    say(f"set-up link for a real organisation (once, 24 hours): {make_setup_link(now=now)}")
    return 0
