"""Mistakes in lessons: readers tell of them, those who publish read, mend, and say so.

Vocabulary: a *lesson report* is what one reader tells of one mistake; a *spot* is where it is:
a course, a lesson of it, a screen (*step*, from 1), and on it a block (from 1) or a question.

Decisions (2026-11-29):
  * Anybody may tell, signed in or not, children by a few presses: what sort of mistake it is and
    where are lists; words are asked for only where the sort says nothing.
  * A report names its version, because lessons change and what was wrong may be gone. The
    beginning of the text is kept beside it, so that the list needs no lesson to be read.
  * No name is kept but of who has an account. A telling that fills the field no person sees is
    thanked for and dropped. One person is held to a number in 15 minutes, and so are together
    all visitors and guests of one network.
  * Courses are published by the city's administrators, so they read and answer; whoever MAINTAINER
    names gets a letter for each report.
"""
