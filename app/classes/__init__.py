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
  * 出席番号 belongs to the enrollment in the homeroom; ``Post.attendance_number`` is kept equal to
    it by whoever writes either (``service``), because lists of a school sort by it.
"""
