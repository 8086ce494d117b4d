"""Evenhand: confidential code-of-conduct reports, handled by people without a conflict."""
