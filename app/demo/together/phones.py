"""The project that the city did not take up, and that goes on as a club."""

from typing import Final

import sqlalchemy as sa

from app.adoption import service as adoption
from app.adoption.models import ContinuationLook, SupportOffer
from app.adoption.rules import Answer, Ending
from app.contributions import service as contributions
from app.contributions.models import Need, Offer
from app.contributions.queries import Settling
from app.contributions.rules import NeedKind
from app.demo.calendar import Calendar
from app.demo.cast import Stage
from app.demo.scene import Scene
from app.demo.together import pictures, team
from app.demo.together.calls import CITIZEN, PHONES, head_of
from app.demo.together.people import TEACHER
from app.demo.together.showing import Page, publish
from app.demo.together.team import Team
from app.identity import queries as identity
from app.showcase.rules import Content, Figure, Section
from app.workroom.rules import CardState
from app.workroom.service.artifacts import About

TEAM: Final = Team(
    PHONES,
    "スマホの先生は高校生",
    "教室のあとの「困った」を、近くの高校生が1対1で聞くと、使い続けられるか。",
    "月に2回、公民館で、高校生が1対1でスマホの困りごとを聞きます。",
    (7, 8, 9, 10),
    "connect",
)
JOURNALS: Final = (
    "「押しまちがえても、こわれません」と先に言うと、指が動くようになった。",
    "教えるより、いっしょに迷うほうが覚えてもらえた。",
    "10回来てくれた人が、となりの人に教えていた。いちばんうれしかった。",
)
PAGE: Final = Page(
    Content(
        TEAM.title,
        "市の事業にはなりませんでした。だから、部活動として続けています。",
        (
            Section(
                "教室が終わったあとに",
                "スマホ教室は4回で終わります。家に帰って、1人で画面を見て、また困る。"
                "わたしたちは、終わったあとの「困った」を聞くことにしました。",
            ),
            Section(
                "1対1で、15分",
                "公民館の部屋で、1人に1人がつきます。15分で1つだけ。来た人は36人、のべ118人でした。",
            ),
        ),
        (
            Figure("118", "相談に来た人（のべ）", "人", "", "10か月、20回"),
            Figure("9", "教わった人が、教える側になりました", "人"),
        ),
        (),
        (),
        "CC-BY-4.0",
        is_drawn=True,
    ),
    "スマホ教室のあとの「困った」を、高校生が1対1で聞く。市の事業にはならなかったが、部活動として続き、のべ118人が来た。教わった9人が、教える側になった。",
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what happened last school year, and how it goes on."""
    day = calendar.day
    return [
        Scene(day(1, 5, 12), "スマホ：はじめる", start),
        Scene(day(1, 5, 26), "スマホ：もとむ", ask_for_room),
        Scene(day(1, 6, 2), "スマホ：できる", offer_hours),
        Scene(day(1, 6, 9), "スマホ：話を聞く", narrow),
        Scene(day(1, 6, 30), "スマホ：相談票", ask),
        Scene(day(1, 7, 4), "スマホ：ためす", try_out),
        Scene(day(1, 7, 15), "スマホ：提案を出す", hand_in),
        Scene(day(1, 7, 18), "スマホ：担当が決まる", take_on),
        Scene(day(1, 8, 29), "スマホ：市の答え", say_not_now),
        Scene(day(1, 12, 10), "スマホ：部活動にする", go_on),
        Scene(day(1, 2, 20), "スマホ：お礼", give_thanks),
        Scene(day(1, 3, 13), "スマホ：発表と証明", show),
        Scene(day(0, 6, 11), "スマホ：6か月のようす", look),
    ]


def start(stage: Stage) -> None:
    """Begin, and fill the board."""
    day = stage.calendar.day
    team.start(stage, TEAM, deliver_on=day(0, 4, 1))
    team.plan(stage, TEAM, ("1回めの相談日", day(1, 6, 21)), ("提案を出す", day(1, 7, 15)))
    team.write_cards(
        stage,
        TEAM,
        ("公民館の部屋を借りる", CardState.DONE, 14, 0),
        ("「困った」カードを作る", CardState.DONE, 20, 1),
        ("相談の記録をまとめる", CardState.DONE, 60, 2),
    )


def ask_for_room(stage: Stage) -> None:
    """Ask for a room, and for somebody who knows."""
    team.ask_for(
        stage,
        TEAM,
        contributions.Asked(
            NeedKind.PLACE,
            "月に2回使える部屋",
            "土曜の午前、10人くらいが座れるところ。",
        ),
        contributions.Asked(
            NeedKind.HOURS,
            "となりで見守ってくれる人",
            "高校生が困ったときに、声をかけてください。",
            hours=12,
            place="さいがわ公民館",
        ),
    )


def offer_hours(stage: Stage) -> None:
    """Let a citizen offer to sit beside; the teacher accepts."""
    need = stage.session.scalars(sa.select(Need).where(Need.kind == NeedKind.HOURS)).one()
    citizen = identity.person(stage.session, stage.who(CITIZEN), on=stage.day)
    given = contributions.Given("この教室で習いました。こんどは、見守る側になりたいです。", 12)
    row = contributions.offer(stage.session, citizen, need.id, given, now=stage.now)
    contributions.accept(
        stage.session,
        row.id,
        _settling(stage),
        "うれしいです。21日の10時に、公民館で会いましょう。",
        by=stage.who(TEACHER),
        now=stage.now,
    )


def give_thanks(stage: Stage) -> None:
    """Note the hours, and thank."""
    row = stage.session.scalars(sa.select(Offer)).first()
    if row is None:
        return
    by = stage.who(TEACHER)
    contributions.finish(stage.session, row.id, _settling(stage), 14 * 60, by=by, now=stage.now)
    contributions.thank(
        stage.session,
        row.id,
        _settling(stage),
        "髙橋さんがいてくれたので、生徒は安心して待つことができました。",
        by=by,
        now=stage.now,
    )


def narrow(stage: Stage) -> None:
    """Go through two gates."""
    team.through_gate(stage, TEAM)
    team.meet(
        stage,
        TEAM,
        "だれの困りごとを聞くか",
        "・教室を終えた人だけにする\n・1回15分、1つだけ",
        ("1対1で15分にする", "長いと、次の人を待たせてしまうため"),
    )
    team.through_gate(stage, TEAM)


def ask(stage: Stage) -> None:
    """Ask the mentor, who answers the same week."""
    team.ask_mentor(
        stage,
        TEAM,
        (
            "スマホ教室の教材を読みました。",
            "同じことを3回聞きに来る人がいました。",
            "覚えてもらうには、紙に書くのと、自分でやってもらうのと、どちらを先にするとよいですか。",
        ),
    )


def try_out(stage: Stage) -> None:
    """Let the mentor answer, share a chart, and go on."""
    row = team.answer_ticket(
        stage,
        TEAM,
        "先に自分でやってもらい、できたことだけを本人の字で書いてもらうと、次に見たときに思い出せます。",
        20,
    )
    team.share_answer(
        stage,
        TEAM,
        row,
        "くり返し聞かれるとき、どう覚えてもらうか",
        "先に自分でやってもらい、できたことを本人の字で書いてもらう。",
    )
    bars = (("写真を送る", 24), ("文字を大きく", 19), ("あやしいメール", 15), ("地図を見る", 8))
    data = pictures.chart("聞かれたこと", bars, unit="件", color="#6d4a7e")
    about = About(
        "聞かれたこと", "own", "相談の棒グラフ。写真を送るが24件でいちばん多い。", is_told=True
    )
    team.make(stage, TEAM, data, about, by=1)
    team.through_gate(stage, TEAM)


def hand_in(stage: Stage) -> None:
    """Write the journals, and hand the proposal in."""
    team.write_journals(stage, TEAM, JOURNALS)
    team.propose(
        stage,
        TEAM,
        adoption.Draft(
            head_of(stage, PHONES.section).place_id,
            "スマホ教室のあとに、高校生の相談日を置く",
            "教室を終えた人が、月に2回、公民館で高校生に聞ける日を、市の事業として置きます。",
            cost_yen=400_000,
        ),
    )
    team.through_gate(stage, TEAM)


def take_on(stage: Stage) -> None:
    """Let the section's head answer for it."""
    team.take_on(stage, TEAM, stage.calendar.day(1, 8, 31))


def say_not_now(stage: Stage) -> None:
    """Answer: not now, and what would have to change."""
    team.answer_city(
        stage,
        TEAM,
        adoption.NewAnswer(
            Answer.NOT_NOW,
            "来年度までは、教室の委託の契約の中に、相談日を入れることができません。",
            stage.calendar.day(0, 10, 30),
            needs="再来年度の委託を決めるときに、相談日の回数と結果があると、入れる根拠になります。",
        ),
    )


def go_on(stage: Stage) -> None:
    """Go on as a club, with a room and a word on the city's pages."""
    offers = stage.session.scalars(sa.select(SupportOffer.id).order_by(SupportOffer.title))
    told = adoption.Ending(
        Ending.CLUB, "スマホ部", "部員は9人です。土曜の午前、公民館にいます。", list(offers)[:2]
    )
    adoption.go_on(stage.session, team.teacher(stage, TEAM), told, now=stage.now)


def show(stage: Stage) -> None:
    """Assess, publish, award, end."""
    team.assess(stage, TEAM, "相手の速さに合わせて待てるようになりました。")
    publish(stage, TEAM, PAGE)
    team.award(stage, TEAM, hours=36)
    team.end(stage, TEAM, "スマホ部として続けます。")


def look(stage: Stage) -> None:
    """Say how it goes after six months."""
    row = stage.session.scalars(
        sa.select(ContinuationLook).order_by(ContinuationLook.due_on).limit(1)
    ).one()
    adoption.look(
        stage.session,
        team.teacher(stage, TEAM),
        row.id,
        goes_on=True,
        words="新しい1年生が4人入り、月に3回に増えました。",
        needed="タブレットを2台借りられると助かります。",
        now=stage.now,
    )


def _settling(stage: Stage) -> Settling:
    return Settling(frozenset(), frozenset({team.project_of(stage, TEAM).id}))
