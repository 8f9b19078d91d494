"""One template for each thing that ``app.projects.statements`` says."""

from typing import Final

from app.xapi.profile.templates import Rule, Template
from app.xapi.profile.words import Text
from app.xapi.vocabulary import (
    ASKED,
    ATTENDED,
    COMPLETED,
    CREATED,
    FILE,
    GOAL,
    ISSUE,
    JOINED,
    MEETING,
    NOTE,
    OBJECTIVE,
    PROJECT,
    RESPONDED,
    REVIEW,
    SCORED,
    SERVICE,
    SHARED,
    TASK,
    Verb,
)

NO_COURSE: Final = Rule(
    "$.context.registration",
    "excluded",
    note=Text(
        "講座の受講ではない。",
        "A project is nobody's run through a course.",
    ),
)
WITHIN_PROJECT: Final = (
    NO_COURSE,
    Rule(
        "$.context.contextActivities.parent[*].id",
        "included",
        note=Text("プロジェクト。", "The project."),
    ),
)


def _template(
    name: str,
    verb: Verb,
    kind: str,
    label: tuple[str, str],
    definition: tuple[str, str],
    *rules: Rule,
) -> Template:
    place = (NO_COURSE,) if kind == PROJECT else WITHIN_PROJECT
    return Template(
        name=name,
        label=Text(*label),
        definition=Text(*definition),
        verb=verb,
        object_type=kind,
        rules=(*place, *rules),
        is_of_run=False,
    )


PROJECT_TEMPLATES: Final = (
    _template(
        "project-joined",
        JOINED,
        PROJECT,
        ("プロジェクトに加わった", "project joined"),
        ("チームに入ったとき。", "Said when somebody joins the team."),
    ),
    _template(
        "stage-completed",
        COMPLETED,
        OBJECTIVE,
        ("段階を終えた", "stage completed"),
        (
            "段階の終わりの条件がそろい、先生が次に進めたとき。",
            "Said when the gate at the end of a stage is opened, by whoever opened it.",
        ),
    ),
    _template(
        "milestone-completed",
        COMPLETED,
        GOAL,
        ("節目に着いた", "milestone met"),
        ("節目が終わったとき。", "Said when a milestone is met."),
    ),
    _template(
        "card-completed",
        COMPLETED,
        TASK,
        ("カードを終えた", "card completed"),
        (
            "ボードのカードが完了に移ったとき。題は書かない。",
            "Said when a card of the board is done. What it says is left out.",
        ),
    ),
    _template(
        "meeting-attended",
        ATTENDED,
        MEETING,
        ("打ち合わせに出た", "meeting attended"),
        ("記録に出席とあるとき。", "Said of whoever the notes of a meeting name as present."),
    ),
    _template(
        "decision-created",
        CREATED,
        NOTE,
        ("決めたことを書いた", "decision written down"),
        ("決めたことを書いたとき。", "Said when a decision is written down."),
    ),
    _template(
        "artifact-shared",
        SHARED,
        FILE,
        ("作ったものをのせた", "artifact shared"),
        ("新しい版ごとに。", "Said for each version of what was made."),
    ),
    _template(
        "mentor-asked",
        ASKED,
        ISSUE,
        ("相談票を出した", "mentor asked"),
        (
            "相談票を出したとき。文は書かない。",
            "Said when a ticket is handed in, without its text.",
        ),
    ),
    _template(
        "ticket-responded",
        RESPONDED,
        ISSUE,
        ("相談票に答えた", "ticket answered"),
        ("メンターが答えたとき。文は書かない。", "Said when a mentor answers, without the text."),
    ),
    _template(
        "journal-created",
        CREATED,
        REVIEW,
        ("ふりかえりを書いた", "journal entry written"),
        (
            "だれが読めるかにかかわらず。文は書かない。",
            "Said whoever may read the entry, and without its text.",
        ),
    ),
    _template(
        "peers-completed",
        COMPLETED,
        REVIEW,
        ("相互評価を終えた", "peer assessment completed"),
        (
            "相互評価を出したとき。中身は書かない。",
            "Said when it is handed in, without its content.",
        ),
    ),
    _template(
        "project-scored",
        SCORED,
        PROJECT,
        ("評価を受けた", "assessed"),
        ("先生が評価を決めたとき。", "Said when a teacher has settled the assessment."),
        Rule("$.result.score.scaled", "included"),
    ),
    _template(
        "proposal-shared",
        SHARED,
        NOTE,
        ("市に提案を出した", "proposal handed in"),
        ("提案を出したとき。", "Said when a proposal is handed to the city."),
    ),
    _template(
        "showcase-shared",
        SHARED,
        REVIEW,
        ("発表のページを公開した", "showcase published"),
        ("だれもが見られるようにしたとき。", "Said when the page becomes public."),
    ),
    _template(
        "help-completed",
        COMPLETED,
        SERVICE,
        ("手伝いを終えた", "help given"),
        ("頼んだ側が、済んだと認めたとき。", "Said when whoever asked has confirmed it."),
        Rule(
            "$.result.duration",
            "included",
            note=Text("かけた時間。", "The hours that were given."),
        ),
    ),
)
