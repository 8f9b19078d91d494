"""The pages of proposals, on ``bp``."""

from app.adoption.views import case, endings, figures, inbox, kept, moves, offers, team
from app.adoption.views.root import bp

__all__ = ["bp", "case", "endings", "figures", "inbox", "kept", "moves", "offers", "team"]
