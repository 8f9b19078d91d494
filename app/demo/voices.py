"""What people say of each other's work, what somebody doubts, and what was learned elsewhere."""

from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from app.demo import descriptions as d
from app.demo.calendar import Calendar
from app.demo.cast import HR, OFFICE_TOO, PARTNER, Clerk, Stage
from app.demo.scene import Scene
from app.endorsements import service
from app.endorsements.models import Contest, PriorLearning
from app.endorsements.rules import Outcome
from app.endorsements.rules import Stage as Step
from app.endorsements.service import Answer, Assessment, Learned, Words
from app.talent.models import SkillAttestation
from app.talent.rules import Source, State

L = d.L

DOUBT = (
    "この仕事は、もう一人の担当が中心でした。わたしは手伝っただけです。レベルを見直してください。"
)
SEEN: tuple[tuple[str, int, str, str, str], ...] = (
    (
        *(f"{L}M5", 2, "申請書の見直し", "新しい申請書"),
        "様式を3回作り直し、そのたびに窓口で試して、書きまちがいを減らしました。",
    ),
    (
        *(f"{L}T2", 2, "月ごとの統計の報告", "統計の図"),
        "件数の表を図に直し、増えた理由を会議で説明しました。質問にも数字で答えていました。",
    ),
    (
        *(f"{L}M2", 2, "課をまたぐ引っこしの手続き", ""),
        "三つの課の担当を集め、順番を決めて、来庁の回数を減らす案をまとめました。",
    ),
    (
        *(f"{L}H2", 2, "照会の回答の整理", "照会の一覧"),
        "表計算で照会の一覧を作り、だれがいつまでに答えるかを、課の全員に見えるようにしました。",
    ),
    (
        *(f"{L}H3", 2, "委託先とのデータの受け渡し", ""),
        "受け渡しの手順を点検し、記録のない受け渡しをやめさせました。",
    ),
    (
        *(f"{L}M3", 3, "窓口の案内の作り直し", "新しい案内"),
        "来た方の動きを一週間見て、案内の置き場所と言葉を変え、ほかの課にも教えました。",
    ),
    (
        *(f"{L}M7", 2, "通知の発送の見直し", ""),
        "返送された通知の数を数え、宛先の直しかたを変えて、返送を半分にしました。",
    ),
    (
        *(f"{L}T5", 2, "議事録の下書き", ""),
        "生成AIの下書きを録音と照らし、直したところを記録して、課の手引きにしました。",
    ),
)
"""Item, level, work, what came of it, and what the chief saw."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What somebody learned elsewhere, and what HR says to it; None: it waits."""

    title: str
    place: str
    hours: int | None
    words: str
    asked: tuple[tuple[str, int], ...]
    answer: Assessment | None


