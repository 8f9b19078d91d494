"""The pages of assessments, on ``bp``."""

from app.assessments.views import home, mentoring, peers, settling
from app.assessments.views.root import bp

__all__ = ["bp", "home", "mentoring", "peers", "settling"]
