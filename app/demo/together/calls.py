"""What departments ask: challenges with their six lines, proposals, and what is needed."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import sqlalchemy as sa

from app.challenges import service as challenges
from app.challenges.models import Challenge, ChallengeProposal
from app.challenges.rules import Lines
from app.challenges.service import Written
from app.demo.calendar import Calendar
from app.demo.cast import OFFICE, Clerk, Stage
from app.demo.scene import Scene
from app.demo.together.people import SCHOOL, TEACHER
from app.identity import queries as identity

CITIZEN: Final = "hanako"


@dataclass(frozen=True, slots=True)
class Call:
    """A challenge: whose, its lines, and the days of its call."""

    section: str
    title: str
    field: str
    trouble: str
    question: str
    fixed: str
    use: str
    data: tuple[tuple[str, str, str], ...] = ()

    @property
    def decider(self) -> str:
        """Who decides: the section's head."""
        return f"{self.section} 課長"


SNOW = Call(
    "道路課",
    "雪の日の通学路",
    "live",
    "雪の朝に歩いて通う小中学生と、送り出す家族です。",
    "除雪の順番を、通学の時間と道に合わせるには、何から変えればよいでしょうか。",
    "除雪車は62台です。国道と県道の順番は、市では決められません。",
    "来年度の除雪計画「優先する道」の章を書きかえる材料にします。",
    (("除雪路線の一覧", "https://data.saigawa.example.jp/josetsu", "CC BY 4.0"),),
)
PHONES = Call(
    "長寿福祉課",
    "スマホ教室のあとの「困った」",
    "connect",
    "スマホ教室を終えたあと、家で操作に迷っている65歳以上の人です。",
    "教室のあとも安心して使い続けられるように、だれが、どこで、どう支えればよいでしょうか。",
    "委託している教室の回数は、今年度は増やせません。",
    "来年度の高齢者のデジタル支援の進め方を決める材料にします。",
)
WASTE = Call(
    "環境政策課",
    "ごみの分け方を、来たばかりの人にも",
    "live",
    "引っ越してきて、ごみの出し方が分からず困っている人と、集積所を守る町会です。",
    "引っ越して最初の1週間に、ごみの分け方をどう伝えればよいでしょうか。",
    "分け方の区分と収集日は、今年度は変えられません。",
    "転入した人に渡す案内と、分別アプリの文を見直す材料にします。",
)
SHELTER = Call(
    "予防課",
    "夜の避難所までの道",
    "protect",
    "夜に地震が起きたとき、暗い道を歩いて避難する人です。",
    "停電した夜でも、避難所まで迷わず歩けるようにするには、何をどこに置けばよいでしょうか。",
    "道路の照明を増やす工事は、3年先まで決まっています。",
    "避難所の案内表示の配置計画を見直す材料にします。",
)
DESKS = Call(
    "地域振興課",
    "公民館の空いている部屋",
    "create",
    "放課後に静かに勉強できる場所が見つからない中高生です。",
    "公民館の空いている部屋を、中高生が気がねなく使うには、どんな決まりがあればよいでしょうか。",
    "開館時間は夜9時までで、職員の数は変わりません。",
    "公民館の使い方の手引きを書きかえる材料にします。",
)
PARKS = Call(
    "子育て支援課",
    "子育て広場の混みぐあい",
    "discern",
    "小さい子を連れて来たのに、混んでいて帰る親子です。",
    "混みぐあいを、名前も顔も集めずに、来る前の人へどう知らせればよいでしょうか。",
    "広場の広さと、カメラを置かないという約束は変えられません。",
    "広場のお知らせのしかたを決める材料にします。",
)
OPEN = (
    Call(
        "市民課",
        "はじめての転入届",
        "connect",
        "はじめて一人で転入届を出しに来る、18歳から22歳の人です。",
        "窓口に来る前に、何を持って来ればよいかを、どう伝えれば1回で済むでしょうか。",
        "届に要る書類は、法律で決まっています。",
        "転入の案内のページと、窓口の札を書きかえます。",
    ),
    Call(
        "税務課",
        "税の知らせを読んでもらう",
        "discern",
        "封を開けずに、納める日を過ぎてしまう人です。",
        "封筒を見ただけで、いつまでに何をすればよいかが分かるには、何を書けばよいでしょうか。",
        "封筒の大きさと、個人の情報を外に書かないことは変えられません。",
        "来年度の納税通知書の封筒を作り直します。",
    ),
)
DRAFT = Call(
    "財政課",
    "予算の見える化",
    "discern",
    "予算書を開いても、どこを見ればよいか分からない市民です。",
    "",
    "",
    "",
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what is asked, and proposed, in no order."""
    day = calendar.day
    return [
        *(
            Scene(day(back, 4, 21), f"課題：{one.title}", partial(ask, call=one, years_back=back))
            for back, one in ((2, SNOW), (1, PHONES), (1, WASTE), (0, SHELTER), (0, DESKS))
        ),
        Scene(day(0, 5, 7), "課題：子育て広場", ask_longer),
        Scene(calendar.days_ago(24), "いま募集している課題", ask_more),
        Scene(calendar.days_ago(9), "課題の下書き", write_draft),
        Scene(calendar.days_ago(16), "市民からの提案", propose_some),
        Scene(calendar.days_ago(12), "提案を読む", read_proposals),
    ]


def ask(stage: Stage, *, call: Call, years_back: int) -> None:
    """Publish a challenge whose call ends in summer, and whose answer is promised for autumn."""
    day = stage.calendar.day
    _publish(stage, call, (stage.day, day(years_back, 6, 30), day(years_back, 8, 31)))


def ask_longer(stage: Stage) -> None:
    """Publish the challenge that a team takes in autumn: its call lasts as long."""
    day = stage.calendar.day
    _publish(stage, PARKS, (stage.day, day(0, 10, 31), day(0, 2, 28)))


def ask_more(stage: Stage) -> None:
    """Publish the challenges that teams may take now."""
    day = stage.calendar.day
    for one in OPEN:
        _publish(stage, one, (stage.day, day(0, 1, 31), day(0, 3, 25)))


def write_draft(stage: Stage) -> None:
    """Begin a challenge that still lacks most of its lines."""
    lines = Lines(trouble=DRAFT.trouble)
    written = Written(stage.place(DRAFT.section), DRAFT.title, DRAFT.field, lines)
    challenges.draft(stage.session, written, by=head_of(stage, DRAFT.section).id, now=stage.now)


def propose_some(stage: Stage) -> None:
    """Let a citizen and the school propose what the city should work on."""
    for login, said in (
        (
            CITIZEN,
            challenges.Said(
                "バス停で待つ時間",
                "冬のバス停は風が強く、病院の帰りに20分待つのがつらいです。",
                "次のバスがいつ来るかが、大きな字で分かるとうれしいです。",
            ),
        ),
        (
            TEACHER,
            challenges.Said(
                "図書館の自習席",
                "テスト前は席が足りず、立ったまま読んでいる生徒がいます。",
                "空いている席が、学校を出る前に分かるしくみを考えたいです。",
                stage.place(SCHOOL),
            ),
        ),
    ):
        person = identity.person(stage.session, stage.who(login), on=stage.day)
        challenges.propose(stage.session, person, said, now=stage.now)


def read_proposals(stage: Stage) -> None:
    """Publish the school's proposal; the citizen's waits."""
    row = stage.session.scalars(
        sa.select(ChallengeProposal).where(ChallengeProposal.organization_id.is_not(None))
    ).first()
    if row is not None:
        challenges.publish_proposal(stage.session, row.id, by=stage.who(OFFICE), now=stage.now)


def head_of(stage: Stage, section: str) -> Clerk:
    """Return who heads a section on the day."""
    people = stage.staff(section)
    return next((one for one in people if one.is_head), people[0])


def challenge_of(stage: Stage, call: Call) -> Challenge:
    """Return the challenge that was made of a call."""
    return stage.session.scalars(sa.select(Challenge).where(Challenge.title == call.title)).one()


def _publish(stage: Stage, call: Call, days: tuple[date, date, date]) -> None:
    opens_on, closes_on, answer_by = days
    head = head_of(stage, call.section)
    written = Written(
        head.place_id,
        call.title,
        call.field,
        Lines(
            call.trouble,
            call.question,
            call.fixed,
            call.decider,
            answer_by,
            call.use,
            opens_on,
            closes_on,
        ),
        owner_id=head.id,
        data=tuple(
            {"title": title, "url": url, "terms": terms} for title, url, terms in call.data
        ),
    )
    row = challenges.draft(stage.session, written, by=head.id, now=stage.now)
    challenges.publish(stage.session, row, by=head.id, now=stage.now)
