"""The jobs of this package; callers commit, services never do."""

from app.showcase.service.commenting import decide_comment, write_comment
from app.showcase.service.publishing import give_back, hand_in, publish, withdraw
from app.showcase.service.watching import look_again, look_for
from app.showcase.service.writing import Credit, Writer, say_press, say_wish, write

__all__ = [
    "Credit",
    "Writer",
    "decide_comment",
    "give_back",
    "hand_in",
    "look_again",
    "look_for",
    "publish",
    "say_press",
    "say_wish",
    "withdraw",
    "write",
    "write_comment",
]
