"""The yearly self-check: two rounds are over, one is open."""

from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from app.demo.calendar import Calendar
from app.demo.cast import HR, MADE_UP, Stage
from app.demo.scene import Scene
from app.frameworks import queries as frameworks
from app.identity.models import User
from app.surveys import service
from app.surveys.models import SurveyInvitation, SurveyRound
from app.surveys.service import Terms

TEXT = (
    "自分の力を、自分で見てみます。答えは名前と結びつけずに数え、評価には使いません。"
    "5分ほどで終わります。"
)
LASTS = timedelta(days=29)
BEFORE_REIWA = 2018
FREQUENT = {2: (5, 6, 4, 1), 1: (4, 6, 5, 2), 0: (3, 6, 6, 3)}
"""How often each level from none up is answered, by years back."""


def scenes(calendar: Calendar) -> list[Scene]:
    """Return when people were asked, and when they answered."""
    day = calendar.day
    return [
        *(
            scene
            for back, share in ((2, 0.72), (1, 0.81))
            for scene in (
                Scene(day(back, 10, 1), "自己チェックを始める", partial(begin, back=back)),
                Scene(
                    day(back, 10, 16),
                    "自己チェックの答え",
                    partial(answer, back=back, share=share),
                ),
                Scene(day(back, 11, 1), "自己チェックを閉じる", close),
            )
        ),
        Scene(calendar.days_ago(12), "自己チェックを始める", partial(begin, back=0)),
        Scene(calendar.days_ago(5), "自己チェックの答え", partial(answer, back=0, share=0.4)),
    ]


def begin(stage: Stage, *, back: int) -> None:
    """Plan a round and open it."""
    year = stage.calendar.day(back, 4, 1).year - BEFORE_REIWA
    terms = Terms(
        f"令和{year}年度の自己チェック",
        tuple(one.ref for one in frameworks.framework("dss-l@1.2").items),
        TEXT,
        stage.day,
        stage.day + LASTS,
    )
    by = stage.who(HR)
    row = service.plan(stage.session, terms, by=by, now=stage.now)
    service.open_round(stage.session, row, by=by, now=stage.now)


def answer(stage: Stage, *, back: int, share: float) -> None:
    """Let some answer, each for themselves; those whom visitors play answer for themselves."""
    row = _open(stage)
    asked = stage.session.scalars(
        sa.select(SurveyInvitation.user_id)
        .join(User, User.id == SurveyInvitation.user_id)
        .where(SurveyInvitation.round_id == row.id, User.login_id.like(MADE_UP))
        .order_by(SurveyInvitation.user_id)
    ).all()
    for user_id in asked:
        if stage.hand.random() < share:
            levels = stage.hand.choices(range(4), FREQUENT[back], k=len(row.items))
            told = dict(zip(row.items, levels, strict=True))
            service.answer(stage.session, row.id, user_id, told, now=stage.now)


def close(stage: Stage) -> None:
    """Close a round: what is shown is settled."""
    service.close(stage.session, _open(stage), by=stage.who(HR), now=stage.now)


def _open(stage: Stage) -> SurveyRound:
    is_open = (SurveyRound.opened_on.is_not(None), SurveyRound.closed_on.is_(None))
    return stage.session.scalars(sa.select(SurveyRound).where(*is_open)).one()
