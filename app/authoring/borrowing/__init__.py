"""Borrowing: blocks of a published course put into a lesson of a draft.

Decisions (2026-11-29):
  * What belongs together goes together: a block, what says it again in plain Japanese, the files
    it shows, and a line in the credits with the license of the course it is from.
  * Keys count within a course, so a key that the draft knows becomes another one, and a mark that
    leads to a question which was not taken is no mark any more.
  * An objective that the draft does not have is not named; translations and readings.toml stay
    behind, since both belong to the course they were made for.
  * Drills are not lent: what they draw from is a file of its own.
"""
