"""The project that the city took up: from the first walk to snow that is cleared in time."""

from datetime import date
from typing import Final

from app.adoption import service as adoption
from app.adoption.models import Adoption
from app.adoption.queries import of_project
from app.adoption.rules import Answer
from app.demo.calendar import Calendar
from app.demo.cast import Stage
from app.demo.scene import Scene
from app.demo.together import pictures, team
from app.demo.together.calls import SNOW, head_of
from app.demo.together.showing import Page, publish
from app.demo.together.team import Team
from app.showcase.rules import Content, Figure, Link, Section
from app.workroom.rules import CardState
from app.workroom.service.artifacts import About

TEAM: Final = Team(
    SNOW,
    "雪の日の通学路を、みんなで守る",
    "登校の前に、どの道から雪をどければ、けがをする人がへるか。",
    "雪の朝の通学路を歩いて調べ、除雪の順番を変える提案をします。",
    (1, 2, 3, 4, 5, 6),
    "live",
)
BEFORE: Final = "幹線道路から順に行う。"
AFTER: Final = "幹線道路とあわせて、登校の始まる7時30分までに通学路を行う。"
JOURNALS: Final = (
    "朝7時に立ってみて、はじめて車道を歩く子が多いと分かった。数えることから始めてよかった。",
    "道路課の人に「62台しかない」と言われて、順番の話なのだと気づいた。",
    "意見が分かれたとき、地図に色をつけたら、同じものを見て話せた。",
)
PAGE: Final = Page(
    Content(
        TEAM.title,
        "歩いて調べた42kmが、市の除雪の順番を変えました。",
        (
            Section(
                "はじまりは、妹の長ぐつ",
                "「学校に着くと、くつ下までぬれている」。妹の一言から、6人は朝7時の道を歩きはじめました。"
                "除雪車の順番は、車の多い道からと決まっていました。",
            ),
            Section(
                "地図に色をつける",
                "雪の朝に6つの校区を歩き、積もった深さと、車道にはみ出して歩いた子どもの数を記録しました。"
                "深いところと人の多いところが重なる道は、42kmのうち9kmだけでした。",
            ),
            Section(
                "9kmなら、できる",
                "道路課といっしょに、62台の動きを地図の上で組み直しました。"
                "台数をふやさなくても、7時30分までに通れる道があると分かりました。",
            ),
        ),
        (Figure("9", "ためした2校区から広がりました", "校区"),),
        (),
        (Link("調べた地図とデータ", "https://data.saigawa.example.jp/tsugakuro"),),
        "CC-BY-4.0",
        is_drawn=True,
    ),
    "雪の朝、子どもが車道を歩く。高校生6人が42kmを歩いて調べ、除雪の順番を変える提案をした。市は計画を書きかえ、転んだという届けは31件から12件になった。",
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what happened, from spring two years ago to the second winter."""
    day = calendar.day
    return [
        Scene(day(2, 5, 9), "雪：はじめる", start),
        Scene(day(2, 6, 3), "雪：歩いて調べる", lambda stage: team.through_gate(stage, TEAM)),
        Scene(day(2, 6, 24), "雪：問いをしぼる", narrow),
        Scene(day(2, 6, 27), "雪：相談票", ask),
        Scene(day(2, 7, 2), "雪：メンターの答え", get_answer),
        Scene(day(2, 7, 8), "雪：ためす", try_out),
        Scene(day(2, 7, 16), "雪：提案を出す", hand_in),
        Scene(day(2, 7, 22), "雪：担当が決まる", take_on),
        Scene(day(2, 8, 28), "雪：市の答え", say_yes),
        Scene(day(2, 10, 30), "雪：予算要求", ask_money),
        Scene(day(2, 2, 14), "雪：評価", assess),
        Scene(day(2, 3, 13), "雪：発表のページ", show),
        Scene(day(2, 3, 24), "雪：議会で決まる", get_money),
        Scene(day(1, 7, 1), "雪：作業", lambda stage: work(stage, 40, day(1, 9, 30))),
        Scene(day(1, 9, 30), "雪：作業", lambda stage: work(stage, 80, day(1, 12, 1))),
        Scene(day(1, 12, 1), "雪：使いはじめる", put_in_use),
        Scene(day(1, 3, 10), "雪：効き目", measure),
    ]


def start(stage: Stage) -> None:
    """Begin, plan, and fill the board."""
    day = stage.calendar.day
    team.start(stage, TEAM, deliver_on=day(1, 12, 1))
    team.plan(
        stage,
        TEAM,
        ("通学路を歩いて調べる", day(2, 6, 20)),
        ("提案を出す", day(2, 7, 17)),
        ("発表会", day(2, 3, 13)),
    )
    team.write_cards(
        stage,
        TEAM,
        ("朝7時の積もり方を写す", CardState.DONE, 20, 0),
        ("校区の地図に色をつける", CardState.DONE, 24, 4),
        ("保護者アンケートを配る", CardState.DONE, 30, 1),
        ("除雪車に同乗する", CardState.DONE, 40, 2),
        ("発表の骨組み", CardState.DONE, 60, 3),
    )


def narrow(stage: Stage) -> None:
    """Meet, decide, and go on."""
    team.meet(
        stage,
        TEAM,
        "問いを1つにする",
        "・車の多い道ではなく、歩く人の多い道を見る\n・市が変えられるのは「順番」だけ",
        ("時間と順番の2つだけを見る", "台数は変えられないと道路課に聞いたため"),
    )
    team.through_gate(stage, TEAM)


def ask(stage: Stage) -> None:
    """Ask the mentor how to measure."""
    team.ask_mentor(
        stage,
        TEAM,
        (
            "市の除雪路線の一覧と、昨年の積雪の記録を読みました。",
            "深さだけでは、危ない道の順番が決められませんでした。",
            "深さと歩く人の数を、どう重ねて1つの順番にすればよいですか。",
        ),
    )


def get_answer(stage: Stage) -> None:
    """Let the mentor answer."""
    team.answer_ticket(
        stage,
        TEAM,
        "どちらかが0なら危なくない、と考えるなら掛け算、どちらかが大きければ危ない、と考えるなら足し算です。"
        "先に言葉で決めてから、式を選んでください。",
        15,
    )


def try_out(stage: Stage) -> None:
    """Share what was made, and go on."""
    bars = (("東校区", 18), ("南校区", 14), ("川端校区", 9), ("山手校区", 6), ("駅西校区", 4))
    data = pictures.chart("車道を歩いた子どもの数", bars, unit="人", color="#9b2335")
    about = About(
        "車道を歩いた子どもの数",
        "own",
        "5つの校区の棒グラフ。東校区が18人でいちばん多い。",
        is_told=True,
    )
    team.make(stage, TEAM, data, about, by=4)
    rows = [(place, number, number * 3) for place, number in bars]
    sheet = About("歩いて調べた記録", "own", "校区ごとの人数と、積もった深さの表。")
    team.make(stage, TEAM, pictures.table(("校区", "人数", "深さcm"), rows), sheet, by=0)
    team.through_gate(stage, TEAM)


def hand_in(stage: Stage) -> None:
    """Write the journals and the proposal, and hand it in."""
    team.write_journals(stage, TEAM, JOURNALS)
    team.propose(
        stage,
        TEAM,
        adoption.Draft(
            head_of(stage, SNOW.section).place_id,
            "登校の前に、通学路から雪をどける",
            "雪の朝に歩く子どもが多く、深く積もる9kmを、7時30分までに通れるようにします。",
            "除雪計画 第3章「優先する道」",
            BEFORE,
            AFTER,
            1_200_000,
            stage.calendar.day(1, 12, 1),
        ),
    )
    team.through_gate(stage, TEAM)


def take_on(stage: Stage) -> None:
    """Let the section's head answer for it."""
    team.take_on(stage, TEAM, stage.calendar.day(2, 8, 31))


def say_yes(stage: Stage) -> None:
    """Answer: it will change the plan."""
    team.answer_city(
        stage,
        TEAM,
        adoption.NewAnswer(
            Answer.ADOPT,
            "除雪計画の第3章に、通学路の項目を加えます。まず2つの校区でためします。",
            stage.calendar.day(2, 10, 30),
            after=AFTER,
        ),
    )


def ask_money(stage: Stage) -> None:
    """Ask for the money."""
    adoption.request_money(
        stage.session,
        team.seen(stage, TEAM),
        year=stage.calendar.day(1, 4, 1).year,
        yen=1_200_000,
        next_on=stage.calendar.day(2, 3, 24),
        by=team.officer(stage, TEAM),
        now=stage.now,
    )


def get_money(stage: Stage) -> None:
    """Tell what the council decided."""
    adoption.decide_money(
        stage.session,
        team.seen(stage, TEAM),
        yen=1_200_000,
        next_on=stage.calendar.day(1, 7, 1),
        text="市議会3月定例会で決まりました。",
        by=team.officer(stage, TEAM),
        now=stage.now,
    )


def assess(stage: Stage) -> None:
    """Settle where each stands."""
    words = "自分の目で確かめてから考える力が、1年でとても伸びました。"
    team.assess(stage, TEAM, words)


def show(stage: Stage) -> None:
    """Publish the page, award what was earned, and end."""
    publish(stage, TEAM, PAGE)
    team.award(stage, TEAM, hours=42)
    team.end(stage, TEAM, "続きをする人は、雪のない季節の「自転車と歩く人」を見てください。")


def work(stage: Stage, percent: int, next_on: date) -> None:
    """Tell how far it is."""
    adoption.report_progress(
        stage.session,
        team.seen(stage, TEAM),
        percent=percent,
        next_on=next_on,
        text="除雪車の動きを、2つの校区で組み直しています。",
        by=team.officer(stage, TEAM),
        now=stage.now,
    )


def put_in_use(stage: Stage) -> None:
    """Use it from the first of December."""
    adoption.put_in_service(
        stage.session,
        team.seen(stage, TEAM),
        on=stage.day,
        became=AFTER,
        next_on=stage.calendar.day(1, 3, 10),
        text="除雪計画 第3章に、通学路の項目が加わりました。9校区で始めます。",
        by=team.officer(stage, TEAM),
        now=stage.now,
    )


def measure(stage: Stage) -> None:
    """Tell what it did."""
    figures = (
        adoption.Figure("雪の朝に転んだという届け", "12", "件", "1〜2月", "市に届いた件数", "31"),
        adoption.Figure("通学路の除雪が終わる時刻の平均", "7:24", "", "1〜2月", "除雪車の記録"),
    )
    adoption.measure(
        stage.session,
        team.seen(stage, TEAM),
        figures,
        next_on=None,
        text="雪の日は、前の年が18日、この年が16日でした。",
        by=team.officer(stage, TEAM),
        now=stage.now,
    )


def kept(stage: Stage) -> Adoption | None:
    """Return the proposal of the team."""
    return of_project(stage.session, team.project_of(stage, TEAM).id)
