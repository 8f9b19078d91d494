"""Trainings take place, and HR awards them; now and then one was a mistake."""

import uuid
from collections.abc import Iterable
from functools import partial

import sqlalchemy as sa

from app.achievements.models import Achievement, Batch, BatchMember
from app.achievements.service import awarding, describing
from app.credentials.models import Credential, CredentialState
from app.credentials.service.revoking import revoke_credential
from app.demo import descriptions as d
from app.demo.calendar import Calendar
from app.demo.cast import HR, Clerk, Stage
from app.demo.scene import Scene

IN_OFFICES = ("市民局＞市民課", "こども未来局＞子育て支援課", "福祉局＞長寿福祉課")
WITH_SYSTEMS = ("総務局＞情報政策課", "財務局＞税務課", "市民局＞市民課", "総務局＞総務課")
MISTAKEN = "名簿の取り違えがあり、この研修には参加していませんでした。"


def scenes(calendar: Calendar) -> list[Scene]:
    """Return what is described and awarded, in no order."""
    day, last_week = calendar.day, calendar.last_week
    return [
        Scene(day(2, 4, 15), "証明の種類", describe_all),
        *(_yearly_security(calendar)),
        Scene(day(2, 5, 24), "管理職の研修", partial(_seniors, count=24)),
        Scene(day(2, 8, 8), "業務改善ワークショップ", partial(_some, key=d.KAIZEN, count=34)),
        Scene(day(2, 9, 13), "データ活用の研修", partial(_some, key=d.DATA, count=48)),
        Scene(
            day(2, 10, 18),
            "クラウドの研修",
            partial(_some, key=d.CLOUD, count=30, places=WITH_SYSTEMS),
        ),
        Scene(day(2, 11, 29), "推進リーダー第1期", partial(_new_leaders, count=26)),
        Scene(day(1, 4, 18), "新採用の研修", partial(_beginners, years_back=1)),
        Scene(day(1, 5, 23), "管理職の研修", partial(_seniors, count=14)),
        Scene(
            day(1, 7, 11),
            "窓口サービスデザイン研修",
            partial(_some, key=d.SERVICE, count=36, places=IN_OFFICES),
        ),
        Scene(day(1, 8, 7), "業務改善ワークショップ", partial(_some, key=d.KAIZEN, count=38)),
        Scene(day(1, 9, 12), "データ活用の研修", partial(_some, key=d.DATA, count=45)),
        Scene(
            day(1, 10, 17),
            "クラウドの研修",
            partial(_some, key=d.CLOUD, count=24, places=WITH_SYSTEMS),
        ),
        Scene(day(1, 11, 28), "推進リーダー第2期", partial(_new_leaders, count=31)),
        Scene(day(1, 3, 13), "高度専門人材の認定", partial(_experts, count=6)),
        Scene(
            calendar.days_ago(335),
            "個人情報保護研修",
            partial(_some, key=d.PRIVACY, count=24, places=IN_OFFICES),
        ),
        Scene(calendar.days_ago(160), "個人情報保護研修", partial(_some, key=d.PRIVACY, count=60)),
        Scene(day(0, 4, 17), "新採用の研修", partial(_beginners, years_back=0)),
        Scene(day(0, 5, 22), "管理職の研修", partial(_seniors, count=16)),
        Scene(
            day(0, 7, 10),
            "窓口サービスデザイン研修",
            partial(_some, key=d.SERVICE, count=20, places=IN_OFFICES),
        ),
        Scene(day(0, 8, 6), "業務改善ワークショップ", partial(_some, key=d.KAIZEN, count=30)),
        Scene(day(0, 9, 11), "データ活用の研修", partial(_some, key=d.DATA, count=34)),
        Scene(day(0, 10, 16), "推進リーダー第3期", partial(_new_leaders, count=22)),
        Scene(last_week(1), "高度専門人材の認定", partial(_experts, count=3)),
        Scene(last_week(2), "推進リーダー第3期の補講", partial(_new_leaders, count=8)),
        Scene(last_week(3), "取り消し", _take_back),
    ]


