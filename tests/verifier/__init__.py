"""Verifiers that are not ours: Node programs from npm, which judge what the application issues."""
