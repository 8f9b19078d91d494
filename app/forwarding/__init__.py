"""Statements that go on to record stores elsewhere.

What ``lrs`` stores is told in the outbox (``StatementsStored``), as long as there is a forwarder.
For each forwarder the wanted ones are picked (``StatementsDue``, at most 50), and each delivery
of those is one request to the store elsewhere. Back-off, dead letters and sending again are the
outbox's.

Words: a *forwarder* is a store elsewhere and what it gets. *Left out* are statements that it would
have got, were they not a child's; *unsayable* those that its edition of xAPI has no words for.
*Sent* are those it has, whether it had them already or not.

Decisions (2026-11-22):
  * What goes out is the stored JSON, byte for byte, by the version it carries. tincan's own
    statement classes would rewrite durations and numbers and refuse xAPI 2.0; so its
    ``RemoteLRS`` carries bytes and knows nothing of what they say (``gateway.py``).
  * Most stores in the field speak 1.0.3 alone, while our own statements carry 2.0.0 though they
    are valid in both editions. A client may offer a statement in any edition that it is valid in,
    and ``version`` tells the edition, not what happened: it is no part of comparing statements
    (xAPI 1.0.3, Data 2.3.1). So a store that speaks 1.0.3 gets them with ``version`` saying 1.0.3
    and every other byte as it is; the stored one stays as it is. One that is not valid there
    (contextAgents …) is left out and counted, for no later try would mend it; after a change to
    2.0, ``flask forwarding backfill`` sends it.
  * A statement has its id, so sending twice is harmless, and at least once is enough.
  * A store that refuses a batch is sent its halves, each as a delivery of its own, until what it
    refuses is alone: that one waits for a person, by its id; all others have arrived.
  * A slow store holds no lock: the request is an errand (``outbox.relay``), outside of any
    transaction. A store that is away is asked again after 5, 10, 20 … seconds, up to five
    minutes, and its other deliveries wait meanwhile without costing a try (``away.py``).
  * Children: a statement is left out when anybody in it, except the authority, is a minor on the
    day of the statement or today, or is nobody this house knows by an account of its own: of
    those we cannot tell the age. Sending them as well takes two administrators of the city, one
    who asks and another who agrees; any of them ends it. It is looked at when a statement is
    picked and again when it is sent, so an end holds for what waits as well.
  * A voiding always goes along: a store that has a statement must hear that it was taken back.
  * The secret of the store elsewhere is encrypted (``seal.py``) and never shown again. With
    another SECRET_KEY it is unreadable, and is typed in anew.
  * The address is typed by an administrator and still not trusted: https, verified by the usual
    authorities; the name is looked up once and every address it has must be a public one; the
    connection goes to just that address; redirects are not followed; an answer is read up to 64 kB
    and the whole exchange is cut after a minute (``wire.py``). Private networks are taken with
    FORWARD_PRIVATE=1, for a store in the city's intranet; this machine, link-local addresses and
    clouds' metadata are not. In a demo, http to what is private is taken too, this machine
    included, so that one can try it.
"""
