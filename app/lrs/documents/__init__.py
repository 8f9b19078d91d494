"""Documents beside the statements: states, profiles of activities, profiles of agents.

Job: tools keep here what they want to find again (a bookmark, a setting), byte for byte; the
store reads nothing in it, except to merge JSON objects.

Vocabulary: a *shelf* is what documents are about: an agent, an activity, both, perhaps a
registration. The *entity tag* (ETag) of a document is the SHA-1 of its content. *Conditions* are
If-Match and If-None-Match of a request.

Decisions:
    2026-11 A document's place is a hash of all that names it, and the place is the primary key:
        two who create one document at once meet there, on either engine. Its conditions are
        judged with the row locked; whoever loses the race judges again by what the other wrote.
    2026-11 A document needs no rows of words: its agent and activity may be unknown to the store
        (Communication 2.2), and their keys are made from the words alone.
    2026-11 Conditions are heeded wherever they are sent, also where 1.0.3 only recommends it:
        whoever sends one wants it to be heeded.
"""

from app.lrs.documents.storing import (
    DocumentIds,
    Shelf,
    StoredDocument,
    delete,
    delete_all,
    erase_of_agent,
    find,
    find_ids,
    merge,
    put,
)

__all__ = [
    "DocumentIds",
    "Shelf",
    "StoredDocument",
    "delete",
    "delete_all",
    "erase_of_agent",
    "find",
    "find_ids",
    "merge",
    "put",
]
