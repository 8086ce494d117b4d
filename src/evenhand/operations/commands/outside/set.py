"""`evenhand outside set NAME ADDRESS KEY`: to whom goes what nobody here may read.

Three times "" for nobody.
"""

from __future__ import annotations

from argparse import Namespace

from evenhand.directory.errors import DirectoryError
from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import WhichOrganisation
from evenhand.operations.queries import organisation_called
from evenhand.operations.services.outside import name_outside


def run(options: Namespace) -> int:
    try:
        organisation = organisation_called(options.organisation)
        name_outside(organisation, name=options.name, address=options.address, key=options.key)
    except WhichOrganisation as error:
        return refuse(error)
    except DirectoryError as error:
        return refuse(error.__doc__)
    if not organisation.outside_key:
        say(f"{organisation.name}: what nobody may read can no longer be sent.")
        return 0
    say(f"{organisation.name}: what nobody may read goes to {organisation.outside_name}, locked.")
    say("Ask them now to read their key to you: it must be the one you have just set.")
    return 0
