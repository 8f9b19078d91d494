"""Courses: read from plain files, checked, published as immutable versions, shown to readers.

One door: ``sources.read`` turns the bytes of a course folder (or, in a later part, an editor's
draft) into a frozen ``CourseSource``; ``sources.check`` reports every fault at once;
``service.publish_course`` makes one immutable ``CourseVersion`` when the content differs from
every version before. The format stands in ``courses/README.md``.

Vocabulary: a *course* has *modules*, a module has *lessons*, a lesson has *steps* (screens), a
step has *blocks* of text and at most one *question*. A *slice* is where a block stands in its
file, in bytes: the slices of a lesson, put one after the other, are the file.

Decisions:

* Text is kept as segments (surface, reading) beside an HTML skeleton without any author text
  in it. Markdown is parsed and cleaned once, at publish; a request only fills segments into a
  clean skeleton for one ``View`` and keeps the outcome by content hash. (2026-11)
* The hash of a version is over the bytes of its files, so that what was published can be
  exported again byte for byte; the hash of a lesson is over what it became, so that an
  untouched lesson keeps its views from one version to the next. (2026-11)
* Translations are gettext files beside the text, matched by the key of a passage and its
  Japanese without readings: a passage that changed is shown in Japanese until somebody looked,
  never as a stale translation. A question changes its language as a whole. (2026-11)
* Versions never change, so what was parsed from them is kept in the process, bounded; a lesson
  page needs no query of this package once it is warm. (2026-11)
"""