def _yearly_security(calendar: Calendar) -> list[Scene]:
    shares = {2: 0.82, 1: 0.88, 0: 0.78}
    return [
        Scene(
            calendar.day(back, 6, 12 - back), "情報セキュリティ研修", partial(_share, share=share)
        )
        for back, share in shares.items()
    ]


def describe_all(stage: Stage) -> None:
    """Describe what the city awards."""
    city, by = stage.place("犀川市"), stage.who(HR)
    for one in d.TRAININGS.values():
        told = describing.Description(
            organization_id=city,
            kind=one.kind,
            name=one.name,
            description=one.description,
            criteria=one.criteria,
            can_do=one.can_do,
            skills=one.skills,
            field=one.field,
            audience="staff",
            valid_months=one.valid_months,
            courses=(),
        )
        describing.describe(stage.session, told, by=by, now=stage.now)


def achievement(stage: Stage, key: str) -> Achievement:
    """Return what was described under a key."""
    named = sa.select(Achievement).where(Achievement.name == d.TRAININGS[key].name)
    return stage.session.scalars(named).one()


def award(stage: Stage, key: str, people: Iterable[Clerk]) -> None:
    """Award what was described under a key to those who took part."""
    awarding.begin_batch(
        stage.session,
        achievement(stage, key),
        [one.id for one in people],
        awarded_on=stage.day,
        evidence=d.TRAININGS[key].criteria,
        reason="研修の出席簿と、成果物を確かめました。",
        by=stage.who(HR),
        now=stage.now,
    )


def _some(stage: Stage, *, key: str, count: int, places: tuple[str, ...] = ()) -> None:
    award(stage, key, stage.some(count, *places))


def _share(stage: Stage, *, share: float) -> None:
    people = stage.staff()
    award(stage, d.SECURITY, stage.some(round(share * len(people))))


def _seniors(stage: Stage, *, count: int) -> None:
    seniors = [one for one in stage.staff() if one.is_senior]
    award(stage, d.HEADS, stage.hand.sample(seniors, min(count, len(seniors))))


def _beginners(stage: Stage, *, years_back: int) -> None:
    first = {1: "s04", 0: "s05"}[years_back]
    award(stage, d.BEGINNERS, [one for one in stage.staff() if one.login.startswith(first)])


def _experts(stage: Stage, *, count: int) -> None:
    award(stage, d.EXPERT, _without(stage, d.EXPERT, stage.staff("情報政策課"))[:count])


def _new_leaders(stage: Stage, *, count: int) -> None:
    people = _without(stage, d.LEADER, stage.staff())
    drawn = set(stage.hand.sample(range(len(people)), min(count, len(people))))
    award(stage, d.LEADER, [one for place, one in enumerate(people) if place in drawn])


def _without(stage: Stage, key: str, people: list[Clerk]) -> list[Clerk]:
    held = set(stage.session.scalars(members(achievement(stage, key).id)))
    return [one for one in people if one.id not in held]


def _take_back(stage: Stage) -> None:
    """Take one proof of the last training back: the registry greys it, and says why."""
    found = _issued(stage, d.SECURITY)
    if found is not None:
        revoke_credential(
            stage.session, found, reason=MISTAKEN, by=stage.who("kanri"), now=stage.now
        )


def _issued(stage: Stage, key: str) -> Credential | None:
    there = [one.id for one in stage.staff("道路課")]
    held = members(achievement(stage, key).id).with_only_columns(BatchMember.credential_id)
    asked = (
        sa.select(Credential)
        .where(
            Credential.id.in_(held),
            Credential.user_id.in_(there),
            Credential.state == CredentialState.ISSUED,
        )
        .order_by(Credential.number.desc())
    )
    return stage.session.scalars(asked).first()


def members(achievement_id: uuid.UUID) -> "sa.Select[uuid.UUID]":
    """Return who was awarded an achievement, as a query."""
    return (
        sa.select(BatchMember.user_id)
        .join(Batch, Batch.id == BatchMember.batch_id)
        .where(Batch.achievement_id == achievement_id)
    )
