"""Pages and forms, by the client that checks every page (tests/client.py)."""
