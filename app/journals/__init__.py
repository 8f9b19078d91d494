"""Reflective journals: what pupils think of their own work, for themselves or for others.

Job: a learner of a project takes a prompt card, writes what they think, and says who reads it;
teachers answer with one line and see who has written; everybody prints their own.

Vocabulary:
    entry     what one learner wrote at one stage, to a card or freely
    card      a question that helps to begin: data (``data/prompts.toml``), per stage
    reach     who reads an entry: oneself alone, the team (all learners and teachers of the
              project), or the team and its mentors
    reply     one line of a teacher below an entry that they may read

Decisions (2026-11-30):
  * What is for oneself alone is read by nobody else: no teacher, no list, no export but one's
    own, and no scan for words. A teacher sees that somebody wrote, and nothing of what. So the
    form says at the place of writing whom to tell when something hurts.
  * «For myself» is what a new entry says until its writer chooses otherwise.
  * An entry is changed until the gate of its stage is passed; what was thought then stays what
    was thought. Taking it back for oneself, or away, is always possible, in an ended project too.
  * The gate's fact «everybody wrote» counts entries of any reach.
  * Statements and the project's activities say that an entry was written, and none of its words.
"""
