"""What may be sent to these pages, and what their addresses ask for."""

from app.workroom.forms.artifacts import AboutForm, ShareForm, VersionForm
from app.workroom.forms.cards import BoardAddress, CardForm, destination_of
from app.workroom.forms.meetings import DecisionForm, MeetingForm
from app.workroom.forms.words import COLUMNS, CREDITS, KINDS, WHY

__all__ = [
    "COLUMNS",
    "CREDITS",
    "KINDS",
    "WHY",
    "AboutForm",
    "BoardAddress",
    "CardForm",
    "DecisionForm",
    "MeetingForm",
    "ShareForm",
    "VersionForm",
    "destination_of",
]
