"""What casework shows beside cases."""
