"""What can be done here. Each function is one job, in the caller's transaction.

For a history that is made up, each takes the instant at which it happened::

    endorse(session, clerk.id, Words("dss-l@1.2/T5", 2, "…", work="窓口"), by=chief.id, now=then)
    found = contest(session, attestation.id, "…", by=clerk.id, now=then)
    settle(session, found, Answer(Outcome.UPHELD, "…"), by=officer.id, now=later)
    prior = claim(session, clerk.id, Learned("…", "…", day, asked={"dss-l@1.2/T5": 2}), now=then)
    assess(session, prior, Assessment(Stage.ACCEPTED, "…", prior.asked), by=officer.id, now=later)
"""

from app.endorsements.service.bringing import Brought, Fate, bring
from app.endorsements.service.contesting import (
    Answer,
    contest,
    drop,
    possible,
    settle,
)
from app.endorsements.service.endorsing import (
    Words,
    accept,
    end_invitation,
    endorse,
    invite,
    withdraw,
)
from app.endorsements.service.forgetting import forget
from app.endorsements.service.noting import note_read
from app.endorsements.service.prior import (
    Assessment,
    Learned,
    Shown,
    assess,
    change,
    claim,
    take_back,
)

__all__ = [
    "Answer",
    "Assessment",
    "Brought",
    "Fate",
    "Learned",
    "Shown",
    "Words",
    "accept",
    "assess",
    "bring",
    "change",
    "claim",
    "contest",
    "drop",
    "end_invitation",
    "endorse",
    "forget",
    "invite",
    "note_read",
    "possible",
    "settle",
    "take_back",
    "withdraw",
]
