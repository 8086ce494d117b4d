"""Run a command that needs the databases, and say so when they are not there."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

from django.db import DatabaseError

from evenhand.operations.commands.printing import refuse


def run(options: Namespace) -> int:
    command = import_module(f"{__package__}.{options.module}")
    try:
        return int(command.run(options))
    except DatabaseError:
        return refuse("the database does not answer, or `evenhand prepare` has not run yet.")
