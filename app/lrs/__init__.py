"""The Learning Record Store: keeps statements, and finds them again.

Job: a full store of xAPI 1.0.3 and 2.0. Our own statements come through ``service.record`` and
``service.record_all``, those of other tools over HTTP (``views``) through ``service.prepare`` and
``service.store``; all are read through ``queries`` and never changed. What the words mean is said
in ``app.xapi``; who may call, in ``app.clients``.

- ``views`` the resources of the xAPI, and the pages: console, erasure, profile.
- ``service``, ``store``, ``entry`` a statement's way in; ``queries`` its way out.
- ``documents`` states and profiles.
- ``attached``, ``multipart``, ``signatures`` what comes with a statement; ``formats`` how it is
  asked for.
- ``sentences`` a statement in Japanese; ``policy`` who may read whose.
- ``transfer`` export and import; ``redaction`` a statement without a person.

Vocabulary: a *statement* is the document as it was received, with what the store must add (id,
stored, authority, version, timestamp). ``seq`` is its place in the order of storing; pages are
cut by it. A *word* is a verb, an agent's identifier or an activity's IRI; its *key* is a number
made from it. A *reference row* says that a word occurs in a statement, and in which role.

Decisions:
    2026-11 The document is stored as text, not as a JSON column: it is served byte for byte, and
        nothing queries inside it. Columns and reference rows are only its index.
    2026-11 A word's key is 63 bits of its BLAKE2b hash, not a serial number. No look-up stands
        between a statement and its rows or a filter and its range; a rolled-back transaction, a
        stale cache in another process or an erased row can never make a key mean another word.
        Two words with one key are refused when the second is first seen (``WordsCollide``); for
        a million words the chance that it ever happens is about 1 in 18 million.
    2026-11 Words are inserted if absent, sorted by key, and not updated by the way: writers that
        share them wait for each other in one order only. Which words are stored already is
        remembered per database connection pool, and only once their transaction was committed.
    2026-11 A statement has one reference row per word, with its closest role; "direct" filters
        look at the role, "related" filters do not, and no page ever shows a statement twice.
    2026-11 A client's statement is kept byte for byte, not written anew: what the store must add
        stands at its end. Numbers such as 1.10 or with thirty digits survive.
    2026-11 ``stored`` is set inside the transaction. On SQLite, whose writers take turns, it then
        grows with ``seq``; on PostgreSQL it may not, which is what Consistent-Through is for.
    2026-11 Whether a statement counts as a report on the run it names is settled when it is
        stored (``counts``), from what its sender was allowed then: progress can be told again
        from the statements alone, whatever becomes of the sender.
    2026-11 Accounts of one person that were merged are one person to our own pages, to erasure and
        to progress; over HTTP an agent is who the statement says, as the standard has it.
    2026-11 Only whoever vouches for a statement may void it. Progress and credentials stand on
        our own statements; no client's key can take them away.
    2026-11 The canonical definition of an activity is all that was told of it, the latest word
        ruling; of our own activities only we tell.
    2026-11 A statement that points at others has a row for every one it leads to, so that a
        filter finds it by any of them (Communication 2.1.3) without walking chains.
    2026-11 A request without X-Experience-API-Version is answered as one of 0.9, which had no such
        header: neither 1.0.3 nor 2.0 clients are told that they spoke the other.
    2026-11 No foreign keys among these tables: PostgreSQL would lock the row of a shared verb on
        every insert, and check six keys a statement. Only ``store`` writes here.
    2026-11 ``voided`` is set by whichever comes second, the statement or its voiding. On
        PostgreSQL a voiding locks the table against writers for its transaction, so that neither
        can overlook the other; voiding is rare, storing is not.
"""
