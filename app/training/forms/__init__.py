"""What may be sent about training outside."""
