"""Running the city's school: health, what waits or gave up, demo people, backup and restore.

Decisions (2026-11-22):
  * A backup is a zip of JSON Lines, a file a table, described in the backup itself: one format
    for SQLite and PostgreSQL, so a city can also move from one to the other, and a backup of
    years ago still finds the schema of its time. Signing keys are left out unless asked for:
    whoever holds a backup must not be able to sign as the city.
  * DEMO never leaks: it listens on the local host unless DEMO_PUBLIC=1, and refuses to start
    where PUBLIC_URL is not local or a person without the demo mark exists. The other way round,
    a site of the world refuses a database with demo people: everybody knows their password.
  * A database that was lost is never replaced by an empty one (``instance``), nor is one that
    is deleted under a running site written to (``lost``).
"""
