"""What is held of a person, who looked, and what an erasure would do."""

from app.privacy.queries.held import Held, held, names_of
from app.privacy.queries.looks import Look, looks_at

__all__ = ["Held", "Look", "held", "looks_at", "names_of"]
