"""Numbers known to the program itself, before any organiser has said anything."""
