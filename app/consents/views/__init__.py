"""The pages of this package, by whom they are for; all on one blueprint, ``bp``."""

from app.consents.views import answering, class_letters, family, letters, notices, school, texts
from app.consents.views.root import bp

__all__ = ["answering", "bp", "class_letters", "family", "letters", "notices", "school", "texts"]
