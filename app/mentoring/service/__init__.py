"""The jobs of this package; callers commit, services never do."""

from app.mentoring.service.answering import Answer, answer, ask_back, share, unshare, write
from app.mentoring.service.asking import Asked, ask, hand_in, mend, withdraw
from app.mentoring.service.ending import return_orphans, warn_of_endings
from app.mentoring.service.passing import give_back, pass_on
from app.mentoring.service.vouching import Vouching, end, vouch

__all__ = [
    "Answer",
    "Asked",
    "Vouching",
    "answer",
    "ask",
    "ask_back",
    "end",
    "give_back",
    "hand_in",
    "mend",
    "pass_on",
    "return_orphans",
    "share",
    "unshare",
    "vouch",
    "warn_of_endings",
    "withdraw",
    "write",
]
