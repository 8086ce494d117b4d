"""Take a report and give its reporter a way back."""
