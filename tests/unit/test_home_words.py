"""The words with which a home speaks of statements."""

from app.home.queries import SAID
from app.xapi.vocabulary import VERBS


def test_each_of_our_verbs_is_said_as_the_vocabulary_says_it() -> None:
    assert {verb.id: verb.display["ja"] for verb in VERBS} == SAID
