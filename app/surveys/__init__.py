"""The yearly self-check: how staff see themselves with the items of a literacy standard.

Job: HR opens a round for some weeks; everybody employed that day may answer once; afterwards the
city sees what was answered, by item, section and grade, and from year to year. Nobody sees what
somebody answered, and no table holds it.

Vocabulary:
    round       a fiscal year's self-check: which items, from when until when
    invitation  that somebody is asked, and whether they have answered; gone when the round closes
    group       whose answers are counted together: the city, a section with all below, a grade
    tally       how many of a group answered a level of an item
    level       0 «never heard of it» to 4 «can teach it»; from ``rules.REACHED`` on it is in use
    shown       a group whose figures may be read; settled once for all items, when a round closes

Decisions (2026-11-30):
  * Answers are added up when they are sent and kept nowhere else. With them nothing is written
    that has a time: no audit entry, no statement, no instant on a tally. All tallies of a round
    are made when it opens, so that their order tells nothing either.
  * Results are read after the round has closed, so that no two looks differ by one answer.
  * Fewer than five answers are not shown, and what could be worked out from what is shown must not
    be fewer than five either: not by taking sections from their bureau, nor grades from sections
    (``rules.pattern``). What is not shown is deleted when the round closes, and cannot be asked
    for later. Sections and grades are never crossed.
  * So that little has to be hidden, few people never stand alone: a section of fewer than five is
    counted with its bureau, and fewer than ten who are directly in a bureau with its first
    section (主管課); few of a grade with the grade below.
  * What this does not keep apart: whoever reads the database itself twice, before and after one
    answer, sees the difference; where all of a shown group answered alike, that is told, and so is
    that one of its five or more answered a level, though not who.
  * Sections and grades are those of the day on which the round opened. People on long leave are
    not asked.
  * A result of one's own is shown once, from the person's own session; who wants to keep it
    prints it. The session forgets it with «おわる». A draft lies there as well.
  * One letter when it opens and at most one more to those who have not answered, in office hours.
    The notes of them go with the invitations when the round closes: a second letter tells who had
    not answered that day.
  * The sentences in ``wording`` are ours. The standard's own texts are not copied.
"""
