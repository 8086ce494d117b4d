"""What members do with their account."""
