"""The one queue of the house: facts that other packages hear about, and work for later.

An event is a frozen dataclass in the past tense, written in the transaction that made it true
(``service.publish``). ``app/wiring.py`` says who hears it. Each (event, handler) pair has a
delivery row of its own, so one broken subscriber blocks no other.

Decisions (2026-11-22):
  * At least once, in order of ``seq`` per handler as far as failures allow; handlers are
    idempotent by a unique key of their own.
  * A delivery is claimed by a lease (compare-and-set), run in a transaction of its own, and
    marked delivered in that same transaction: a killed worker loses the lease, never the work.
    A worker that starts releases the leases of those that are gone from its machine (``leases``).
  * A handler that must wait for somebody outside returns an errand: it runs when the handler's
    transaction is over, and its note shares one with the mark. ``errors`` has two more words for
    handlers: ``GivesUp`` (a person must look, at once) and ``NotNow`` (no try is counted).
  * What comes by the thousand and is quick (``relay.in_batches``) shares a lease, a transaction
    and a commit: ten thousand commits take longer than the work. Each delivery still stands or
    falls by itself (a savepoint), goes alone once it was tried in vain, and a batch lets others
    write after ``HOLD_SECONDS``. Errands run between the transactions of their batch.
  * Back-off 2, 4, 8 … seconds to an hour; after ten tries the row is ``dead`` and shows on the
    operations page until someone sends it again.
  * Rows are kept as a trail of what happened.
"""
