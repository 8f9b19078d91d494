"""Starting the city's school: what ``make run`` and ``make reset`` call. It stands on the roof.

``python -m app.start run`` prepares (secret, migrations, names, keys, courses, demo people) and
then supervises the web server and the outbox worker, so that Ctrl-C stops all of it.

Decisions (2026-11-22):
  * gunicorn with sync workers: a request here is CPU and one short SQLite transaction; threads
    would fight over the interpreter lock and over SQLite's one writer (``benchmarks/web.py``).
    The peers compared: granian (a Rust runtime, equal within noise at this size), waitress (one
    process), uWSGI (in maintenance). gunicorn has by far the most users and no binary part.
  * A second start repeats every step, each of which changes nothing that is already so.
  * It listens on 127.0.0.1, in production too: there a proxy does TLS. HOST says otherwise.
  * A worker that ends is started again, after 1, 2, 4 … 60 seconds: pages do not need it. The
    web server restarts its own processes; when it ends as a whole, the site ends with status 1,
    for whatever keeps services running to decide.
  * No child outlives the supervisor: it stops them, on Linux the kernel does so if the
    supervisor is killed, and elsewhere they hold the lock, so no second site starts beside them.
  * A city that was there and is gone is refused, never replaced (``app/ops/instance.py``).
"""
