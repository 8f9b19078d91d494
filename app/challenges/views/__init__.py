"""The pages of challenges and proposals, on ``bp``."""

from app.challenges.views import desk, following, moderating, proposing, public, turning
from app.challenges.views.root import bp

__all__ = ["bp", "desk", "following", "moderating", "proposing", "public", "turning"]
