"""What was done to people's data, and who looked: a log that is only added to.

Vocabulary: an *entry* is one act, named by an *action* (``account.disabled``, ``roster.applied``);
its *subject* is what the act was done to. Each entry's *digest* covers the entry and the digest
before it, so a row that was changed or taken out breaks the chain from there on.

Decisions (2026-11-29):
  * The log stands below all who write into it, and names people by id alone: it holds no name,
    no address and no answer, so an erasure leaves it whole and it still tells nothing of whom.
  * An entry is written in the transaction of the act: what was done is in the log, and what was
    not is not. Writers queue for the end of the chain; acts that are logged are few.
  * Every entry of somebody's act tells in which post they acted (``acting``): the request knows
    it, and no writer has to hand it on. What the worker and the command line do has none.
  * A look at somebody's page is an entry of its own, ``person.looked``: once a day for each who
    looks, at whom, and at what (``identity.looking``). The person reads of it, by the day
    (``queries.looks_at``).
  * Entries are never removed, by no command and no page: how long the city keeps its log is for
    its own rules on documents, and a backup carries it.
  * The database refuses UPDATE and DELETE by no trick of ours: whoever holds the database can
    write what they like, and the chain is what shows it (ASVS 16.4.2).
"""
