"""What may be asked of training outside."""
