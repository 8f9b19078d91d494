"""Forms to be filled in."""
