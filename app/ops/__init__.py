"""Running the city's school: health, deliveries that gave up, demo people, backup and restore.

Decisions (2026-11-22):
  * A backup is a zip of JSON Lines, a file a table, written through the models: one format for
    SQLite and PostgreSQL, so a city can also move from one to the other. Signing keys are left
    out unless asked for: whoever holds a backup must not be able to sign as the city.
  * DEMO never leaks: it listens on the local host unless DEMO_PUBLIC=1, and refuses to start
    where PUBLIC_URL is not local or a person without the demo mark exists.
"""
