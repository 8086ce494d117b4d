"""What a person has said so far, before it is sent."""
