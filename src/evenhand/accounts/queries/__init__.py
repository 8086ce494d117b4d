"""What the accounts package tells."""
