"""The preview: a draft's lesson in the learner's own player, as whoever an author chooses sees it.

It stands above the two it joins: ``authoring`` holds the files, ``learning`` shows the screens.

Decisions (2026-11-29):
  * A preview reads of the course only what the lesson needs, and compiles it as publishing does;
    faults do not matter here, what cannot be read is simply not there.
  * Nothing that is done in it is kept: an answer is graded and told, and forgotten.
  * Readings come from the analysis, a process of its own that is started when a preview first
    needs it and ended when none did for a while. A text without its readings is shown as it is,
    and asks again (``data-readings``): what is typed is seen at once. What was read is kept, by
    the text itself and what read it.
"""
