"""The pages of endorsements, on ``bp``."""

from app.endorsements.views import assessing, bringing, giving, learning, own, settling
from app.endorsements.views.root import bp

__all__ = ["assessing", "bp", "bringing", "giving", "learning", "own", "settling"]
