"""What may be sent about tickets and mentors; what is right is the service's business."""

from app.mentoring.forms.sayings import (
    AnswerForm,
    AskBackForm,
    ReturnForm,
    ShareForm,
    WordsForm,
)
from app.mentoring.forms.tickets import TicketForm
from app.mentoring.forms.vouching import EndForm, VouchForm
from app.mentoring.forms.wording import FAULTS, HINTS, STATES, VETTING_FAULTS, VETTING_STATES

__all__ = [
    "FAULTS",
    "HINTS",
    "STATES",
    "VETTING_FAULTS",
    "VETTING_STATES",
    "AnswerForm",
    "AskBackForm",
    "EndForm",
    "ReturnForm",
    "ShareForm",
    "TicketForm",
    "VouchForm",
    "WordsForm",
]
