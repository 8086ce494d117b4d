"""Cases and their sealed entries; slots, epochs, receipts. The only door to a case."""
