"""The jobs of this package, by who does them; callers commit, services never do."""

from app.adoption.service.answering import (
    Assignment,
    NewAnswer,
    answer,
    assign,
    keep_template,
    remove_template,
)
from app.adoption.service.continuing import Ending, go_on, keep_days, look
from app.adoption.service.offers import NewOffer, add_offer, change_offer, end_offer
from app.adoption.service.proposing import Draft, hand_in, write
from app.adoption.service.steps import Officer, Seen
from app.adoption.service.working import (
    Figure,
    decide_money,
    measure,
    put_in_service,
    report_progress,
    request_money,
    tell_news,
)

__all__ = [
    "Assignment",
    "Draft",
    "Ending",
    "Figure",
    "NewAnswer",
    "NewOffer",
    "Officer",
    "Seen",
    "add_offer",
    "answer",
    "assign",
    "change_offer",
    "decide_money",
    "end_offer",
    "go_on",
    "hand_in",
    "keep_days",
    "keep_template",
    "look",
    "measure",
    "put_in_service",
    "remove_template",
    "report_progress",
    "request_money",
    "tell_news",
    "write",
]
