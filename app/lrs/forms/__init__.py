"""What the pages of the store may be asked for."""
