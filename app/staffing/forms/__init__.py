"""What may be asked in an address, and what may be sent, by what it is about."""
