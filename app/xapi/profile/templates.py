"""The language of templates, and one for each thing that ``app.learning.statements`` says."""

from dataclasses import dataclass
from typing import Any, Final

from app.xapi.iri import extension_iri
from app.xapi.profile.words import Text
from app.xapi.vocabulary import (
    ANSWERED,
    CMI5_CATEGORY,
    CMI5_MASTERY_SCORE,
    CMI5_MOVE_ON,
    CMI5_PROGRESS,
    COMPLETED,
    COURSE,
    FAILED,
    INITIALIZED,
    LESSON,
    PASSED,
    PROGRESSED,
    QUESTION,
    RESPONDED,
    SATISFIED,
    Extension,
    Verb,
)

CATEGORY: Final = "$.context.contextActivities.category[*].id"


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of the values at one place of a statement.

    Attributes:
        location: JSONPath. ``{name}`` in braces stands for the IRI of our extension of that name.
        presence: ``included``, ``excluded``, ``recommended``, or None.
        any: Values of which one at least must be there.
        all: The only values that may be there.
        none: Values that must not be there.
        note: Why, for whoever makes such statements.
    """

    location: str
    presence: str | None = None
    any: tuple[object, ...] = ()
    all: tuple[object, ...] = ()
    none: tuple[object, ...] = ()
    note: Text | None = None

    def as_json(self, base: str) -> dict[str, Any]:
        """Return the rule of an installation."""
        location = self.location
        for name in Extension:
            location = location.replace(f"{{{name}}}", extension_iri(base, name))
        return {"location": location} | {
            key: value
            for key, value in (
                ("presence", self.presence),
                ("any", list(self.any)),
                ("all", list(self.all)),
                ("none", list(self.none)),
                ("scopeNote", self.note.as_json() if self.note else None),
            )
            if value
        }


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of statement.

    Attributes:
        name: Its last word, as ``names.template_iri`` takes it.
        label: What it is called.
        definition: What it says, and when.
        verb: Determines it,
        object_type: together with the type of its object
        parent_types: and those of its context's parents.
        rules: What must hold besides ``OF_A_RUN``.
        is_of_run: Whether it is about a course; else ``EVERYWHERE`` and a language are enough.
    """

    name: str
    label: Text
    definition: Text
    verb: Verb
    object_type: str
    rules: tuple[Rule, ...]
    parent_types: tuple[str, ...] = ()
    is_of_run: bool = True

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule, the common ones first."""
        common = OF_A_RUN if self.is_of_run else (*EVERYWHERE, LANGUAGE)
        return (*common, *self.rules)


EVERYWHERE: Final = (
    Rule("$.id", "included"),
    Rule("$.timestamp", "included"),
    Rule(
        "$.actor.account.homePage",
        "included",
        note=Text(
            "人を登録している所。場所が移っても変わらない。",
            "The place that knows the person; it stays when the site moves.",
        ),
    ),
    Rule(
        "$.actor.account.name",
        "included",
        note=Text(
            "意味のない番号（UUID）。名前や学籍番号を使わない。",
            "A number without a meaning (UUID); neither a name nor a student number.",
        ),
    ),
    Rule(
        "$.actor['name', 'mbox', 'mbox_sha1sum', 'openid']",
        "excluded",
        note=Text(
            "記録は市の外に出ることがある。氏名とメールアドレスは書かない。",
            "Statements may leave the city: no name of a person and no e-mail address is in them.",
        ),
    ),
    Rule("$.object.definition.name.*", "included"),
)
LANGUAGE: Final = Rule("$.context.language", "included")
OF_A_RUN: Final = (
    *EVERYWHERE,
    Rule(
        "$.context.registration",
        "included",
        note=Text("一つの受講。", "One learner's run through one version of the course."),
    ),
    Rule(
        "$.context.revision",
        "included",
        note=Text(
            "講座の版。番号と、内容のハッシュの初めの12けた。",
            "The course version: its number, and the first twelve digits of its content's hash.",
        ),
    ),
    LANGUAGE,
)
"""What all statements about a course have in common."""
WITHIN_COURSE: Final = (
    Rule(
        "$.context.contextActivities.grouping[*].id",
        "included",
        note=Text("講座。", "The course."),
    ),
)
BY_CMI5: Final = (Rule(CATEGORY, any=(CMI5_CATEGORY,)),)
MOVES_ON: Final = (*BY_CMI5, Rule(CATEGORY, any=(CMI5_MOVE_ON,)))
MOVES_NOTHING: Final = (*BY_CMI5, Rule(CATEGORY, none=(CMI5_MOVE_ON,)))
BEYOND_CMI5: Final = (
    Rule(
        CATEGORY,
        none=(CMI5_CATEGORY, CMI5_MOVE_ON),
        note=Text("cmi5 が決めた文ではない。", "cmi5 leaves this statement to whoever makes it."),
    ),
)
NO_RESULT: Final = (Rule("$.result", "excluded"),)
NO_VERDICT: Final = (Rule("$.result['score', 'success', 'completion']", "excluded"),)
DONE: Final = (
    Rule("$.result.completion", "included", all=(True,)),
    Rule("$.result.score", "excluded"),
)
MASTERY: Final = Rule(
    f"$.context.extensions['{CMI5_MASTERY_SCORE}']",
    "included",
    note=Text("合格に要る点（0〜1）。", "The scaled score needed to pass, 0 to 1."),
)
SCORE: Final = Rule(
    "$.result.score.scaled",
    "included",
    note=Text(
        "すべての問いの、最もよい点の平均（0〜1、小数4けた）。",
        "The mean of the best scores of all questions, 0 to 1, rounded to four digits.",
    ),
)

COURSE_TEMPLATES: Final = (
    Template(
        name="course-initialized",
        label=Text("講座を始めた", "course begun"),
        definition=Text(
            "講座を受け始めたとき、一つの受講に一度だけ。",
            "Said when a learner begins a course, once in a registration.",
        ),
        verb=INITIALIZED,
        object_type=COURSE,
        rules=(*MOVES_NOTHING, *NO_RESULT),
    ),
    Template(
        name="lesson-initialized",
        label=Text("レッスンを開いた", "lesson opened"),
        definition=Text(
            "レッスンを初めて開いたとき。",
            "Said when a learner opens a lesson for the first time.",
        ),
        verb=INITIALIZED,
        object_type=LESSON,
        rules=(*WITHIN_COURSE, *MOVES_NOTHING, *NO_RESULT),
    ),
    Template(
        name="lesson-progressed",
        label=Text("レッスンを進めた", "lesson progressed"),
        definition=Text(
            "レッスンの中で、これまでより先のステップまで見終えたとき。",
            "Said when a learner has left more steps of a lesson behind than ever before.",
        ),
        verb=PROGRESSED,
        object_type=LESSON,
        rules=(
            *WITHIN_COURSE,
            *BEYOND_CMI5,
            Rule(
                f"$.result.extensions['{CMI5_PROGRESS}']",
                "included",
                note=Text("何％まで進んだか（整数）。", "Whole percent of the lesson's steps."),
            ),
            Rule(f"$.result.extensions['{{{Extension.STEPS}}}']", "included"),
            *NO_VERDICT,
        ),
    ),
    Template(
        name="lesson-completed",
        label=Text("レッスンを終えた", "lesson completed"),
        definition=Text(
            "レッスンを最後のステップまで見終えたとき。",
            "Said when a learner has gone through a lesson to its end.",
        ),
        verb=COMPLETED,
        object_type=LESSON,
        rules=(*WITHIN_COURSE, *MOVES_ON, *DONE),
    ),
    Template(
        name="question-answered",
        label=Text("問いに答えた", "question answered"),
        definition=Text(
            "問いに答えるたびに。講座を終えたあとの答えも記録する。",
            "Said each time a learner answers a question, also after the course is completed.",
        ),
        verb=ANSWERED,
        object_type=QUESTION,
        parent_types=(LESSON,),
        rules=(
            *WITHIN_COURSE,
            *BEYOND_CMI5,
            Rule("$.object.definition.interactionType", "included"),
            Rule("$.object.definition.correctResponsesPattern", "recommended"),
            Rule("$.result.response", "included"),
            Rule(
                "$.result.score.scaled",
                "included",
                note=Text(
                    "この答えの点（0〜1）。一部だけ正しい答えにも点がある。",
                    "The score of this answer, 0 to 1; an answer may be right in part.",
                ),
            ),
            Rule(
                "$.result.success",
                "included",
                note=Text(
                    "すべて正しいときだけ true。", "True when the answer is wholly right only."
                ),
            ),
            Rule(f"$.context.extensions['{{{Extension.ATTEMPT}}}']", "included"),
        ),
    ),
    Template(
        name="question-responded",
        label=Text("問いに考えを答えた", "question responded to"),
        definition=Text(
            "正しい答えのない問いに答えたとき、または、分かれ道のある話で道をえらんだとき。"
            "えらぶたびに記録し、点はつけない。",
            "Said each time a learner responds to a question that has no right answer, or takes a"
            " way on in a story that branches. Nothing is judged.",
        ),
        verb=RESPONDED,
        object_type=QUESTION,
        parent_types=(LESSON,),
        rules=(
            *WITHIN_COURSE,
            *BEYOND_CMI5,
            Rule("$.object.definition.interactionType", "included"),
            Rule("$.object.definition.correctResponsesPattern", "excluded"),
            Rule(
                "$.result.response",
                "recommended",
                note=Text(
                    "書いた人のほかはだれも読まない問いでは、書かない。",
                    "Left out where the question says that nobody else will read it.",
                ),
            ),
            *NO_VERDICT,
            Rule(f"$.context.extensions['{{{Extension.ATTEMPT}}}']", "included"),
        ),
    ),
    Template(
        name="course-failed",
        label=Text("講座の合格にまだ届かない", "course not passed yet"),
        definition=Text(
            "すべてのレッスンを終え、すべての問いに答えて、点がまだ足りないとき。"
            "受講はそのまま続けられる。",
            "Said when every lesson is done and every question answered, and the score does not"
            " reach the bar. It ends nothing: the learner goes on.",
        ),
        verb=FAILED,
        object_type=COURSE,
        rules=(
            *MOVES_ON,
            Rule("$.result.success", "included", all=(False,)),
            SCORE,
            MASTERY,
        ),
    ),
    Template(
        name="course-passed",
        label=Text("講座に合格した", "course passed"),
        definition=Text(
            "点が合格に届き、すべてのレッスンを終えたとき、一つの受講に一度だけ。",
            "Said when the score reaches the bar and every lesson is done, once in a"
            " registration.",
        ),
        verb=PASSED,
        object_type=COURSE,
        rules=(
            *MOVES_ON,
            Rule("$.result.success", "included", all=(True,)),
            SCORE,
            MASTERY,
        ),
    ),
    Template(
        name="course-completed",
        label=Text("講座を終えた", "course completed"),
        definition=Text(
            "合格のすぐあとに、同じ時刻で。",
            "Said right after passing, with the same timestamp.",
        ),
        verb=COMPLETED,
        object_type=COURSE,
        rules=(*MOVES_ON, *DONE),
    ),
    Template(
        name="course-satisfied",
        label=Text("講座の修了の条件を満たした", "course satisfied"),
        definition=Text(
            "講座を終えたすぐあとに、同じ時刻で。修了証はこれを受けて出される。",
            "Said right after completion, with the same timestamp. A credential follows from it.",
        ),
        verb=SATISFIED,
        object_type=COURSE,
        rules=(*MOVES_NOTHING, *NO_RESULT),
    ),
)
