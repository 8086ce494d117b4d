"""The pages a reporter meets."""
