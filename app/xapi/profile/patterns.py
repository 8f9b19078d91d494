"""The order in which the platform says things about one run of a course.

Read greedily and without stepping back, as the specification has it: every member takes as much
as it can before the next one begins. The members of a run can be told apart by their first
statement, so nothing is lost by that. Names end with ``-2``: whoever holds the patterns of version
1 of the profile, in which nothing could be responded, must not get these for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from app.xapi.profile.names import pattern_iri, template_iri
from app.xapi.profile.words import Text

OF_SEVERAL: Final = ("alternates", "sequence")
OF_ONE: Final = ("optional", "oneOrMore", "zeroOrMore")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern.

    Attributes:
        name: Its last word, as ``names.pattern_iri`` takes it.
        label: What it is called.
        definition: What it describes.
        kind: One of ``OF_SEVERAL`` or ``OF_ONE``.
        members: ``templates/…`` or ``patterns/…``; one alone for a kind of ``OF_ONE``.
        is_primary: Whether whole runs are held against it.
    """

    name: str
    label: Text
    definition: Text
    kind: str
    members: tuple[str, ...]
    is_primary: bool = False

    def as_json(self, base: str) -> dict[str, Any]:
        """Return the one property that says what it is made of."""
        members = [_NAMED[folder](base, name) for folder, _, name in map(_parts, self.members)]
        return {self.kind: members if self.kind in OF_SEVERAL else members[0]}


def _parts(member: str) -> tuple[str, str, str]:
    return member.partition("/")


_NAMED: Final[dict[str, Callable[[str, str], str]]] = {
    "templates": template_iri,
    "patterns": pattern_iri,
}

PATTERNS: Final = (
    Pattern(
        name="course-run-2",
        label=Text("一つの受講", "run of a course"),
        definition=Text(
            "講座を始め、好きな順に学び、条件を満たせば修了する。途中でやめても、あとから続けてもよい。",
            "A learner begins a course, learns in any order, and ends it when its conditions are"
            " met. It may be left and taken up again at any point.",
        ),
        kind="sequence",
        members=(
            "templates/course-initialized",
            "patterns/acts-of-learning-2",
            "patterns/perhaps-an-ending-2",
        ),
        is_primary=True,
    ),
    Pattern(
        name="acts-of-learning-2",
        label=Text("学びのくり返し", "acts of learning"),
        definition=Text("学びが、いくつでも続く。", "Any number of acts of learning."),
        kind="zeroOrMore",
        members=("patterns/act-of-learning-2",),
    ),
    Pattern(
        name="act-of-learning-2",
        label=Text("一つの学び", "act of learning"),
        definition=Text(
            "レッスンを開く、進める、終える、問いに答える、考えを答える、または、まだ届かないと知る。",
            "A lesson opened, progressed or completed, a question answered or responded to, or the"
            " bar missed.",
        ),
        kind="alternates",
        members=(
            "templates/lesson-initialized",
            "templates/lesson-progressed",
            "templates/lesson-completed",
            "templates/question-answered",
            "templates/question-responded",
            "templates/course-failed",
        ),
    ),
    Pattern(
        name="perhaps-an-ending-2",
        label=Text("修了（まだでもよい）", "perhaps an ending"),
        definition=Text("修了する。まだでもよい。", "An ending, which may be yet to come."),
        kind="optional",
        members=("patterns/ending-2",),
    ),
    Pattern(
        name="ending-2",
        label=Text("修了", "ending"),
        definition=Text(
            "合格し、終え、条件を満たす。そのあとも学びは続けられる。",
            "The course is passed, completed and satisfied; learning may go on afterwards.",
        ),
        kind="sequence",
        members=(
            "templates/course-passed",
            "templates/course-completed",
            "templates/course-satisfied",
            "patterns/acts-of-learning-2",
        ),
    ),
)
