"""The readings of a course: put into every text at publish, kept, compared, never changed after.

``walk`` finds every Japanese text of a compiled course, in the same order each time; ``words``
reads ``readings.toml``; ``changes`` compares two readings of the same course. Pure.
"""
