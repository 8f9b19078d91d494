"""What a draft leads to: its objectives, the questions that ask for them, framework items.

Decisions (2026-11-29):
  * An objective is aligned in ``objectives.toml``, a question asks for it by its attribute; both
    are one change of those few characters.
  * A draft is held against the frameworks together with the courses that are published, in the
    place of its own published version: an author sees which gap it closes before it does.
"""
