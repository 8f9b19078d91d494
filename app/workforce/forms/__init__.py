"""What may be sent, by what it is about."""
