"""Run what is due, again and again."""
