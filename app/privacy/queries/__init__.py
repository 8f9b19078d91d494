"""What is held of a person, who looked, and what an erasure would do."""

from app.privacy.queries.effect import Effect, effect
from app.privacy.queries.held import Held, held, names_of, shared
from app.privacy.queries.looks import Look, looks_at
from app.privacy.queries.merging import Handed, Preview, clashes, preview, refusal_of
from app.privacy.queries.traces import ids_of, merged_into, traces

__all__ = [
    "Effect",
    "Handed",
    "Held",
    "Look",
    "Preview",
    "clashes",
    "effect",
    "held",
    "ids_of",
    "looks_at",
    "merged_into",
    "names_of",
    "preview",
    "refusal_of",
    "shared",
    "traces",
]
