from __future__ import annotations

from datetime import date

from django.db import migrations, models

# The longest shipped term, the margin, and the rest of the month, as for new cases.
_MONTHS = 60 + 24 + 1


def fill(apps, schema_editor) -> None:
    """Cases from before: the same month for all that were opened in one month."""
    cases = apps.get_model("vault", "Case").objects.using(schema_editor.connection.alias)
    for opened_on in set(cases.values_list("opened_on", flat=True)):
        year, month = divmod(opened_on.year * 12 + opened_on.month - 1 + _MONTHS, 12)
        cases.filter(opened_on=opened_on).update(kept_until=date(year, month + 1, 1))


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_conflict_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="kept_until",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="case",
            name="kept_until",
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation", "kept_until"], name="cases_by_last_month"),
        ),
    ]
