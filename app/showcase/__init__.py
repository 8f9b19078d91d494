"""Public pages of projects, after a consent check."""
