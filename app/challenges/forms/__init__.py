"""What may be sent about challenges and proposals."""

from app.challenges.forms.challenge import ChallengeForm, Rows, Skills
from app.challenges.forms.proposals import ProposalForm, ReturnForm, TakeForm
from app.challenges.forms.turning import EndForm, MoveForm
from app.challenges.forms.wanting import wanted_of
from app.challenges.forms.words import FAULTS, HINTS, LACKING, LINE_NAMES

__all__ = [
    "FAULTS",
    "HINTS",
    "LACKING",
    "LINE_NAMES",
    "ChallengeForm",
    "EndForm",
    "MoveForm",
    "ProposalForm",
    "ReturnForm",
    "Rows",
    "Skills",
    "TakeForm",
    "wanted_of",
]
