"""A learner's run through a course: answers, progress, completion, and why it is not complete.

Vocabulary: a *registration* is one learner's run through one pinned course version (xAPI, cmi5);
an *item* is a question (QTI); a *step* is one screen of a lesson; *scaled* scores lie in 0–1.

Decisions (2026-11-22):
  * Progress is a fold over the registration's statements (``rules.fold``). The same ``rules.step``
    moves the kept state on when an act has just been recorded, so there is one stair, and
    ``flask progress rebuild --check`` proves that the two agree.
  * The state is one JSON document on the registration row: an answer costs one statement and one
    update however many questions a course has; lists need the few columns beside it only.
  * Verbs: cmi5's ``initialized`` (course and lesson begun), ``completed`` (lesson, course),
    ``passed``/``failed`` and ``satisfied`` (course); ADL's ``answered`` and ``progressed`` (a step
    was left). ``failed`` is said when everything was tried and the score does not reach the bar;
    it ends nothing: there is no limit to attempts.
  * A first view of a lesson is recorded by its GET: once per lesson, so idempotent, and a link
    from outside into a lesson must count as beginning it.
  * Other tools report into the same stair: the store tells ``ReportReceived``, the worker folds
    the run anew (a report may come late, or be taken back) and concludes as the player does.
    What counts of their statements stands in ``statements.reading``. They finish lessons and
    answer questions; that a course is complete is said by nobody but the platform.
  * Partial credit: a choice left blank and wrong counts as right (``items.multiple_response``),
    so that guessing everything earns nothing.
  * The answer to a question marked ``share=private`` stays out of its statement, and so out of
    progress: the last one is a row of its own (``models.PrivateAnswer``), which nobody reads but
    the learner. An erasure takes it too, by the event that the store tells.
  * The score is the mean of the best scores of all questions, an unanswered one counting zero.
"""
