"""What members do with a case: list, read, answer, note, close; who joins."""
