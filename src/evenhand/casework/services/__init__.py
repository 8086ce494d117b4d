"""The acts of casework that span accounts, directory and vault."""
