"""What pages show of self-checks, each as frozen values; of results only what may be shown."""

from app.surveys.queries.own import Own, cue, own
from app.surveys.queries.results import Group, Results, groups, results
from app.surveys.queries.rounds import Line, rounds
from app.surveys.queries.years import Choice, Years, years

__all__ = [
    "Choice",
    "Group",
    "Line",
    "Own",
    "Results",
    "Years",
    "cue",
    "groups",
    "own",
    "results",
    "rounds",
    "years",
]
