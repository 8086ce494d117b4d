"""One transaction at a time, in the order in which they came, over all processes of this machine.

SQLite lets one connection write and makes the others sleep and look again, longer each time:
whoever has waited long waits longest, and some answers take half a second. The system's own lock
on a file beside the database keeps a fair queue instead. Whoever dies lets go of it. It only
orders: SQLite still keeps its own lock, so a program that knows nothing of the queue does no harm.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

from django.db.backends.sqlite3 import base

from evenhand.rows.turns import wait_for_turn

_SUFFIX = "-queue"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it begins a transaction."""

    _turn: int | None = None  # the open file that holds our place; None outside a transaction

    def _start_transaction_under_autocommit(self) -> None:
        self._wait()
        with ExitStack() as undo:
            undo.callback(self._let_go)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            undo.pop_all()  # begun: our place is kept until the end

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._let_go()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._let_go()

    def close(self) -> None:
        super().close()
        self._let_go()

    def _wait(self) -> None:
        if self._turn is None and not self.is_in_memory_db():
            self._turn = wait_for_turn(f"{self.settings_dict['NAME']}{_SUFFIX}")

    def _let_go(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            os.close(turn)
