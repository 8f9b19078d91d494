"""Who can do it, who has room for it, and who is still missing: people for a piece of work.

Job: find members of staff by what the registry knows of them, put some of them on a short list
for a project and see what they lack together, let everybody say how much room they have, and tell
the public which roles the city seeks.

Vocabulary:
    condition      an item of a framework with the least level that is asked for
    fits           how many of the conditions somebody meets; people are listed by it, never scored
    room           whether somebody can help now (余裕), until a day; nobody's is known for ever
    short list     a project's needs, the people considered for it, and where the asking stands
    sought role    a role profile that HR has published, with how one gets in touch

Decisions (2026-11-30):
  * The search reads the kept summary of attestations (``skill_standing``) by an index of its own,
    so that it opens evidence only where somebody goes on to a cell, which is noted as ever.
  * Opening a list of results is not noted for each person on it; taking it along as a file is one
    entry of the log. Who is put on a short list reads so on a page of their own, with the
    project's name and the day, and what HR has written of them there.
  * What somebody says of their room counts until its last day and is then deleted; from there on
    nothing is known, which is no answer against anybody.
  * A chief says it for the own unit's people with a reason, which the person reads. The latest
    word counts.
  * Short lists are HR's. One that was closed is deleted after a year: it is a working paper, and
    what came of it stands in posts and assignments.
  * A published role tells what is asked for and nothing of who there is: no counts, no names.
"""
