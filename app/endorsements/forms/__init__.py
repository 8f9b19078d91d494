"""What may be sent to these pages, and what addresses ask for."""

from app.endorsements.forms.giving import EndorseForm, InviteForm, ReasonForm
from app.endorsements.forms.learning import AssessForm, CredentialForm, PriorForm
from app.endorsements.forms.objecting import ContestForm, SettleForm
from app.endorsements.forms.picking import Picking
from app.endorsements.forms.words import FAULTS, OUTCOMES, STAGES

__all__ = [
    "FAULTS",
    "OUTCOMES",
    "STAGES",
    "AssessForm",
    "ContestForm",
    "CredentialForm",
    "EndorseForm",
    "InviteForm",
    "Picking",
    "PriorForm",
    "ReasonForm",
    "SettleForm",
]
