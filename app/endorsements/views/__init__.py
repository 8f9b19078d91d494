"""The pages of endorsements, on ``bp``."""

from app.endorsements.views import assessing, bringing, giving, learning, own, settling
from app.endorsements.views.root import bp, init_app

__all__ = ["assessing", "bp", "bringing", "giving", "init_app", "learning", "own", "settling"]
