"""The pages of credentials: one's own, a stranger's check, and what verifiers fetch."""

from app.credentials.views import checking, desk, issuing, mine, published, taking
from app.credentials.views.root import bp

__all__ = ["bp", "checking", "desk", "issuing", "mine", "published", "taking"]
