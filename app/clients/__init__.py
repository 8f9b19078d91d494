"""Programs of others that may call the city's interfaces.

A *client* is a program with a *key* (public, part of its xAPI authority), a *secret* and *scopes*.
Who is let in reaches records of the whole city, so only administrators of the city itself, and
the command line, let anybody in. A *caller* is a client at the moment of a call.

Every interface asks ``calls``: ``authenticate``, ``admit``, ``check_origin`` before its work,
``cors_headers`` and ``count`` after it. Nothing here knows what the call is about.

Decisions:

* Secrets have 256 random bits and are kept as one SHA-256. Guessing is hopeless, so wrong ones
  are neither counted nor remembered; stretching would only slow every right call down.
* A process reads all living clients at once and believes them for five seconds
  (``calls.KEPT``). An ordinary call costs two microseconds and no query, a wrong one four, and
  neither fills memory. A revocation holds at once in its own process, in others within five
  seconds; the pages say so.
* Tokens (OAuth 2.0 client credentials, RFC 6749 4.4) are signed and not stored. They carry a mark
  of the secret that brought them: rotation and revocation end them, a grace keeps both alive.
* The pace is a bucket in each process with its share of the client's minute. Processes do not
  talk to each other about it: a client that reaches only one of two gets half of its minute.
* Usage is gathered in memory for five seconds. A killed process loses at most that; it is a
  figure for people, not an account.
* A web page may call only from an origin on its client's list, never with cookies. For others the
  answer has no CORS headers, and a change is refused before it is done.
"""
