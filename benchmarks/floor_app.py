"""The floor: a bare Django view that parses a form, seals it, wraps the key for eight, commits.

Nothing of Evenhand but its sealing, so that the distance to it shows what everything else costs.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from evenhand.sealing import envelope, wrapping
from evenhand.sealing.padding import pad
from evenhand.sealing.places import Place, Purpose
from evenhand.site.env import sqlite

PLACE = Place(Purpose.SAMPLE, b"floor")
READERS = [wrapping.ReadingKey.new().public for _ in range(8)]
TABLE = "CREATE TABLE IF NOT EXISTS report (sealed BLOB, wraps BLOB)"


def tell(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse("<main>ready</main>")
    key = envelope.new_data_key()
    sealed = envelope.seal(pad(request.POST["what_happened"].encode()), key=key, place=PLACE)
    wraps = b"".join(wrapping.wrap(key, to=reader, place=PLACE) for reader in READERS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO report (sealed, wraps) VALUES (%s, %s)", [sealed, wraps])
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("", tell)]

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": sqlite(Path(os.environ["EVENHAND_DATA"]) / "floor.sqlite3")},
    SECRET_KEY="floor",  # noqa: S106
)
application = get_wsgi_application()
with connection.cursor() as first:
    first.execute(TABLE)
connection.close()
