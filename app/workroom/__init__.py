"""The team's room: board, meeting notes, decisions, and what was made.

Job: whoever is in a project sees what there is to do, what was talked about, what was decided and
what was made; those who work in it write all of that together. What is public of it is the
showcase's.

Vocabulary:
    card       one thing to do; it stands in one of four columns (``rules.CardState``), for some
               of the members, perhaps by a day, perhaps with a list of smaller things
    meeting    a day on which some met: who was there, and notes
    decision   what was decided and why, in a meeting or alone
    artifact   something that was made: a file or a link, with terms of use and a credit line
    version    one state of an artifact; its bytes lie in the storage of media under their hash

Decisions (2026-11-30):
  * All who work in a project write everywhere here: pupils, their teachers, the coordinator. The
    city's owner writes on the board and shares what was made; a supporter shares what was made;
    mentors and judges read (``policy``).
  * A card, a meeting, a decision or an artifact that is removed is gone from the pages and comes
    back with one press for ``rules.UNDO_DAYS`` days; then the row goes, and its bytes if nobody
    else has them.
  * Whoever is not named to the reader can be neither chosen nor taken off by the reader: forms
    change only what they showed.
  * A card is finished once for each person it was for; so is being at a meeting. What the team
    wrote on it stays out of the statement.
  * Bytes are taken in, cleaned and kept by media; the rows are here, so that the library of the
    course authors and the teams do not see each other. The sweep of media is told of our hashes
    by the factory, its worker by the wiring. A table (CSV) is taken besides, which courses have
    no use for.
  * A version is never changed: to go back is a new version of old bytes.
  * Who is on a picture is said with it: by members, whether others are, and that these are all,
    be it nobody. It is said of one version: a new one is looked at anew. The showcase asks for
    their consent before anything is public, and takes no picture of which it was not said. Within
    the team such a picture is seen by everybody: the room is theirs, and the board has to work.
    After the project's end its teachers say it, for as long as its pages are read.
  * Where somebody on it is erased, a picture counts as showing others from then on.
"""
