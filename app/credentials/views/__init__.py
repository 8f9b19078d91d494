"""The pages of credentials: one's own, a stranger's check, and what verifiers fetch."""

from app.credentials.views import checking, class_papers, desk, issuing, mine, published, taking
from app.credentials.views.root import bp

__all__ = ["bp", "checking", "class_papers", "desk", "issuing", "mine", "published", "taking"]
