"""What people tried at work after the course, and what it saves."""

from functools import partial

import sqlalchemy as sa

from app.demo.calendar import Calendar
from app.demo.cast import Stage
from app.demo.lessons import SLUG
from app.demo.scene import Scene
from app.identity import queries as identity
from app.improvements import policy, service
from app.improvements.models import ImprovementMemo
from app.improvements.rules import Effort, State
from app.improvements.service import Told
from app.learning import queries as learning
from app.talent.queries import staff

TRIED: tuple[tuple[str, Effort], ...] = (
    ("通知文の下書きを生成AIに書かせ、言い回しだけを直した。", Effort(40, 15, 6, 1)),
    ("会議の要点を、録音の文字起こしから箇条書きにした。", Effort(90, 35, 4, 1)),
    ("よくある問い合わせの答えを、課の手引きから作って並べた。", Effort(12, 5, 40, 3)),
    ("照会の回答を、前の年の回答と比べる表にまとめた。", Effort(120, 60, 2, 2)),
    ("申請書の案内を、やさしい日本語に言いかえた。", Effort(60, 20, 3, 2)),
    ("現場の写真の説明文を、下書きから整えるようにした。", Effort(15, 6, 24, 4)),
    ("表計算の式の作りかたを、生成AIにたずねて直した。", Effort(30, 10, 8, 1)),
)


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when memos were written and confirmed."""
    day = calendar.day
    return [
        *(
            scene
            for back, month, count in ((1, 9, 8), (1, 3, 10), (0, 8, 12))
            for scene in (
                Scene(day(back, month, 2), "改善メモ", partial(write, count=count)),
                Scene(day(back, month, 9), "改善メモの確認", confirm),
            )
        ),
        Scene(calendar.days_ago(9), "改善メモ", partial(write, count=9)),
    ]


def write(stage: Stage, *, count: int) -> None:
    """Let some of those who finished the course say what they tried."""
    written = set(stage.session.scalars(sa.select(ImprovementMemo.person_id)))
    for one in stage.some(300):
        if count == 0:
            return
        cards = learning.own_cards(stage.session, one.id)
        done = any(card.course.slug == SLUG and card.why is None for card in cards)
        if one.id in written or one.is_head or not done:
            continue
        tried, effort = stage.hand.choice(TRIED)
        service.write(stage.session, one.id, Told(SLUG, tried, effort), now=stage.now)
        count -= 1


def confirm(stage: Stage) -> None:
    """Let heads confirm what waits in their sections, but for one in eight, where they ask."""
    tree = staff.departments(stage.session)
    heads = {
        one.place_id: identity.person(stage.session, one.id, on=stage.day)
        for one in stage.staff()
        if one.is_head
    }
    waiting = stage.session.scalars(
        sa.select(ImprovementMemo)
        .where(ImprovementMemo.state == State.WAITING)
        .order_by(ImprovementMemo.person_id)
    ).all()
    for row in waiting:
        chief = heads.get(row.organization_id)
        if chief is None:
            continue
        units = policy.confirms_in(tree, chief)
        if stage.hand.random() < 1 / 8:
            asked = "回数は、課の全員の分ですか。"
            service.ask(stage.session, row.id, asked, by=chief.id, units=units, now=stage.now)
        else:
            service.confirm(stage.session, row.id, by=chief.id, units=units, now=stage.now)
