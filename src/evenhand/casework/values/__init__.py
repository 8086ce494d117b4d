"""How casework shows what the vault gives."""
