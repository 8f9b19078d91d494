"""A city hall with a chief, their people and a partner; a test names only what it is about."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements import queries, service
from app.endorsements.queries import News
from app.endorsements.service import Learned, Words
from app.identity.models import OrganizationKind, Role
from app.talent import doubts
from tests.factories.identity import NOW, TODAY, a_city, a_post, a_user, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.endorsements.models import (
        Contest,
        Endorsement,
        EndorsementInvitation,
        PriorLearning,
    )
    from app.identity.models import User
    from app.talent.models import SkillAttestation

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"
REASON = "9月に、窓口の記録を集計して待ち時間の山を見つけ、窓口の数を変える案を出した。"
WORDS = Words(T5, 2, REASON, work="窓口の混雑をへらす仕事")
LEARNED = Learned(
    "データ分析の公開講座", "犀川大学", date(2026, 8, 31), hours=20, asked={T5: 2, H3: 1}
)
PROJECT = "商店街の人流を見る実験"
UNTIL = date(2026, 12, 20)


class Hall:
    """総務局 with 税務課 and 人事課: a chief, two clerks, two of HR; and a partner elsewhere."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city, position=1)
        self.tax = an_organization(session, "税務課", parent=self.bureau, position=1)
        self.staffing = an_organization(session, "人事課", parent=self.bureau, position=2)
        self.chief = a_user(session, family_name="鴻池", family_kana="コウノイケ")
        a_post(session, self.chief, self.tax, Role.MANAGER, title="課長").is_primary = True
        self.clerk = a_staff_member(session, self.tax, "御厨", "ミクリヤ")
        self.other = a_staff_member(session, self.staffing, "不破", "フワ")
        self.officer = an_hr_officer(session, self.staffing)
        self.second = an_hr_officer(session, self.staffing)
        university = an_organization(session, "犀川大学", kind=OrganizationKind.UNIVERSITY)
        self.partner = a_user(session, family_name="等々力", family_kana="トドロキ")
        a_post(session, self.partner, university, Role.PARTNER, title="准教授")
        self.partner.email = "todoroki@university.example"
        session.flush()

    def endorsed(
        self, words: Words = WORDS, *, by: "User | None" = None, now: "datetime" = NOW
    ) -> "Endorsement":
        """Let the chief endorse the clerk."""
        giver = by or self.chief
        return service.endorse(self.session, self.clerk.id, words, by=giver.id, now=now)

    def invited(self, *, project: str = PROJECT, ends_on: date = UNTIL) -> "EndorsementInvitation":
        """Let HR ask the partner about the clerk."""
        return service.invite(
            self.session,
            self.clerk.id,
            self.partner.id,
            project=project,
            ends_on=ends_on,
            by=self.officer.id,
            now=NOW,
        )

    def claimed(self, learned: Learned = LEARNED, *, now: "datetime" = NOW) -> "PriorLearning":
        """Let the clerk hand in what was learned elsewhere."""
        return service.claim(self.session, self.clerk.id, learned, now=now)

    def attestation(self, row: "Endorsement | PriorLearning") -> "SkillAttestation":
        """Return the first of what a ground attests."""
        return doubts.of_ground(self.session, row.id)[0]

    def attestation_of(self, contest: "Contest") -> "SkillAttestation":
        """Return what a contest is about."""
        found = doubts.attestation(self.session, contest.attestation_id)
        assert found is not None
        return found


__all__ = ["H3", "LEARNED", "NOW", "PROJECT", "REASON", "T5", "TODAY", "UNTIL", "WORDS", "Hall"]


def news_of(session: "Session", person_id: uuid.UUID, *, settles: bool = False) -> News:
    """Return what is new for somebody, as their home asks for it."""
    told = session.execute(sa.select(*queries.news(person_id, settles=settles))).one()
    return News(*list(told))
