"""Statements read aloud: JSON in, Japanese out. Pure; nothing here knows of web or database.

Job: whoever has to read the record store reads sentences, not JSON. ``tell`` makes the sentence,
``facts`` the list of everything that the sentence leaves out, ``mentioned`` what has to be looked
up before either can be made.

The language is Japanese whatever the reader's is: a sentence is put together from particles and
endings, which no catalog of translations can do. Pages mark it with ``lang="ja"``.

Neither function raises on a valid statement, whatever it says (tests/unit/test_lrs_sentences.py);
names of people come from ``Known`` alone where the reader may not see strangers.
"""

from app.lrs.sentences.facts import Fact, Term, facts
from app.lrs.sentences.known import Known, Mentioned, mentioned
from app.lrs.sentences.naming import kind as activity_kind
from app.lrs.sentences.naming import title as activity_title
from app.lrs.sentences.telling import Part, Sentence, tell
from app.lrs.sentences.verbs import verb_phrase, verb_word

__all__ = [
    "Fact",
    "Known",
    "Mentioned",
    "Part",
    "Sentence",
    "Term",
    "activity_kind",
    "activity_title",
    "facts",
    "mentioned",
    "tell",
    "verb_phrase",
    "verb_word",
]
