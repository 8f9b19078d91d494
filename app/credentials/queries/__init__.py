"""What this package tells: ``trust`` (keys, lists, whom to believe) and ``pages``."""
