"""Settings, root addresses, the base page and what holds for every answer."""
