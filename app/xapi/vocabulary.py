"""The verbs, activity types and extensions that this platform speaks.

Source: the ADL vocabulary (http://adlnet.gov/expapi/), cmi5 (Quartz), sections 7.1 and 9; for
projects the Activity Streams 1.0 schema and the TinCan registry.
"""

import enum
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADL: Final = "http://adlnet.gov/expapi/"
_W3ID: Final = "https://w3id.org/xapi/"
_STREAMS: Final = "http://activitystrea.ms/schema/1.0/"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its IRI carries the meaning, ``display`` is only for reading."""

    id: str
    display: "Mapping[str, str]"


def _verb(iri: str, ja: str, en: str) -> Verb:
    return Verb(iri, MappingProxyType({"ja": ja, "en": en}))


LAUNCHED: Final = _verb(f"{_ADL}verbs/launched", "起動した", "launched")
INITIALIZED: Final = _verb(f"{_ADL}verbs/initialized", "始めた", "initialized")
PROGRESSED: Final = _verb(f"{_ADL}verbs/progressed", "進めた", "progressed")
EXPERIENCED: Final = _verb(f"{_ADL}verbs/experienced", "体験した", "experienced")
ANSWERED: Final = _verb(f"{_ADL}verbs/answered", "答えた", "answered")
RESPONDED: Final = _verb(f"{_ADL}verbs/responded", "考えを答えた", "responded")
PASSED: Final = _verb(f"{_ADL}verbs/passed", "合格した", "passed")
FAILED: Final = _verb(f"{_ADL}verbs/failed", "合格に届かなかった", "failed")
COMPLETED: Final = _verb(f"{_ADL}verbs/completed", "終えた", "completed")
TERMINATED: Final = _verb(f"{_ADL}verbs/terminated", "閉じた", "terminated")
ABANDONED: Final = _verb(f"{_W3ID}adl/verbs/abandoned", "途中で離れた", "abandoned")
WAIVED: Final = _verb(f"{_W3ID}adl/verbs/waived", "免除された", "waived")
SATISFIED: Final = _verb(f"{_W3ID}adl/verbs/satisfied", "修了の条件を満たした", "satisfied")
JOINED: Final = _verb(f"{_STREAMS}join", "加わった", "joined")
CREATED: Final = _verb(f"{_STREAMS}create", "書いた", "created")
ATTENDED: Final = _verb(f"{_ADL}verbs/attended", "出席した", "attended")
SHARED: Final = _verb(f"{_ADL}verbs/shared", "みんなに見せた", "shared")
ASKED: Final = _verb(f"{_ADL}verbs/asked", "たずねた", "asked")
SCORED: Final = _verb(f"{_ADL}verbs/scored", "評価を受けた", "scored")
VOIDED: Final = _verb(f"{_ADL}verbs/voided", "取り消した", "voided")
"""Reserved by xAPI (Data 2.3.2): the statement it points at is to be disregarded."""

VERBS: Final = (
    LAUNCHED,
    INITIALIZED,
    PROGRESSED,
    EXPERIENCED,
    ANSWERED,
    RESPONDED,
    PASSED,
    FAILED,
    COMPLETED,
    TERMINATED,
    ABANDONED,
    WAIVED,
    SATISFIED,
    JOINED,
    CREATED,
    ATTENDED,
    SHARED,
    ASKED,
    SCORED,
    VOIDED,
)
"""Every verb above, for the profile and for reading statements as sentences."""

COURSE: Final = f"{_ADL}activities/course"
MODULE: Final = f"{_ADL}activities/module"
LESSON: Final = f"{_ADL}activities/lesson"
ASSESSMENT: Final = f"{_ADL}activities/assessment"
QUESTION: Final = f"{_ADL}activities/cmi.interaction"
PROFILE: Final = f"{_ADL}activities/profile"
OBJECTIVE: Final = f"{_ADL}activities/objective"
MEETING: Final = f"{_ADL}activities/meeting"
FILE: Final = f"{_ADL}activities/file"
PROJECT: Final = "http://id.tincanapi.com/activitytype/project"
GOAL: Final = "http://id.tincanapi.com/activitytype/goal"
TASK: Final = f"{_STREAMS}task"
NOTE: Final = f"{_STREAMS}note"
ISSUE: Final = f"{_STREAMS}issue"
REVIEW: Final = f"{_STREAMS}review"
SERVICE: Final = f"{_STREAMS}service"

CMI5_COURSE: Final = f"{_W3ID}cmi5/activitytype/course"
CMI5_BLOCK: Final = f"{_W3ID}cmi5/activitytype/block"
CMI5_CATEGORY: Final = f"{_W3ID}cmi5/context/categories/cmi5"
"""Context category of every statement that cmi5 defines (cmi5 9.6.2.1)."""
CMI5_MOVE_ON: Final = f"{_W3ID}cmi5/context/categories/moveon"
"""Context category of statements that count for moving on (cmi5 9.6.2.2)."""

CMI5_PROGRESS: Final = f"{_W3ID}cmi5/result/extensions/progress"
"""Result extension: whole percent done, 0 to 100 (cmi5 9.5.5.1)."""
CMI5_REASON: Final = f"{_W3ID}cmi5/result/extensions/reason"
"""Result extension: why something was waived (cmi5 9.5.5.2)."""
CMI5_MASTERY_SCORE: Final = f"{_W3ID}cmi5/context/extensions/masteryscore"
"""Context extension: the scaled score needed to pass, 0 to 1 (cmi5 9.6.3.2)."""
CMI5_SESSION: Final = f"{_W3ID}cmi5/context/extensions/sessionid"
"""Context extension: the id of one sitting (cmi5 9.6.3.1)."""

SIGNATURE: Final = f"{_ADL}attachments/signature"
"""Attachment usage of a signed statement's JSON web signature (Data 2.6)."""


class Extension(enum.StrEnum):
    """Names of our own extensions; ``iri.extension_iri`` makes the IRI for an installation."""

    ATTEMPT = "attempt"
    """Context: which try at this question, counted from 1; an integer."""
    CARDS = "cards"
    """Activity: what may be chosen instead of written; texts in Japanese by their keys."""
    STEPS = "steps"
    """Result: how many steps (screens) of the lesson lie behind the learner; an integer."""
