"""Vettings: an organization vouches for somebody who advises pupils, from when until when.

Job: keep that record, and answer one question: does somebody vouch today for this person, where
they advise for that organization?

Vocabulary:
    vetting   an organization vouches for a mentor: from, until, what was checked, minutes a term
    holds     its days have begun, have not passed, and nobody ended it early
    covers    it speaks for its organization and for all that stand below it

Decisions (2026-11-30):
  * The record stands below ``projects``, and not with the mentors' desk above it: who opens a
    project is decided there, and a project that had to be told from above whether a mentor is
    vouched for would open itself wherever nobody tells. Here whoever asks is answered by the
    database, in the same statement that asks for the memberships.
  * Only reading is here. Vouching, ending and renewing are ``mentoring``'s: an end gives tickets
    back, and the desk knows minutes and projects.
  * A vetting is the mentor's alone. Who is in a project as a teacher as well opens it as a
    teacher.
"""
