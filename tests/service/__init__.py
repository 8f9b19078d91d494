"""Jobs and queries on a real database: SQLite, and PostgreSQL by ``--engine postgresql``."""
