"""Beginning a course: from a starter, or as a copy of another one.

Vocabulary: a *starter* is a folder of course files below ``starters/`` in which ``［書く：…］``
says what the author writes in its place; ``check`` tells each of them as a fault, and nothing
else is wrong with a starter. The *address* of a course is its slug.

Decisions (2026-11-29):
  * The address is the reading of the title in romaji (Hepburn, long vowels short, as on road
    signs). What has kanji without a reading is asked for in kana; nobody has to know romaji.
  * The address of a course that was ever there, or of any draft, is not given out again: what
    learners did is kept under it.
  * A copy keeps its keys, since those count within their course only, and its license; whose
    work it was is written into its credits.
"""
