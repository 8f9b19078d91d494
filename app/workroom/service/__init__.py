"""The jobs of this package; callers commit, services never do."""
