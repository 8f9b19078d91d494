"""Questions: their kinds, how an answer is graded, and how xAPI describes both. Pure.

Kinds carry QTI's names, so that import and export are a mapping and not a translation. To add
a kind: write one module like ``choice.py`` and add one line to ``KINDS`` in ``kinds.py``.
Nothing else in this package changes; the catalog's reader takes the way options are written
from the kind (``written_as``), the player draws them by ``Kind.name``.

Vocabulary: an *item* is a question as it was published; an *option* is one choice, one thing
to order, or one foreseen answer, with a key that is never reused; a *response* is what the
learner sent, as a tuple of option keys (or the typed text); a *grade* is 0.0 to 1.0.

Partial credit: in a multiple response every option counts, ticked or left blank, so that
ticking everything earns no more than the share of right ones; in an ordering every pair of
neighbors counts, so that one thing moved costs little. Passing is the course's own rule.
"""
