"""市の課題: what departments ask schools, the university and citizens to work on with them.

Job: a department puts a challenge into six lines, and it is published for a call between two days;
citizens and schools propose what should be one; what is followed is told.

Vocabulary:
    challenge   市の課題, with six lines: whose trouble, what is asked in one sentence, what is
                fixed, who decides, by when it is answered, what the answers are used for
    call        募集: from the first to the last day on which teams may take it
    proposal    課題の提案 by a citizen or a school, read by a moderator before anybody else does
    field       one of the house's five, for color and cloth

Decisions (2026-11-30):
  * Without all six lines nothing is published, and the question is looked at: one sentence that
    asks, not too wide (``rules``). Hints are hints; only what is missing blocks.
  * The day by which the department answers is a promise: it stands on the public page, and moves
    only with a reason that stands there too.
  * Teams work on what they read: once published, the six lines stand. Data, skills, who answers
    for it and a later end of the call may change; whoever asks something else copies it as new.
  * A decision in another fiscal year than the call is said on the page, not refused.
  * Moderators judge a proposal without a name; the answer reaches whoever said it as a notice.
    Minors propose through their teacher, in the school's name.
  * Needs, teams and showcases stand above, and show themselves on a challenge's page through
    ``beside``: this package imports none of them.
"""
