"""The pages of the team's room."""

from app.workroom.views import artifacts, board, cards, decisions, files, meetings, versions
from app.workroom.views.root import bp, init_app

__all__ = [
    "artifacts",
    "board",
    "bp",
    "cards",
    "decisions",
    "files",
    "init_app",
    "meetings",
    "versions",
]
