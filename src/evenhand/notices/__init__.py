"""Nudge a person; never carries case text."""
