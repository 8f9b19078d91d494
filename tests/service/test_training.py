"""Lists of training outside: compared, taken in, taken in again, and what they attest."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.identity.models import Organization
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.rules import Source
from app.training.models import (
    ImportState,
    TrainingFile,
    TrainingFinding,
    TrainingRecord,
    TrainingSource,
)
from app.training.plan import Plan
from app.training.service import comparing, imports
from tests.factories.identity import NOW, a_city, an_organization
from tests.factories.training import (
    BASICS,
    T5,
    a_list,
    a_numbered_member,
    a_rule,
    a_source,
    brought,
    row,
)

MARCH = date(2026, 3, 31)


class Hall:
    """税務課 with two clerks, and J-LIS with one title that attests T5."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.city = a_city(session)
        self.tax: Organization = an_organization(session, "税務課", parent=self.city)
        self.mori = a_numbered_member(session, self.tax, "001001", "森")
        self.taka = a_numbered_member(session, self.tax, "001002", "髙橋")
        self.source: TrainingSource = a_source(session)
        a_rule(session, self.source)

    def compared(self, *rows: tuple[str, ...] | object, data: bytes | None = None) -> Plan:
        """Return what a list would do."""
        data = data or a_list(rows)  # type: ignore[arg-type]
        kept = imports.hold_list(self.session, self.source, "a.csv", data, by=None, now=NOW)
        return comparing.compare(self.session, kept.id, now=NOW)


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def records(session: Session) -> list[TrainingRecord]:
    asked = sa.select(TrainingRecord).order_by(TrainingRecord.title, TrainingRecord.completed_on)
    return list(session.scalars(asked))


def test_a_completion_is_kept_and_attests_what_its_title_says(
    session: Session, hall: Hall
) -> None:
    kept = brought(session, hall.source, [row(hall.mori, "001001"), row(hall.taka, "1002")])
    assert kept.state is ImportState.APPLIED
    assert {one.minutes for one in records(session)} == {360}
    attested = session.scalars(sa.select(SkillAttestation)).all()
    assert {(one.person_id, one.item_ref, one.level) for one in attested} == {
        (hall.mori.id, T5, 1),
        (hall.taka.id, T5, 1),
    }
    (first, *_) = attested
    assert first.source is Source.EXTERNAL_TRAINING
    assert (first.issuer_name, first.title, first.attested_on) == ("J-LIS", BASICS, MARCH)
    assert {one.ground_id for one in attested} == {one.id for one in records(session)}
    assert session.scalar(sa.select(sa.func.count()).select_from(SkillStanding)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingFile)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingFinding)) == 0
