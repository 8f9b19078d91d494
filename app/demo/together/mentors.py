"""Who vouches for the mentor, what is awarded, and which support is offered."""

from functools import partial
from typing import Final

from app.achievements.service import describing
from app.achievements.service.describing import Description
from app.adoption import service as adoption
from app.credentials.openbadges import AchievementKind
from app.demo.calendar import Calendar
from app.demo.cast import OFFICE, Stage
from app.demo.scene import Scene
from app.demo.together.people import SCHOOL, UNIVERSITY, mentor
from app.mentoring import service as mentoring
from app.projects.budget import steps
from app.projects.service import budget

P: Final = "dss-p@1.2/"
MINUTES: Final = 240
AWARDS: Final = (
    (
        "child",
        SCHOOL,
        "市と取り組む探究プロジェクト",
        "市の課題を自分の目で調べ、作ってためし、市に提案したことを示します。",
        "4つの段階を終え、ふりかえりを書き、先生の評価を受けること。",
        ("自分の足で調べて、問いを1つにしぼれる", "使う人にためしてもらい、作り直せる"),
    ),
    (
        "citizen",
        UNIVERSITY,
        "高校生プロジェクトのメンター",
        "高校生の問いに、専門の立場から助言したことを示します。",
        "相談票に答え、時間が記録されていること。",
        ("相手の問いを、答えられる形に整えられる",),
    ),
    (
        "staff",
        "情報政策課",
        "共創プロジェクトの担当",
        "高校・大学といっしょに市の課題に取り組み、提案に答え、実施につなげたことを示します。",
        "課題を出し、チームに会い、期日までに答えること。",
        ("市民の声から課題を言葉にできる", "ちがう組織の人と、役割を決めて進められる"),
    ),
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what is there before the teams begin, and each spring."""
    return [
        Scene(calendar.day(2, 4, 16), "プロジェクトの証明と支援", describe),
        *(
            Scene(calendar.day(back, 4, 17), "メンターの登録", partial(vouch, years_back=back))
            for back in (2, 1, 0)
        ),
        *(
            Scene(calendar.day(back, 4, 18), "予算の暦", partial(keep_budget, years_back=back))
            for back in (2, 1, 0)
        ),
    ]


def vouch(stage: Stage, *, years_back: int) -> None:
    """Let the city vouch for the mentor of the university until the end of the school year."""
    place = stage.place(UNIVERSITY)
    given = mentoring.Vouching(
        mentor(stage),
        place,
        stage.day,
        stage.calendar.day(years_back, 3, 31),
        "大学からの推薦状と、子どもと関わる仕事の経歴を確かめました。",
        MINUTES,
    )
    mentoring.vouch(stage.session, given, by=stage.who(OFFICE), places={place}, now=stage.now)


def keep_budget(stage: Stage, *, years_back: int) -> None:
    """Enter the days of the budget that is made in this fiscal year."""
    year = stage.calendar.day(years_back, 4, 1).year + 1
    days = {one.key: ("", one.usual_day(year)) for one in steps()}
    budget.keep_calendar(stage.session, year, days, by=stage.who(OFFICE), now=stage.now)


def describe(stage: Stage) -> None:
    """Describe what projects award, and what teams that go on can get."""
    by = stage.who(OFFICE)
    for audience, place, name, description, criteria, can_do in AWARDS:
        told = Description(
            stage.place(place) if audience != "staff" else stage.place("犀川市"),
            AchievementKind.PROJECT,
            name,
            description,
            criteria,
            can_do,
            STAFF_SKILLS if audience == "staff" else (),
            "create",
            audience,
            None,
            (),
        )
        describing.describe(stage.session, told, by=by, now=stage.now)
    for place, title, words in (
        ("地域振興課", "公民館の部屋", "月に4回まで、無料で使えます。"),
        (UNIVERSITY, "研究室の見学と相談", "学期に2回、准教授が相談にのります。"),
        ("情報政策課", "市のウェブサイトでの紹介", "活動の日を、市のお知らせにのせます。"),
    ):
        offer = adoption.NewOffer(stage.place(place), title, words)
        adoption.add_offer(stage.session, offer, by=by, now=stage.now)


STAFF_SKILLS: Final = ((f"{P}P2", 2), (f"{P}B6", 1), (f"{P}B13", 1))
"""Collaboration, project management, understanding of those who use it."""
