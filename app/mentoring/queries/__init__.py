"""Reading mentors and tickets: who may advise today, what waits for whom, what was given."""

from app.mentoring.queries.accounts import Account, account_for, accounts, parents
from app.mentoring.queries.desk import Desk, desk, people_of_place, vetting
from app.mentoring.queries.readiness import readiness
from app.mentoring.queries.tickets import (
    Shared,
    Waiting,
    minutes_given,
    own,
    shared,
    ticket,
    tickets,
    told_of_message,
    told_of_ticket,
)

__all__ = [
    "Account",
    "Desk",
    "Shared",
    "Waiting",
    "account_for",
    "accounts",
    "desk",
    "minutes_given",
    "own",
    "parents",
    "people_of_place",
    "readiness",
    "shared",
    "ticket",
    "tickets",
    "told_of_message",
    "told_of_ticket",
    "vetting",
]
