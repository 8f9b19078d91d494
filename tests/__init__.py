"""The tests, by what they need: unit, service, request, browser; architecture watches the house.

``make test`` runs all of them (``tests/run.py``). One at a time: ``.venv/bin/pytest tests/unit``;
``.venv/bin/pytest tests/service --engine postgresql`` starts its own PostgreSQL.
"""
