"""The first scenes of the demo's story, told to the real services."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock, worker
from app.clock import day_of
from app.config import Settings
from app.credentials.models import Credential, CredentialState
from app.db import db
from app.demo import telling
from app.demo.calendar import Calendar
from app.demo.scene import Scene
from app.demo.story import story
from app.ops.guard import CannotStart
from app.ops.instance import ensure_instance
from app.personnel.models import Employee
from app.start.prepare import prepare
from app.talent.models import SkillAttestation, SkillStanding
from app.workforce.models import PlanItem, RoleProfile, Target
from tests.conftest import ROOT

LAST = "管理職の研修"
"""The first awards; what comes after them is left out."""


@pytest.fixture
def told(settings: Settings) -> Settings:
    """Return settings of a demo that is prepared."""
    made = dataclasses.replace(settings, demo=True)
    ensure_instance(made.instance_dir)
    prepare(made, root=ROOT, say=lambda _text: None)
    return made


def test_what_is_told_went_through_the_services_and_is_told_once(
    told: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    whole = story

    def beginning(calendar: Calendar) -> list[Scene]:
        scenes = whole(calendar)
        return scenes[: [one.title for one in scenes].index(LAST) + 1]

    monkeypatch.setattr(telling, "story", beginning)
    with worker.create_worker(told).app_context():
        assert telling.tell(told.instance_dir, say=said.append) == len(said)
        assert telling.tell(told.instance_dir, say=said.append) == 0
        session = db.session()
        count = sa.select(sa.func.count())
        assert (session.scalar(count.select_from(Employee)) or 0) >= 300
        assert session.scalar(count.select_from(RoleProfile)) == 4
        assert session.scalar(count.select_from(Target)) == 6
        assert session.scalar(count.select_from(PlanItem)) == 3
        issued = session.scalars(sa.select(Credential)).all()
        assert {one.state for one in issued} == {CredentialState.ISSUED}
        assert len(issued) == 24
        days = set(session.scalars(sa.select(SkillAttestation.attested_on)))
        assert len(days) == 1
        assert days.pop() < day_of(clock.now()) - timedelta(days=365)
        assert session.scalar(count.select_from(SkillStanding)) == 24 * 4
        db.session.remove()
        db.engine.dispose()
    assert said[-1].endswith(LAST)


def test_a_real_city_gets_no_story(told: Settings) -> None:
    real = dataclasses.replace(told, demo=False)
    with pytest.raises(CannotStart, match="DEMO=1"):
        telling.tell_all(real, say=lambda _text: None)
