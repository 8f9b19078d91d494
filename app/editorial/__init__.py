"""The editorial office: who takes part in a draft, its review, its publication, its retirement.

``authoring`` knows the text of a draft; here is what people say of it and settle about it.

Vocabulary: a *member* takes part in a draft (author, co-author, reviewer). A *step* of a review is
asking, withdrawing, approving or returning; a *thread* is a comment with its replies, anchored to
a slice of a file. A *release* is what was settled when somebody had a draft published: notes for
readers, a reason, what becomes of the learners under way.

Decisions (2026-11-29):
  * Who may do what stands in one table, in ``authoring.policy``, for every page of the workshop.
  * The review is a log of steps; its last one says how it stands. An approval is one of a number:
    a change afterwards takes it back, by itself and visibly, because the numbers differ.
  * Somebody approves, or returns, what they have seen: the form carries the number, and after a
    change in between they look again.
  * A comment is anchored to the bytes that it speaks of, and carried along the changes since, as
    the editor carries what somebody has seen. It keeps the text as it was then.
  * People are invited by name among colleagues, never by address; children and guardians are in
    no such list. The last author does not leave.
  * The notes of a release are kept in the catalog, beside the version, where learners read them.
  * A retired course takes nobody new. It is one date in the catalog; every list and beginning
    asks there. Runs, credentials and addresses stay.
  * Learners keep the version on which they began, unless whoever publishes chooses that they
    move. What carries over follows from keys alone (``rules.carry_over``) and is shown before:
    a lesson that was done stays done, an answer stays with its question as long as the key is
    there, changed or not; what became another question needs another key. Who has completed the
    course, or has a run of the new version already, is left where they are.
"""
