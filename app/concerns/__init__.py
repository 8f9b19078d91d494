"""The report button: what somebody found wrong, and who looks at it."""
