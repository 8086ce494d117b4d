"""`python -m evenhand.operations` is the command `evenhand` under another name."""

from __future__ import annotations

from evenhand.operations.command import main

raise SystemExit(main())
