"""The Learning Record Store: keeps statements, and finds them again.

Job: every statement, our own or another tool's, goes through ``service.record`` or
``service.record_all``, is read through ``queries``, and is never changed. What the words mean is
said in ``app.xapi``.

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
    2026-11 No foreign keys among these tables: PostgreSQL would lock the row of a shared verb on
        every insert, and check six keys a statement. Only ``store`` writes here.
    2026-11 ``voided`` is set by whichever comes second, the statement or its voiding. On
        PostgreSQL a voiding locks the table against writers for its transaction, so that neither
        can overlook the other; voiding is rare, storing is not.
"""
