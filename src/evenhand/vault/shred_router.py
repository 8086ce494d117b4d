"""Shred keys live in the second database; everything else never does."""

from __future__ import annotations

from typing import Any


class ShredRouter:
    """Django's router: one model to `shred`, all others to `default`."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:  # noqa: ANN401
        return "shred" if model.__name__ == "ShredKey" else "default"

    db_for_write = db_for_read

    def allow_migrate(
        self,
        db: str,
        _app_label: str,
        model_name: str | None = None,
        **_hints: Any,  # noqa: ANN401
    ) -> bool:
        return (model_name == "shredkey") == (db == "shred")
