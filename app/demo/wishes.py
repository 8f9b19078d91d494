"""What HR asks of the city's people: role profiles, targets, the items of the action plan."""

from functools import partial

import sqlalchemy as sa

from app.demo import descriptions as d
from app.demo.awards import achievement
from app.demo.calendar import Calendar
from app.demo.cast import HR, Stage
from app.demo.scene import Scene
from app.workforce.models import Counts, ProfileVersion, RoleProfile, Unit
from app.workforce.rules import GRADES, Membership, Step
from app.workforce.service import plans, profiles, targets
from app.workforce.service.plans import Entry
from app.workforce.service.profiles import Description
from app.workforce.service.targets import Goal

L = d.L
EVERYONE, LEADERS, HEADS, EXPERTS = (
    "一般行政職員",
    "DX推進リーダー",
    "管理職",
    "高度専門人材",
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when HR wrote what down, in no order."""
    day = calendar.day
    return [
        Scene(day(2, 4, 22), "役割の型", describe_profiles),
        Scene(day(2, 4, 25), "目標", set_targets),
        Scene(day(2, 5, 9), "行動計画の項目", add_plan),
        Scene(day(1, 5, 8), "行動計画の項目", add_to_plan),
        Scene(day(0, 4, 24), "役割の型を改める", ask_more_of_everyone),
    ]


def _everyone(generation: int) -> tuple[tuple[str, int], ...]:
    asked = ((f"{L}H3", 2), (f"{L}H5", 1), (f"{L}M1", 1), (f"{L}H2", 1), (f"{L}T2", 1))
    return asked if generation == 1 else (*asked, (f"{L}T5", 1), (f"{L}H4", 1))


def describe_profiles(stage: Stage) -> None:
    """Describe the four roles."""
    for name, purpose, membership, needs in (
        (
            EVERYONE,
            "すべての職員に。毎日の仕事を、決まりを守ってデジタルで進めるための力です。",
            Membership(everyone=True),
            _everyone(1),
        ),
        (
            LEADERS,
            "各課の改善を引っぱる人に。仕事を見直し、データで説明する力です。",
            Membership(role_level="city-roles@1/leader"),
            (
                *((f"{L}M2", 2), (f"{L}M5", 2), (f"{L}M7", 2), (f"{L}T2", 2)),
                *((f"{L}T3", 2), (f"{L}H1", 2), (f"{L}H2", 2), (f"{L}H3", 2)),
            ),
        ),
        (
            HEADS,
            "課長と課長補佐に。所属の計画を立て、人と時間を手当てする力です。",
            Membership(titles=("課長",)),
            ((f"{L}Y1", 2), (f"{L}M6", 2), (f"{L}M7", 2), (f"{L}H3", 2)),
        ),
        (
            EXPERTS,
            "情報政策課で設計と運用を受け持つ人に。",
            Membership(departments=(stage.place("情報政策課"),)),
            ((f"{L}T5", 2), (f"{L}T6", 3), (f"{L}T8", 2), (f"{L}H3", 3), (f"{L}T3", 2)),
        ),
    ):
        told = Description(name, purpose, stage.day, membership, (), needs)
        profiles.describe(stage.session, told, by=stage.who(HR), now=stage.now)


def ask_more_of_everyone(stage: Stage) -> None:
    """Ask for generative AI as well, from this fiscal year on."""
    row = newest(stage, EVERYONE)
    told = Description(
        EVERYONE,
        "すべての職員に。生成AIを仕事で使う力を、今年度から加えました。",
        stage.day,
        Membership(everyone=True),
        (),
        _everyone(2),
    )
    profile = stage.session.get_one(RoleProfile, row.profile_id)
    profiles.change(stage.session, profile, told, by=stage.who(HR), now=stage.now)


def newest(stage: Stage, name: str) -> ProfileVersion:
    """Return the newest version of a role profile."""
    asked = sa.select(ProfileVersion).where(ProfileVersion.name == name)
    return stage.session.scalars(asked.order_by(ProfileVersion.number.desc()).limit(1)).one()


def set_targets(stage: Stage) -> None:
    """Set what is wanted by which day."""
    end = partial(stage.calendar.day, month=3, day=31)
    leaders = tuple(Step(end(back), goal) for back, goal in ((2, 30), (1, 60), (0, 90), (-1, 120)))
    by, now = stage.who(HR), stage.now

    def wish(name: str, reason: str, counts: Counts, unit: Unit, **more: object) -> None:
        given: dict[str, object] = {
            "profile_id": None,
            "item": None,
            "achievement_id": None,
            "organization_id": None,
            "grades": GRADES,
            **more,
        }
        goal = Goal(name, reason, counts, unit, **given)  # type: ignore[arg-type]
        targets.set_target(stage.session, goal, by=by, now=now)

    wish(
        "DX推進リーダー",
        "人材育成・確保の基本方針で、4年間に120人と決めました。",
        *(Counts.ITEM, Unit.PEOPLE),
        item=("city-roles@1/leader", 1),
        steps=leaders,
    )
    wish(
        "情報セキュリティ研修を受けている職員",
        "年に一度、全員が受けると市の基準で決めています。",
        *(Counts.ACHIEVEMENT, Unit.RATE),
        achievement_id=achievement(stage, d.SECURITY).id,
        steps=tuple(Step(end(back), goal) for back, goal in ((2, 80), (1, 90), (0, 95))),
    )
    wish(
        "一般行政職員に求める力がそろった職員",
        "まず半分の職員にそろえ、そのあと全員をめざします。",
        *(Counts.PROFILE, Unit.RATE),
        profile_id=newest(stage, EVERYONE).profile_id,
        steps=tuple(Step(end(back), goal) for back, goal in ((2, 10), (1, 20), (0, 35))),
    )
    for path, goal in (("市民局＞市民課", 25), ("財務局＞税務課", 20), ("都市局＞道路課", 20)):
        name = path.rpartition("＞")[2]
        wish(
            f"{name}の推進リーダー",
            "各課に2割のリーダーを置くと、部局長会議で決めました。",
            *(Counts.ITEM, Unit.RATE),
            item=("city-roles@1/leader", 1),
            organization_id=stage.place(path),
            steps=tuple(Step(end(back), goal) for back in (1, 0)),
        )


def add_plan(stage: Stage) -> None:
    """Write the first items of the action plan down."""
    _add(
        stage,
        (
            *("1-1", "書かない窓口をすべての課へ", "行政", "市民局＞市民課", "frontyard"),
            "転入や出産の手続きで、同じことを何度も書かなくてよい窓口にします。",
            ((f"{L}M3", 2), (f"{L}Y2", 2), (f"{L}H2", 1)),
        ),
        (
            *("1-2", "基幹業務の標準化と移行", "行政", "総務局＞情報政策課", "standardization"),
            "住民記録や税など20の業務を、標準に合ったシステムへ移します。",
            ((f"{L}T6", 2), (f"{L}T8", 2), (f"{L}H3", 2)),
        ),
        (
            *("2-1", "データにもとづく政策づくり", "行政", "総務局＞総務課", "ai-rpa"),
            "統計と業務のデータを重ねて、予算や事業の見直しに使います。",
            ((f"{L}T2", 2), (f"{L}T3", 2), (f"{L}M7", 2)),
        ),
    )


def add_to_plan(stage: Stage) -> None:
    """Write further items down, a year later."""
    _add(
        stage,
        (
            *("2-2", "生成AIを全庁で安全に使う", "行政", "総務局＞人事課", "ai-rpa"),
            "下書きや要約に生成AIを使い、浮いた時間を窓口と現場にあてます。",
            ((f"{L}T5", 1), (f"{L}H3", 2), (f"{L}H4", 1)),
        ),
        (
            *("3-1", "道路の損傷を写真で早く直す", "地域", "都市局＞道路課", "frontyard"),
            "市民の写真と位置から、直す順番を決めて、結果をお知らせします。",
            ((f"{L}T1", 1), (f"{L}T2", 2), (f"{L}M5", 2)),
        ),
    )


Item = tuple[str, str, str, str, str, str, tuple[tuple[str, int], ...]]


def _add(stage: Stage, *items: Item) -> None:
    first = stage.calendar.day(2, 4, 1).year
    for code, title, field, owner, tag, text, needs in items:
        entry = Entry(
            *(code, title, field, stage.place(owner), first, first + 4, text),
            tags=(tag,),
            needs=needs,
            profiles=(str(newest(stage, LEADERS).profile_id),) if code == "2-1" else (),
        )
        plans.add(stage.session, entry, by=stage.who(HR), now=stage.now)
