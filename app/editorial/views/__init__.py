"""The pages around a draft: who takes part, its review, its publication; and a course's desk."""

from app.editorial.views import desk, members, release
from app.editorial.views.review import bp

__all__ = ["bp", "desk", "members", "release"]
