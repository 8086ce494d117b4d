"""One verb of taking in a report each."""
