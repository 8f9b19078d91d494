"""Borrowing: blocks of a published course put into a lesson of a draft.

Decisions (2026-11-29):
  * What belongs together goes together: a block, what says it again in plain Japanese, the files
    it shows, and a line in the credits with the license of the course it is from.
  * Keys count within a course, so a key that the draft knows becomes another one, and a mark that
    leads to a question which was not taken is no mark any more.
  * An objective that the draft does not have is not named.
  * Into files beside the lesson come: what a drill draws from, under a key of its own; finished
    translations, in the languages that the draft has; the course's readings of words in these
    blocks, as readings of the lesson alone; explained words that they use; and, where a file
    comes, what the course says of whose its files are.
  * What the draft says otherwise stays as the draft says it. What did not come is told.
"""
