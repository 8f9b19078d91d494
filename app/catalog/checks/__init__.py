"""What a careful author looks at before publishing, one job a module; all of it pure.

Vocabulary: a *finding* is a fault (where, what, how to mend it) with its *job* (alternative texts,
contrast, links …) and its *weight*: MUST keeps a course from being published, SHOULD is for the
author to decide, KNOW is good to know. A *look* is what only the analyzer can tell of a course:
doubtful readings and what is hard to read, kept by text, so that it holds wherever the text goes.

Decisions (2026-11-29):
  * The editor, ``flask courses check`` and publishing say the same things, because they ask here.
  * What cannot be computed is said to be unknown: the colors of photographs, pages elsewhere.
  * A check never changes a course, and no page outside of the site is contacted.
"""
