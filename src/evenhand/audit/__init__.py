"""The one log there is: an allow-list of event, hour and random request id."""
