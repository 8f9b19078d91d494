"""The jobs of this package; callers commit, services never do."""

from app.challenges.service.calling import close, move_answer, publish, take_off
from app.challenges.service.drafting import Written, change, copy, draft
from app.challenges.service.proposals import (
    Said,
    propose,
    publish_proposal,
    return_proposal,
    take_proposal,
)

__all__ = [
    "Said",
    "Written",
    "change",
    "close",
    "copy",
    "draft",
    "move_answer",
    "propose",
    "publish",
    "publish_proposal",
    "return_proposal",
    "take_off",
    "take_proposal",
]
