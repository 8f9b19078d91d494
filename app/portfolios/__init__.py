"""探究の記録: what a pupil takes along from a project, as a paper and as a folder.

Job: gather what one pupil did in one project (the question, the stages, what they made, what they
wrote to look back, how they were assessed, what the city answered, which credentials came of it),
and give it out as a PDF and as a zip that opens without this house.

Vocabulary:
    portfolio   all of one learner's part in one project, by value
    owner       whose it is; a teacher of their own organization can have it as well, without what
                the owner wrote for themselves alone

Decisions (2026-11-30):
  * It leaves with the pupil: plain files (PDF/A, text, JSON, the files as they were sent), since a
    national portfolio service was switched off once with everybody's records in it.
  * Nobody else of the team is in it by name; what others made is counted and not packed. What one
    had a hand in is theirs, whoever put up its newest version. A picture with other people on it,
    or of which nobody said who is on it, is told of and not packed: it leaves with somebody else.
  * Who left a team, or a project that ended, keeps it as long as the account is there. Who was in
    it twice has one: from the first day to the last.
"""
