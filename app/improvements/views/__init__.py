"""The pages of memos, on ``bp``."""

from app.improvements.views import desk, files, own
from app.improvements.views.root import bp

__all__ = ["bp", "desk", "files", "own"]
