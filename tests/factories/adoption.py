"""Proposals and what became of them, for tests; a test names only what it is about."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import queries, service
from app.adoption.queries import Asked
from app.adoption.rules import Answer, Cue, Ending
from app.adoption.service import Assignment, Draft, Figure, NewAnswer, Officer, Seen
from app.clock import day_of
from app.following.models import Notification
from app.talent.queries import staff
from tests.factories.identity import NOW, TODAY
from tests.factories.projects import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.adoption.models import Adoption, Continuation, SupportOffer
    from app.identity.models import Organization, User
    from tests.factories.projects import Together

BEFORE = "幹線道路から順に行う。"
AFTER = "幹線道路とあわせて、登校の始まる7時30分までに通学路を行う。"
REASON = "来年度の除雪計画の第3章に、通学路の項目を加えます。"


def a_draft(together: "Together") -> Draft:
    """Return what a team proposes to the project's department."""
    return Draft(
        together.department.id,
        "雪の朝は、通学路から先に雪をどける",
        "歩いて調べた42kmのうち、7時30分までに雪がどけられていたのは半分でした。",
        "除雪計画 第3章",
        BEFORE,
        AFTER,
        1_200_000,
    )


def a_proposal(
    session: "Session", together: "Together", *, now: "datetime" = NOW, is_handed_in: bool = True
) -> "Adoption":
    """Let a pupil write, and the teacher hand in."""
    pupil = together.pupils[0] if together.pupils else together.teacher
    draft = a_draft(together)
    row = service.write(session, standing_of(session, together, pupil), draft, edition=0, now=now)
    if is_handed_in:
        teacher = standing_of(session, together, together.teacher)
        service.hand_in(session, teacher, edition=row.edition, now=now)
    return row


def by_owner(together: "Together") -> Officer:
    """Return the department's owner, as the public page calls them."""
    return Officer(together.owner.id, f"{together.department.name} 課長")


def seen(row: "Adoption") -> Seen:
    """Return a proposal as it is now."""
    return Seen(row.id, row.edition)


def taken_up(
    session: "Session",
    together: "Together",
    row: "Adoption",
    *,
    now: "datetime" = NOW,
    in_days: int = 30,
) -> "Adoption":
    """Let the owner answer for a proposal, within some days."""
    told = Assignment(together.owner.id, day_of(now) + timedelta(days=in_days))
    mine = {together.owner.id}
    by = by_owner(together)
    return service.assign(session, seen(row), told, colleagues=mine, by=by, now=now)


def answered(
    session: "Session",
    together: "Together",
    row: "Adoption",
    kind: Answer = Answer.ADOPT,
    *,
    now: "datetime" = NOW,
    reason: str = REASON,
    needs: str = "除雪車がもう2台入れば、取り組めます。",
    in_days: int = 60,
) -> "Adoption":
    """Let the owner answer."""
    told = NewAnswer(kind, reason, day_of(now) + timedelta(days=in_days), needs)
    return service.answer(session, seen(row), told, by=by_owner(together), now=now)


def budgeted(
    session: "Session",
    together: "Together",
    row: "Adoption",
    *,
    now: "datetime" = NOW,
    yen: int = 1_200_000,
) -> "Adoption":
    """Let money be asked for and decided."""
    day, by = day_of(now) + timedelta(days=90), by_owner(together)
    service.request_money(
        session, seen(row), year=2027, yen=1_200_000, next_on=day, by=by, now=now
    )
    return service.decide_money(session, seen(row), yen=yen, next_on=day, text="", by=by, now=now)


def in_service(
    session: "Session", together: "Together", row: "Adoption", *, now: "datetime" = NOW
) -> "Adoption":
    """Let it be used from today on."""
    return service.put_in_service(
        session,
        seen(row),
        on=day_of(now),
        became=row.became,
        next_on=day_of(now) + timedelta(days=180),
        text="通学路9つの校区で、登校の前に雪をどけます。",
        by=by_owner(together),
        now=now,
    )


def measured(
    session: "Session", together: "Together", row: "Adoption", *, now: "datetime" = NOW
) -> "Adoption":
    """Let it be measured."""
    figure = Figure(
        "雪の朝に転んだという届け",
        "12",
        "件",
        "令和8年1〜2月と令和10年1〜2月",
        "市民からの電話と投稿を数えました。",
        "31",
    )
    by = by_owner(together)
    return service.measure(session, seen(row), [figure], next_on=None, text="", by=by, now=now)


def an_offer(
    session: "Session", place: "Organization", by: "User", *, title: str = "会議室を無料で使える"
) -> "SupportOffer":
    """Let an organization offer something to teams that go on."""
    told = service.NewOffer(place.id, title)
    return service.add_offer(session, told, by=by.id, now=NOW)


def going_on(
    session: "Session", together: "Together", *offers: "SupportOffer", now: "datetime" = NOW
) -> "Continuation":
    """Let a team go on as a club."""
    told = service.Ending(Ending.CLUB, "雪みち研究会", offers=[one.id for one in offers])
    return service.go_on(session, standing_of(session, together, together.teacher), told, now=now)


def kinds_of(session: "Session", user: "User") -> list[str]:
    """Return what somebody was told of proposals, the oldest first."""
    rows = sa.select(Notification).where(Notification.user_id == user.id)
    found = session.scalars(rows.order_by(Notification.told_at, Notification.key))
    return [one.kind for one in found if one.kind.startswith("adoption.")]


def path_for(session: "Session", user: "User", kind: str) -> str | None:
    """Return where somebody is led who was told something."""
    return session.scalar(
        sa.select(Notification.path).where(
            Notification.user_id == user.id, Notification.kind == kind
        )
    )


def later(days: int) -> "datetime":
    """Return the instant some days after the first."""
    return NOW + timedelta(days=days)


def waiting(session: "Session", together: "Together", *, days: int = 0) -> list[tuple[Cue, int]]:
    """Return what waits in the inbox of a project's department after some days."""
    tree = staff.departments(session)
    found = queries.inbox(
        session,
        tree,
        Asked(),
        places=frozenset({together.department.id}),
        reader_id=uuid.uuid4(),
        today=TODAY + timedelta(days=days),
    )
    return [(one.cue, one.days) for one in found.rows if one.cue is not None]
