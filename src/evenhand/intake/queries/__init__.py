"""Who would read a report."""
