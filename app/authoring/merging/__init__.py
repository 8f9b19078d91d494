"""Merging: a draft is brought up to a version that was published while it was under way.

Vocabulary: *base* is the version on which the draft stands, *theirs* the one that is published
now, *ours* the draft. Files are cut into *units*: blocks, entries of TOML, translations,
paragraphs. A *dispute* is where both changed the same unit; its *sites* are where it stands.

Decisions (2026-11-29):
  * Three files are compared unit by unit, and what only one side changed is taken. Where both
    did, a person chooses: theirs, ours, or both after one another. Nothing is chosen silently.
  * A lesson, a module and a block are known by their keys, so that one side may move what the
    other mends. Whatever has no key is known by what it says.
  * What is published keeps its keys. A key that both sides gave to new things becomes another
    one in the draft, of which no statement speaks yet.
  * It is one change of the history, of a kind of its own. It brings the draft onto the new
    version; an undo brings everything back, that included.
  * A folder is held against what the workshop published since: if something of that would be
    lost, it is told, and nothing is published.
"""
