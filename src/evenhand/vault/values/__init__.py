"""What the vault gives and takes: plain values, none of which prints what it holds."""
