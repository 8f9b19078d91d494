"""School years, classes, and who learns and teaches in them.

Vocabulary is OneRoster's: an *academic session* is a school year (1 April to 31 March) or a part
of one; a *class* is taught in one session at one school (3年2組 of 2026年度), ``homeroom`` or
``scheduled`` (a subject, 通級, 交流); an *enrollment* is a person's place and role in it, from a
day to a day. What somebody was enrolled in stays for ever; a new year makes new classes.

Decisions (2026-11-29):
  * A class is not an organization: organizations stay for decades, classes for a year.
  * An enrollment ends by a date and is not removed: who taught whom on which day is what
    permissions of that day, and a question in ten years, rest on.
  * Somebody teaches a pupil while both are enrolled in one class that day (``queries.teaches``).
    A post at the school alone opens no pupil's record.
  * 出席番号 belongs to the enrollment in the homeroom; ``Post.attendance_number`` and the title of
    a pupil's post are kept equal to it (``placing.mirror``), because lists of a school sort by it.
  * A class is seen by whoever administers its school, and by its teachers from their first day in
    it to their last: a substitute of three weeks sees it for three weeks. Only the former change
    anything; every change goes into the log of acts.
  * A pupil who changes schools is moved in one act (``placing.transfer_pupil``) by somebody who
    administers both, such as the board. What they learned is theirs and needs no moving.
  * 年度更新 (``rolling``) is proposed by pure rules from the old classes, shown as a table to be
    changed, and done in one transaction from 1 April on: grades have no date, so they rise on the
    day it is done. Dry runs are there all year; a demo may try it on any day. The old year ends on
    31 March and stays. It can be taken back whole for 60 days, as long as everything is as it
    left it: whoever has built on it puts single things right instead. That is the one case in
    which enrollments are removed: they had begun to mean nothing.
  * Who finishes grade 6 or 9 keeps a grade (7, 10): the next school takes them as what they are,
    and until then they stay minors. After grade 12 there is no grade.
"""
