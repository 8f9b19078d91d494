"""Training that others offer: lists come, and HR brings them in."""

from functools import partial

import sqlalchemy as sa

from app.demo import descriptions as d
from app.demo.calendar import Calendar
from app.demo.cast import HR, Clerk, Stage
from app.demo.scene import Scene
from app.personnel import queries as personnel
from app.sheets.text import written_csv
from app.training import service
from app.training.models import TrainingSource
from app.training.presets import PRESETS
from app.training.service import Attests, Completion

L = d.L
J_LIS, UDEMY, PREFECTURE, CLASS = "j-lis", "udemy-business", "prefecture", "class"

ATTESTS: dict[str, tuple[Attests, ...]] = {
    J_LIS: (
        Attests("情報セキュリティマネジメントセミナー", ((f"{L}H3", 2), (f"{L}H5", 1)), 24),
        Attests("自治体DXの進めかた", ((f"{L}Y1", 1), (f"{L}Y3", 1)), None),
    ),
    UDEMY: (
        Attests("Excel*", ((f"{L}H2", 1), (f"{L}T3", 1)), None),
        Attests("Python*", ((f"{L}T3", 2),), None),
    ),
    PREFECTURE: (Attests("RPAの基本", ((f"{L}H2", 2), (f"{L}M5", 1)), None),),
    CLASS: (Attests("写真で学ぶ現場の情報の扱い", ((f"{L}H4", 1),), None),),
}
"""What HR said that a title attests."""


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when lists came, in no order."""
    day = calendar.day
    return [
        Scene(day(2, 5, 20), "外部研修の提供元", add_sources),
        *(
            Scene(
                day(back, month, 25),
                f"{PRESETS[key].name}の受講の表",
                partial(bring, key=key, count=count),
            )
            for back, month, key, count in (
                (2, 9, J_LIS, 10),
                (2, 3, UDEMY, 26),
                (1, 9, PREFECTURE, 18),
                (1, 10, J_LIS, 12),
                (1, 3, UDEMY, 30),
                (0, 9, PREFECTURE, 14),
                (0, 10, UDEMY, 28),
            )
        ),
        Scene(day(0, 6, 24), "集合研修", enter),
    ]


def add_sources(stage: Stage) -> None:
    """Say which sources there are, and what their titles attest."""
    for key, rules in ATTESTS.items():
        preset = PRESETS[key]
        source = service.add_source(
            stage.session,
            preset.name,
            note=preset.note,
            preset=key,
            by=stage.who(HR),
            now=stage.now,
        )
        for one in rules:
            service.keep_rule(stage.session, source, one, by=stage.who(HR), now=stage.now)


def bring(stage: Stage, *, key: str, count: int) -> None:
    """Bring a list in."""
    people = stage.some(count)
    make = _udemy if key == UDEMY else _japanese
    service.bring(
        stage.session,
        _source(stage, key),
        f"{key}-{stage.day}.csv",
        make(stage, key, people),
        by=stage.who(HR),
        now=stage.now,
    )


def enter(stage: Stage) -> None:
    """Tick those who came to a training in a hall."""
    done = Completion("写真で学ぶ現場の情報の扱い", stage.day, 120)
    people = [one.id for one in stage.some(16, "都市局＞道路課", "消防局＞予防課")]
    source = _source(stage, CLASS)
    service.enter(stage.session, source, done, people, by=stage.who(HR), now=stage.now)


def _source(stage: Stage, key: str) -> TrainingSource:
    named = sa.select(TrainingSource).where(TrainingSource.name == PRESETS[key].name)
    return stage.session.scalars(named).one()


def _japanese(stage: Stage, key: str, people: list[Clerk]) -> bytes:
    known = personnel.employment_of(stage.session, [one.id for one in people], stage.day)
    day = f"令和{stage.day.year - 2018}年{stage.day.month}月{stage.day.day - 10}日"
    headings = [*PRESETS[key].columns.headings.values()]
    title = ATTESTS[key][stage.hand.randrange(len(ATTESTS[key]))].pattern
    cells = {"職員番号": "", "氏名": "", "研修名": title}
    cells |= {"修了日": day, "修了年月日": day, "時間数": "6", "研修時間": "3"}
    cells |= {"修了区分": "修了", "修了": "修了"}
    return written_csv(
        [
            headings,
            *(
                [{**cells, "職員番号": known[one.id].number}[name] for name in headings]
                for one in people
            ),
        ]
    )


def _udemy(stage: Stage, key: str, people: list[Clerk]) -> bytes:  # noqa: ARG001  as its sibling
    titles = ("Excelで仕事を速くする", "Pythonではじめるデータ処理", "話が伝わる資料の作りかた")
    rows = [
        [
            one.login,
            "",
            stage.hand.choice(titles),
            (stage.day.replace(day=1 + stage.hand.randrange(20))).isoformat(),
            str(90 + 15 * stage.hand.randrange(12)),
            "Completed",
        ]
        for one in people
    ]
    head = ["User Email", "User Name", "Course Title", "Completion Date", "Minutes", "Completion"]
    return written_csv([head, *rows])
