"""Plain functions that make rows: ``a_user(session, …)``; a test names only what it is about."""
