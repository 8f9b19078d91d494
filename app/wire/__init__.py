"""The wire to machines elsewhere: one request at a time, with bounds on everything.

Vocabulary: a *reach* says how near a machine may be that we send to; an *exchange* is one request
and its answer; what is *sealed* can be read by this installation alone.

Decisions (2026-11-29):
  * Whoever types an address (an administrator, for a record store or a provider of sign-in) must
    not be able to ask machines of the city's own network through us: ``reach`` and ``exchange``.
  * Secrets of others rest sealed, in the database and in its backups, each kind under a key of its
    own that follows from SECRET_KEY (``seal``).
"""
