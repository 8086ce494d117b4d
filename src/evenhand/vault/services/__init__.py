"""The acts of the vault. Each seals first and then writes in one transaction."""
