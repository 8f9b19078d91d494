"""The pages of tickets and mentors, on ``bp``."""

from app.mentoring.views import asking, mentors, own, sharing, talking
from app.mentoring.views.root import bp, init_app

__all__ = ["asking", "bp", "init_app", "mentors", "own", "sharing", "talking"]
