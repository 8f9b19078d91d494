"""The jobs of this package; callers commit, services never do."""

from app.contributions.service.needs import Asked, add_need, end_need
from app.contributions.service.offering import Given, offer, withdraw
from app.contributions.service.settling import accept, decline, finish, thank

__all__ = [
    "Asked",
    "Given",
    "accept",
    "add_need",
    "decline",
    "end_need",
    "finish",
    "offer",
    "thank",
    "withdraw",
]
