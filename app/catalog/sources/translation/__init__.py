"""Courses in other languages: gettext files beside the text, found by key and by the Japanese.

``locale/<language>/`` holds ``course.po`` for what stands in TOML files, and one file for each
lesson, with its name. An entry's ``msgctxt`` says what it is (``title``, ``doko.kyara.why``; a
block without a key is ``text``), its ``msgid`` is the Japanese as written, without readings. A
passage whose Japanese changed finds its translation no longer and is shown in Japanese: nothing
stale is ever shown. ``refresh`` brings the files up to date for the translators.
"""
