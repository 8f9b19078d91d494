"""Starting the city's school: what ``make run`` and ``make reset`` call. It stands on the roof.

``python -m app.start run`` prepares (secret, migrations, names, keys, courses, demo people) and
then supervises the web server and the outbox worker, so that Ctrl-C stops all of it.

Decisions (2026-11-22):
  * gunicorn with sync workers: a request here is CPU and one short SQLite transaction; threads
    would fight over the interpreter lock and over SQLite's one writer (``benchmarks/web.py``).
    The peers compared: granian (a Rust runtime, equal within noise at this size), waitress (one
    process), uWSGI (in maintenance). gunicorn has by far the most users and no binary part.
  * A second start repeats every step, each of which changes nothing that is already so.
"""
