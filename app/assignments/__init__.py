"""Required courses: who is to finish what by which day, the letters about it, and how far it is.

Job: HR, or a manager for their own unit, assigns a course or a learning path to people of the
city; each finds it on their home, is written to before the day, and counts as done when the
course says so. Nothing is counted from history: each person's state stands in a row of its own.

Vocabulary:
    assignment  a course or a path, whose it is, until which day, and why, in one sentence
    assignee    somebody in an assignment, with the state and the day of it
    exemption   an assignee who need not do it, and why (leave, secondment, learned before)
    act         what was done with an assignment: made, day changed, withdrawn, letters sent
    scope       the departments that somebody may assign for; None is the whole city

Other packages assign with one call, ``service.assign``; its docstring has an example.

Decisions (2026-11-30):
  * Members are settled when an assignment is made. Who joins the department later comes in with
    the next day (``handlers.on_day_begun``), where the assignment says so; who leaves stays in
    it, is written to no more, and is not counted while without a post at the city.
  * What was finished before counts as long as its credential holds, or within so many months, or
    not at all: a renewal. A path is done when each of its courses is.
  * Letters leave in office hours alone (8:30–17:15, never 12–13, no weekend, none at the turn of
    the year): who learns at lunch shall not be called at lunch. One letter a day tells of all
    that is open. No letter and no page says at which hour somebody learned.
  * Nothing is deleted: a withdrawn assignment goes on counting and can be brought back; a day
    that was changed stands with its reason.
  * Who is on leave or seconded by the register of staff is exempt while that lasts, and asked
    again the day they are back; what somebody exempted by hand stays as it is.
  * No statements of our own: completions are learning's, and xAPI has no verb for an assignment.
"""
