"""Four more projects: one that the city does already, one that waits, and two of this spring."""

from datetime import timedelta
from functools import partial
from typing import Final

from app.adoption import service as adoption
from app.adoption.rules import Answer
from app.contributions.rules import NeedKind
from app.contributions.service import Asked
from app.demo.calendar import Calendar
from app.demo.cast import Stage
from app.demo.scene import Scene
from app.demo.together import pictures, studies, team
from app.demo.together.calls import DESKS, PARKS, SHELTER, WASTE, head_of
from app.demo.together.showing import Page, publish
from app.demo.together.studies import Counted, Study
from app.demo.together.team import Team
from app.showcase.rules import Content, Figure, Section
from app.workroom.rules import CardState

SORTING: Final = Team(
    WASTE,
    "引っ越し1週間めの、ごみの日",
    "引っ越して最初の1週間に、1枚で伝わる紙は作れるか。",
    "来たばかりの人に聞いて、集積所にはる1枚の紙を作ります。",
    (11, 12, 13, 14, 15),
    "live",
)
LIGHTS: Final = Team(
    SHELTER,
    "停電の夜に、歩ける道",
    "明かりが消えても見える目印を、どこに置けば迷わないか。",
    "夜の道を歩いて、光をためる目印の場所を決めます。",
    (16, 17, 18, 19, 20),
    "protect",
)
SEATS: Final = Team(
    DESKS,
    "公民館で勉強したい",
    "中高生が気がねなく入れる決まりは、いくつあれば足りるか。",
    "公民館の空いている部屋を、放課後の勉強に使うためしをします。",
    (21, 22, 23, 24, 25),
    "create",
)
CROWDS: Final = Team(
    PARKS,
    "来る前に分かる、子育て広場",
    "名前も顔も集めずに、混みぐあいを数えられるか。",
    "子育て広場の混みぐあいを、人を数えない方法で知らせます。",
    (26, 27, 28, 29, 30),
    "discern",
)
PAGE: Final = Page(
    Content(
        SORTING.title,
        "もう始まっていたことを、もっと使ってもらう1枚になりました。",
        (
            Section(
                "聞いてみると",
                "来たばかりの12人に聞くと、9人が「分別アプリがあることを知らなかった」と答えました。"
                "新しく作るより、あるものにたどり着けることが大切でした。",
            ),
        ),
        (Figure("9", "分別アプリを知らなかった人", "人／12人", "", "聞き取り"),),
        (),
        (),
        "CC-BY-4.0",
        is_drawn=True,
    ),
    "引っ越してきた12人のうち9人が、市の分別アプリを知らなかった。高校生が作った1枚の紙は、集積所から、もうあるアプリへ人をつないだ。",
)
WORDS: Final = ("聞いてみないと分からないことばかりだった。", "言い切れる数字があると、話が早い。")


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what these four do, in no order."""
    day, ago = calendar.day, calendar.days_ago
    return [
        Scene(day(1, 5, 13), "ごみ：はじめる", partial(_begin, of=SORTING, deliver=(0, 4, 1))),
        Scene(day(1, 6, 12), "ごみ：しぼる", partial(_narrow, of=SORTING)),
        Scene(day(1, 7, 3), "ごみ：ためす", partial(_try_out, of=SORTING, study=studies.SORTING)),
        Scene(day(1, 7, 16), "ごみ：提案", partial(_hand_in, of=SORTING)),
        Scene(day(1, 7, 22), "ごみ：担当", partial(_take_on, of=SORTING, days=40)),
        Scene(day(1, 8, 27), "ごみ：市の答え", already),
        Scene(day(1, 3, 12), "ごみ：発表と証明", show),
        Scene(day(0, 5, 11), "避難：はじめる", partial(_begin, of=LIGHTS, deliver=(-1, 9, 1))),
        Scene(day(0, 6, 15), "避難：しぼる", partial(_narrow, of=LIGHTS)),
        Scene(day(0, 7, 6), "避難：ためす", partial(_try_out, of=LIGHTS, study=studies.LIGHTS)),
        Scene(ago(60), "避難：提案", partial(_hand_in, of=LIGHTS)),
        Scene(ago(52), "避難：担当", partial(_take_on, of=LIGHTS, days=49)),
        Scene(day(0, 5, 12), "公民館：はじめる", partial(_begin, of=SEATS, deliver=(-1, 4, 1))),
        Scene(day(0, 6, 22), "公民館：しぼる", partial(_narrow, of=SEATS)),
        Scene(ago(33), "公民館：相談票", partial(_ask, of=SEATS, study=studies.SEATS)),
        Scene(
            ago(26), "公民館：メンターの答え", partial(_answered, of=SEATS, study=studies.SEATS)
        ),
        Scene(ago(4), "公民館：いま", seats_now),
        Scene(day(0, 10, 5), "広場：はじめる", partial(_begin, of=CROWDS, deliver=(-1, 4, 1))),
        Scene(ago(6), "広場：いま", crowds_now),
    ]


def already(stage: Stage) -> None:
    """Answer: it is done already, and where."""
    team.answer_city(
        stage,
        SORTING,
        adoption.NewAnswer(
            Answer.ALREADY,
            "5つの言葉の分別アプリを、昨年から配っています。集積所に二次元コードをはる提案は、町会に伝えます。",
            stage.calendar.day(1, 10, 30),
        ),
    )
    row = team.proposal_of(stage, SORTING)
    adoption.tell_news(
        stage.session,
        adoption.Seen(row.id, row.edition),
        text="町会の会議で、集積所にはる紙を配りました。",
        next_on=None,
        by=team.officer(stage, SORTING),
        now=stage.now,
    )


def show(stage: Stage) -> None:
    """Assess, publish, award, end."""
    team.assess(stage, SORTING, "人の話を、最後まで聞いて確かめられました。")
    publish(stage, SORTING, PAGE)
    team.award(stage, SORTING, hours=30)
    team.end(stage, SORTING, "紙の元の絵は、だれでも使えます。")


def seats_now(stage: Stage) -> None:
    """Have a second ticket wait, the board full, and the town asked for help."""
    team.ask_mentor(stage, SEATS, studies.SEATS_AGAIN)
    team.ask_for(
        stage,
        SEATS,
        Asked(
            NeedKind.HOURS,
            "ためしの日に、受付を手伝ってくれる人",
            "受付で名前を書いてもらうだけです。はじめての人も、生徒がとなりで説明します。",
            hours=3,
            place="さいがわ公民館",
            until=stage.day + timedelta(days=16),
        ),
        Asked(
            NeedKind.THING,
            "使っていない電気スタンド4台",
            "ためしの2週間だけお借りして、終わったら返します。",
            until=stage.day + timedelta(days=12),
        ),
    )
    team.write_cards(
        stage,
        SEATS,
        ("職員の方に、困ることを聞く", CardState.DONE, -10, 0),
        ("決まりの案を3つ書く", CardState.DOING, 6, 1),
        ("ためしの日の当番を決める", CardState.DOING, 9, 2),
        ("掲示の文を、館長さんに見てもらう", CardState.REVIEW, 3, 3),
        ("ためしの日のアンケート", CardState.TODO, 14, 4),
        ("自習に使った人数を数える", CardState.TODO, -2, 0),
    )


def crowds_now(stage: Stage) -> None:
    """Begin to count; the first gate waits for one family's answer."""
    team.meet(
        stage,
        CROWDS,
        "広場を見に行く",
        "・午前10時がいちばん混む\n・くつ箱の数で分かるかもしれない",
    )
    team.write_cards(
        stage,
        CROWDS,
        ("くつ箱の数を、時間ごとに数える", CardState.DOING, 8, 0),
        ("保護者の方に話を聞く", CardState.TODO, 12, 1),
        ("カメラを使わない理由を書く", CardState.TODO, 15, 2),
    )


