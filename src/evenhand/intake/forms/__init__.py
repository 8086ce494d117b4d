"""Words from outside, checked and turned into values."""
