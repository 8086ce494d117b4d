"""What the Makefile calls: set-up, checks and the suite. Only the standard library."""