def _begin(stage: Stage, *, of: Team, deliver: tuple[int, int, int]) -> None:
    team.start(stage, of, deliver_on=stage.calendar.day(*deliver))
    team.plan(stage, of, ("中間の発表", stage.day + timedelta(days=90)))


def _narrow(stage: Stage, *, of: Team) -> None:
    team.through_gate(stage, of)
    team.meet(
        stage,
        of,
        "問いを1つにする",
        "・聞いた話をならべる\n・同じことばに線を引く",
        (of.question, "市が決められることの中で、いちばん人が困っているため"),
    )
    team.through_gate(stage, of)


def _ask(stage: Stage, *, of: Team, study: Study) -> None:
    team.ask_mentor(stage, of, study.asked)


def _answered(stage: Stage, *, of: Team, study: Study) -> None:
    team.answer_ticket(stage, of, study.told, 25)


def _try_out(stage: Stage, *, of: Team, study: Counted) -> None:
    _ask(stage, of=of, study=study)
    _answered(stage, of=of, study=study)
    data = pictures.chart(study.about.title, study.bars, unit="人", color="#165e83")
    team.make(stage, of, data, study.about, by=1)
    team.through_gate(stage, of)


def _hand_in(stage: Stage, *, of: Team) -> None:
    team.write_journals(stage, of, WORDS)
    team.propose(
        stage,
        of,
        adoption.Draft(head_of(stage, of.call.section).place_id, of.title, of.summary),
    )
    team.through_gate(stage, of)


def _take_on(stage: Stage, *, of: Team, days: int) -> None:
    team.take_on(stage, of, stage.day + timedelta(days=days))
