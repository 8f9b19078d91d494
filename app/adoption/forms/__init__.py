"""What may be sent: by the team, by the department, and what the address of a list may ask for."""

from app.adoption.forms.asked import Address
from app.adoption.forms.moves import (
    AnswerForm,
    AssignForm,
    DecideForm,
    FigureForm,
    MeasureForm,
    NewsForm,
    ProgressForm,
    RequestForm,
    ServeForm,
    check,
)
from app.adoption.forms.team import EndingForm, LookForm, OfferForm, ProposalForm
from app.adoption.forms.words import FAULTS

__all__ = [
    "FAULTS",
    "Address",
    "AnswerForm",
    "AssignForm",
    "DecideForm",
    "EndingForm",
    "FigureForm",
    "LookForm",
    "MeasureForm",
    "NewsForm",
    "OfferForm",
    "ProgressForm",
    "ProposalForm",
    "RequestForm",
    "ServeForm",
    "check",
]
