"""People for projects: who has room, a short list, and the roles that the city seeks."""

import sqlalchemy as sa

from app.demo import descriptions as d
from app.demo.awards import achievement, members
from app.demo.calendar import Calendar
from app.demo.cast import HR, Stage
from app.demo.scene import Scene
from app.demo.wishes import EXPERTS, LEADERS, newest
from app.personnel.rules import EmploymentKind
from app.staffing.models import Listed, ShortList
from app.staffing.rules import Room
from app.staffing.rules import Stage as Step
from app.staffing.service import lists, roles, rooms

L = d.L
NOTES = {
    Room.HELPS: "1月まで、週に半日なら手伝えます。",
    Room.ADVISES: "電話や打ち合わせで相談に乗れます。",
    Room.BUSY: "決算の時期なので、いまは難しいです。",
}


def scenes(calendar: Calendar) -> list[Scene]:
    """Return who said what when."""
    return [
        Scene(calendar.day(0, 5, 28), "求める役割を公開する", publish_roles),
        Scene(calendar.days_ago(40), "いまの余裕", say_rooms),
        Scene(calendar.days_ago(26), "プロジェクトの候補", make_list),
        Scene(calendar.days_ago(19), "プロジェクトの候補", ask_some),
    ]


def publish_roles(stage: Stage) -> None:
    """Tell the public which roles the city seeks."""
    for name, kind, text in (
        (
            EXPERTS,
            EmploymentKind.RECRUITED_OUTSIDE,
            (
                "市の業務システムの設計と運用を、委託先と話し合いながら進める仕事です。"
                "行政の経験は問いません。週に3日からの働きかたも相談できます。"
            ),
        ),
        (
            LEADERS,
            EmploymentKind.ON_LOAN,
            (
                "市役所の各課といっしょに、仕事の流れを見直す仕事です。"
                "会社に籍を置いたまま、1年から2年、市で働いていただけます。"
            ),
        ),
    ):
        notice = roles.Notice(
            newest(stage, name).profile_id,
            kind,
            text,
            "犀川市 人事課（電話 076-000-0000）",
            stage.day,
            stage.calendar.day(-1, 3, 31),
        )
        roles.publish(stage.session, notice, by=stage.who(HR), now=stage.now)


def say_rooms(stage: Stage) -> None:
    """Let some say whether they have room for other work."""
    until = stage.calendar.day(0, 3, 31)
    for one in stage.some(90):
        room = stage.hand.choices(list(Room), (4, 4, 2))[0]
        hours = 4 if room is Room.HELPS else None
        said = rooms.Said(room, stage.day, until, hours, NOTES[room])
        rooms.say(stage.session, one.id, said, by=one.id, now=stage.now)


def make_list(stage: Stage) -> None:
    """Begin a list for a project, with those who were awarded what it needs."""
    told = lists.Project(
        "書かない窓口の準備チーム",
        "来年4月に3つの課で始める「書かない窓口」の、流れと画面と案内を決めます。",
        ((f"{L}M3", 2), (f"{L}Y2", 2), (f"{L}M2", 2), (f"{L}T3", 2), (f"{L}H3", 2)),
    )
    by = stage.who(HR)
    row = lists.make(stage.session, told, by=by, now=stage.now)
    holders = set(stage.session.scalars(members(achievement(stage, d.SERVICE).id)))
    leaders = set(stage.session.scalars(members(achievement(stage, d.LEADER).id)))
    fit = [one.id for one in stage.staff() if one.id in holders]
    others = [one.id for one in stage.staff() if one.id in leaders - holders]
    lists.add(stage.session, row, [*fit[:5], *others[:3]], by=by, now=stage.now)


def ask_some(stage: Stage) -> None:
    """Ask some of those on the list."""
    row = stage.session.scalars(sa.select(ShortList)).one()
    listed = stage.session.scalars(
        sa.select(Listed).where(Listed.list_id == row.id).order_by(Listed.person_id)
    ).all()
    answers = (
        (Step.DECIDED, "週に半日、1月から。"),
        (Step.DECIDED, "所属長の了解あり。"),
        (Step.ASKED, "返事を待っています。"),
        (Step.PASSED, "決算の時期のため、次の機会に。"),
    )
    for member, (step, note) in zip(listed, answers, strict=False):
        lists.write_stage(stage.session, row, member, step, note, by=stage.who(HR), now=stage.now)
