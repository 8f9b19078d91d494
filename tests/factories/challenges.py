"""Challenges and proposals for tests, beside ``projects.a_challenge``; a test names its own."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.challenges.models import ChallengeProposal, ProposalState
from app.challenges.rules import Lines
from app.challenges.service import Written
from tests.factories.identity import NOW, TODAY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User

LINES = Lines(
    trouble="雪の朝に歩いて通う小中学生と、送り出す家族です。",
    question="除雪の順番を通学の時間に合わせるには、何から変えればよいでしょうか。",
    fixed="除雪車は62台です。",
    decider="土木局 道路管理課長",
    answer_by=TODAY + timedelta(days=100),
    use_of_answers="来年度の除雪計画を書きかえる材料にします。",
    opens_on=TODAY,
    closes_on=TODAY + timedelta(days=60),
)
"""All six, and both days; without a hint but that the answer comes in the same fiscal year."""


def written(
    place: "Organization",
    lines: Lines = LINES,
    *,
    owner: "User | None" = None,
    title: str = "雪の日の通学路",
) -> Written:
    """Return what a department writes."""
    return Written(
        place.id,
        title,
        "live",
        lines,
        owner_id=owner.id if owner else None,
        data=({"title": "除雪路線図", "url": "https://data.example.jp/", "terms": "CC BY"},),
        skills=("dss-l@1.2/T5",),
    )


def a_proposal(
    session: "Session",
    person: "User",
    *,
    school: "Organization | None" = None,
    state: ProposalState = ProposalState.WAITING,
    now: "datetime" = NOW,
) -> ChallengeProposal:
    """Let somebody propose something."""
    row = ChallengeProposal(
        person_id=person.id,
        organization_id=school.id if school else None,
        title="公民館のスマホ相談の待ち時間",
        trouble="70代の人が、1時間以上待っています。",
        wish="待たずに聞けるとよいです。",
        state=state,
        proposed_at=now,
        decided_at=None if state is ProposalState.WAITING else now,
    )
    session.add(row)
    session.flush()
    return row


def sent(place: "Organization", **changes: object) -> dict[str, object]:
    """Return what the form of a challenge sends, with changes."""
    told: dict[str, object] = {
        "title": "雪の日の通学路",
        "field": "live",
        "organization_id": str(place.id),
        "owner_id": "",
        "step": "save",
        **{
            name: value.isoformat() if isinstance(value, date) else value
            for name in (
                *("trouble", "question", "fixed", "decider", "answer_by"),
                *("use_of_answers", "opens_on", "closes_on"),
            )
            for value in [getattr(LINES, name)]
        },
    }
    return told | changes
