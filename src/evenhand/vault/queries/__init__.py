"""What may this person see? Every page starts from one of these."""
