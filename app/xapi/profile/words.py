"""The words of the profile: extensions of our own, and what we use of others."""

from dataclasses import dataclass
from typing import Any, Final

from app.xapi.vocabulary import (
    ANSWERED,
    ASKED,
    ATTENDED,
    COMPLETED,
    COURSE,
    CREATED,
    FAILED,
    FILE,
    GOAL,
    INITIALIZED,
    ISSUE,
    JOINED,
    LESSON,
    MEETING,
    NOTE,
    OBJECTIVE,
    PASSED,
    PROGRESSED,
    PROJECT,
    QUESTION,
    RESPONDED,
    REVIEW,
    SATISFIED,
    SCORED,
    SERVICE,
    SHARED,
    TASK,
    Extension,
    Verb,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A few words in the two languages of the profile."""

    ja: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return the language map."""
        return {"ja": self.ja, "en": self.en}


@dataclass(frozen=True, slots=True)
class OwnExtension:
    """One extension of ours.

    Attributes:
        name: Its last word, as ``iri.extension_iri`` takes it.
        type: ``ContextExtension``, ``ResultExtension`` or ``ActivityExtension``.
        label: What it is called.
        definition: What its value means.
        schema: JSON Schema of its value; only keywords that ``values`` knows.
        verbs: The verbs it is meant for;
        activity_types: of an ``ActivityExtension``, the types of activities instead.
    """

    name: Extension
    type: str
    label: Text
    definition: Text
    schema: dict[str, Any]
    verbs: tuple[Verb, ...] = ()
    activity_types: tuple[str, ...] = ()


EXTENSIONS: Final = (
    OwnExtension(
        name=Extension.ATTEMPT,
        type="ContextExtension",
        label=Text("何回目の答えか", "attempt"),
        definition=Text(
            "同じ受講の中で、その問いに答えるのが何回目かを、1から数えた整数。",
            "Which try at this question within the registration, an integer counted from 1.",
        ),
        verbs=(ANSWERED, RESPONDED),
        schema={"type": "integer", "minimum": 1},
    ),
    OwnExtension(
        name=Extension.CARDS,
        type="ActivityExtension",
        label=Text("えらべるカード", "cards"),
        definition=Text(
            "文で書く問いで、書くかわりにえらべるカード。答えに出るキーと、カードの言葉。",
            "Cards to choose instead of writing, where a question asks for a text: the keys that"
            " occur in responses, and what the cards say.",
        ),
        activity_types=(QUESTION,),
        schema={"type": "object"},
    ),
    OwnExtension(
        name=Extension.STEPS,
        type="ResultExtension",
        label=Text("見終えたステップの数", "steps left behind"),
        definition=Text(
            "レッスンのステップ（画面）のうち、見終えた数。同じ受講の中では、減ることがない。",
            "How many steps (screens) of the lesson lie behind the learner, an integer. Within a"
            " registration it never goes down.",
        ),
        verbs=(PROGRESSED,),
        schema={"type": "integer", "minimum": 1},
    ),
)

VERBS: Final = (
    INITIALIZED,
    PROGRESSED,
    ANSWERED,
    RESPONDED,
    FAILED,
    PASSED,
    COMPLETED,
    SATISFIED,
    JOINED,
    CREATED,
    ATTENDED,
    SHARED,
    ASKED,
    SCORED,
)
"""The verbs of others that our templates speak of."""

ACTIVITY_TYPES: Final = (
    (COURSE, Text("講座", "course")),
    (LESSON, Text("レッスン", "lesson")),
    (QUESTION, Text("問い", "question")),
    (PROJECT, Text("プロジェクト", "project")),
    (OBJECTIVE, Text("段階", "stage")),
    (GOAL, Text("節目", "milestone")),
    (TASK, Text("カード", "card")),
    (MEETING, Text("打ち合わせ", "meeting")),
    (NOTE, Text("決めたこと、提案", "decision or proposal")),
    (FILE, Text("作ったもの", "artifact")),
    (ISSUE, Text("相談票", "ticket")),
    (REVIEW, Text("ふりかえり、評価、発表", "journal, assessment or showcase")),
    (SERVICE, Text("手伝い", "help given")),
)
"""The activity types of others that our templates speak of, and what we call them."""
