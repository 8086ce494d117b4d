"""The command line, first run, the practice organisation, health."""
