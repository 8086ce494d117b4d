"""Whoever was a member before there was a roster is taken onto it as they stand (A18).

Nobody has signed for them: only the site has sealed their lines. Their own keys are not at hand
here, so what stands in the rows on this day is what is believed from then on.
"""

from datetime import UTC, datetime
from uuid import uuid4

from django.db import migrations

from evenhand.accounts.roster_lines import Head, Line, RosterKind, Statement
from evenhand.accounts.values import PublicKeys


def found_everybody(apps, _schema_editor):
    Member = apps.get_model("accounts", "Member")
    Entry = apps.get_model("accounts", "RosterEntry")
    today = datetime.now(UTC).date()
    joined = Member.objects.filter(joined_on__isnull=False).order_by("joined_on", "name", "id")
    heads = {}
    for kind, members in (
        (RosterKind.FOUNDED, joined),
        (RosterKind.LEFT, joined.filter(left_on__isnull=False)),
    ):
        for member in members:
            head = heads.get(member.organisation_id, Head())
            line = _line_of(member, kind, after=head, on=today)
            heads[member.organisation_id] = line.head
            Entry.objects.create(
                id=line.id,
                organisation_id=member.organisation_id,
                position=line.position,
                kind=kind.value,
                member_id=member.id,
                name=line.name,
                reading_key=line.statement.keys.reading,
                verify_key=line.statement.keys.verify,
                written_on=today,
                signatures=b"",
                link=line.link,
                seal=line.seal,
            )
    joined.update(confirmed_on=today)


def _line_of(member, kind, *, after, on):
    keys = PublicKeys(reading=bytes(member.reading_key), verify=bytes(member.verify_key))
    statement = Statement(
        organisation_id=member.organisation_id, kind=kind, member_id=member.id, keys=keys
    )
    line = Line(
        id=uuid4(),
        position=after.position + 1,
        statement=statement,
        name=member.name,
        written_on=on,
        signatures=(),
    )
    return line.sealed_after(after.link)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roster")]

    operations = [migrations.RunPython(found_everybody, migrations.RunPython.noop)]
