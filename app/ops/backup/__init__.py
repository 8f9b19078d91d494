"""Everything of an installation in one file, and back: on SQLite and on PostgreSQL alike.

A backup is a zip: ``manifest.json``, ``tables/<name>.jsonl`` and ``files/…`` of the instance. The
manifest describes each table (columns, key, references) and holds a checksum of every member, so
that a backup can be read without the models it was made with: an older one is put into the
schema of its time, and the migrations bring it to today's.
"""
