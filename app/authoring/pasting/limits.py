"""How much may be pasted at once, and what reading it may cost."""

from typing import Final

LONGEST: Final = 100_000
"""Characters of text. A lesson of 45 minutes has some 3,000."""

MEMORY: Final = 700_000_000
"""Bytes of address space of the process that reads; a Word file of 2 MB needs a third of them."""

SECONDS: Final = 20
"""Of processor time, for the same."""

PATIENCE_SECONDS: Final = 40
"""How long a page waits for it."""
