"""Turn text into bytes that only key holders can open.

Pure functions and small key objects; knows nothing of Django or of cases. Everything sealed
carries a version byte and is bound to a *place* (what it is for, which site, which row), so
that a value copied somewhere else does not open there. An unknown version is refused.
"""