FINISHED: tuple[Elsewhere, ...] = (
    Elsewhere(
        *("放送大学「データの分析と知識発見」", "放送大学", 22),
        "統計ソフトを使って、データの分けかたと図の作りかたを学び、単位を取りました。",
        ((f"{L}T2", 2), (f"{L}T3", 2)),
        Assessment(
            Step.ACCEPTED,
            "成績の通知を見て、確かめました。",
            {f"{L}T2": 2, f"{L}T3": 1},
        ),
    ),
    Elsewhere(
        *("基本情報技術者試験", "情報処理推進機構", None),
        "令和3年に合格しました。合格証書があります。",
        ((f"{L}T6", 1), (f"{L}T7", 2), (f"{L}T8", 2)),
        Assessment(
            Step.ACCEPTED,
            "合格証書の原本を見て、確かめました。",
            {f"{L}T6": 1, f"{L}T7": 2, f"{L}T8": 2},
        ),
    ),
    Elsewhere(
        *("動画で学ぶプログラミング入門", "動画のサイト", 6),
        "空いた時間に、動画を見て手を動かしました。",
        ((f"{L}T7", 2),),
        Assessment(
            Step.DECLINED,
            "見たことは分かりますが、できることを示すものがありません。演習の成果があれば、もう一度出してください。",
        ),
    ),
    Elsewhere(
        *("情報セキュリティマネジメント試験", "情報処理推進機構", None),
        "今年の春に合格しました。",
        ((f"{L}H3", 2), (f"{L}H5", 2)),
        None,
    ),
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return who says what when, in no order."""
    day = calendar.day
    return [
        *(
            Scene(day(back, month, 20), "推薦", partial(endorse, count=count))
            for back, month, count in ((2, 1, 8), (1, 6, 10), (1, 12, 12), (0, 6, 12), (0, 11, 8))
        ),
        Scene(day(0, 9, 3), "大学の人からの推薦", ask_the_partner),
        Scene(day(0, 10, 5), "推薦", let_the_partner_endorse),
        Scene(day(1, 7, 3), "ほかで学んだこと", partial(claim, whose=FINISHED[:2])),
        Scene(day(1, 7, 9), "ほかで学んだことの確認", assess),
        Scene(day(0, 10, 8), "ほかで学んだこと", partial(claim, whose=FINISHED[2:])),
        Scene(day(0, 10, 14), "ほかで学んだことの確認", assess),
        Scene(day(0, 8, 20), "申し立て", contest),
        Scene(day(0, 8, 25), "申し立ての答え", settle),
        Scene(calendar.days_ago(6), "申し立て", contest),
    ]


def endorse(stage: Stage, *, count: int) -> None:
    """Let heads endorse somebody of their section for what they saw."""
    heads = {one.place: one for one in stage.staff() if one.is_head and one.login < "s0400"}
    people = [one for one in stage.some(count * 3) if one.place in heads and not one.is_head]
    for one in people[:count]:
        _say(stage, heads[one.place], one, stage.hand.choice(SEEN))


def _say(stage: Stage, chief: Clerk, one: Clerk, seen: tuple[str, int, str, str, str]) -> None:
    ref, level, work, thing, reason = seen
    words = Words(ref, level, reason, work=work, thing=thing)
    service.endorse(stage.session, one.id, words, by=chief.id, now=stage.now)


def ask_the_partner(stage: Stage) -> None:
    """Ask the partner at the university about somebody with whom he works."""
    service.invite(
        stage.session,
        _with_the_partner(stage).id,
        stage.who(PARTNER),
        project="高校と大学と市の「歩きやすい道」プロジェクト",
        ends_on=stage.calendar.day(0, 2, 26),
        by=stage.who(HR),
        now=stage.now,
    )


def let_the_partner_endorse(stage: Stage) -> None:
    """Let him say what he saw."""
    words = Words(
        f"{L}M2",
        3,
        "高校生の案を聞き、道路課の決まりと照らして、できることとできないことを、その場で説明しました。"
        "次の回までに、試せる場所を用意してくれました。",
        thing="歩道の段差の地図",
    )
    person = _with_the_partner(stage)
    service.endorse(stage.session, person.id, words, by=stage.who(PARTNER), now=stage.now)


def _with_the_partner(stage: Stage) -> Clerk:
    return next(one for one in stage.staff("道路課") if one.title == "主査")


def claim(stage: Stage, *, whose: tuple[Elsewhere, ...]) -> None:
    """Let some hand in what they learned elsewhere."""
    for one, what in zip(stage.some(len(whose)), whose, strict=True):
        learned = Learned(
            what.title,
            what.place,
            stage.calendar.day(3, 10, 16),
            hours=what.hours,
            words=what.words,
            asked=dict(what.asked),
        )
        service.claim(stage.session, one.id, learned, now=stage.now)


def assess(stage: Stage) -> None:
    """Let HR answer what it has an answer for."""
    answers = {one.title: one.answer for one in FINISHED}
    open_ones = stage.session.scalars(
        sa.select(PriorLearning)
        .where(PriorLearning.stage == Step.WAITING)
        .order_by(PriorLearning.title)
    ).all()
    for row in open_ones:
        answer = answers[row.title]
        if answer is not None:
            service.assess(stage.session, row, answer, by=stage.who(HR), now=stage.now)


def contest(stage: Stage) -> None:
    """Let somebody doubt an endorsement of their own."""
    row = stage.session.scalars(
        sa.select(SkillAttestation)
        .where(
            SkillAttestation.source == Source.ENDORSEMENT,
            SkillAttestation.state == State.ACTIVE,
            SkillAttestation.contested_since.is_(None),
        )
        .order_by(SkillAttestation.attested_on.desc(), SkillAttestation.person_id)
        .limit(1)
    ).one()
    service.contest(stage.session, row.id, DOUBT, by=row.person_id, now=stage.now)


def settle(stage: Stage) -> None:
    """Let HR lower the level."""
    found = stage.session.scalars(sa.select(Contest).where(Contest.outcome == Outcome.OPEN)).one()
    answer = Answer(
        Outcome.CORRECTED,
        "課長と二人に話を聞きました。手伝った分として、レベル1に直します。",
        level=1,
    )
    service.settle(stage.session, found, answer, by=stage.who(OFFICE_TOO), now=stage.now)
