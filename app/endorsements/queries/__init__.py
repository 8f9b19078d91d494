"""What pages show of endorsements, contests and prior learning; days, never instants."""

from app.endorsements.queries.desk import (
    LISTS,
    PAGE,
    Counts,
    Desk,
    contest_shown,
    desk,
    prior_file,
    prior_shown,
)
from app.endorsements.queries.given import Given, given, one_given
from app.endorsements.queries.news import News, asked_of, news
from app.endorsements.queries.own import Own, own, own_prior
from app.endorsements.queries.rows import (
    ContestRow,
    EndorsementRow,
    InvitationRow,
    PriorRow,
)
from app.endorsements.queries.standing import Standing, answers_for, standing_of
from app.endorsements.queries.telling import tell_endorsements, tell_prior_learning, told_of

__all__ = [
    "LISTS",
    "PAGE",
    "ContestRow",
    "Counts",
    "Desk",
    "EndorsementRow",
    "Given",
    "InvitationRow",
    "News",
    "Own",
    "PriorRow",
    "Standing",
    "answers_for",
    "asked_of",
    "contest_shown",
    "desk",
    "given",
    "news",
    "one_given",
    "own",
    "own_prior",
    "prior_file",
    "prior_shown",
    "standing_of",
    "tell_endorsements",
    "tell_prior_learning",
    "told_of",
]
