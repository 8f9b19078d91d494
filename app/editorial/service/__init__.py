"""What people do around a draft. Each function is one job, inside the caller's transaction."""

from app.editorial.service.members import invite, leave
from app.editorial.service.release import ask_to_publish, settle
from app.editorial.service.review import comment, reply, resolve, take_step

__all__ = [
    "ask_to_publish",
    "comment",
    "invite",
    "leave",
    "reply",
    "resolve",
    "settle",
    "take_step",
]
