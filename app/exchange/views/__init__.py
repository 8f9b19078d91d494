"""The city administrators' pages about issuers and registries elsewhere, on ``bp``."""

from app.exchange.views import issuers, registries
from app.exchange.views.root import bp

__all__ = ["bp", "issuers", "registries"]
