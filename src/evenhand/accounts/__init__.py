"""Who may sign in, their second factor, their keys and their sessions."""
