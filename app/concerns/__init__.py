"""The report button: what somebody found wrong, who looks at it, and what became of it.

Job: whoever is in a project, and whoever reads what the public may answer to, says with one press
that something is not right; those who answer for them are told, one of them takes it on, and the
person who told reads that it was read and what was done.

Vocabulary:
    concern   気になること: about what, why, in which words, from whom
    about     the thing: a kind (``ticket``, ``comment``, ``project``, …) and an id
    handlers  who reads it: the project's teachers, and the administrators of the reporter's own
              organization; of one about a teacher the administrators alone
    taken     one of the handlers has read it and looks after it
    handled   it is done, with what was done in words for whoever told

Decisions (2026-11-30):
  * Nothing of a concern is ever shown to the person it is about: who wrote the thing is kept
    (``about_user_id``), and for that person the concern does not exist, whatever they administer.
  * What was said stays as it stood (``excerpt``), also when the thing is changed or taken away.
    Packages above tell what their things say (``telling``); this one knows none of them.
  * The administrators are those of the nearest organization that has any, from the reporter's own
    upward. Where there are none, and for citizens without an organization, the city's read it.
  * A pupil needs one press and no word. To write down what hurts is hard, and a report that was
    not sent for want of words helps nobody.
  * A handler of another organization reads of a pupil as «A高校の1人», as everywhere in a project;
    whoever must know the name asks the school.
  * No limit on how often somebody tells: the same person about the same thing is one concern while
    it is open.
"""
