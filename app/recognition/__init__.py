"""Credentials for what people did in projects."""
