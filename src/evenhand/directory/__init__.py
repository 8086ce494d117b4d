"""Organisations, spaces, contacts, terms, who is on duty, help numbers and policy."""
