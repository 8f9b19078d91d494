"""The pages of this package, by whom they are for; all on one blueprint, ``bp``."""

from app.consents.views import answering, family, letters, school, texts
from app.consents.views.root import bp

__all__ = ["answering", "bp", "family", "letters", "school", "texts"]
