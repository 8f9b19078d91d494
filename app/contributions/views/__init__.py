"""The pages of needs and offers, on ``bp``."""

from app.contributions.views import asking, giving, project, public, settling
from app.contributions.views.root import bp, init_app

__all__ = ["asking", "bp", "giving", "init_app", "project", "public", "settling"]
