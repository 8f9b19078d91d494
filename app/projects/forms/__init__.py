"""What may be sent about projects, by what it is about."""
