"""Pages of a member's account."""
