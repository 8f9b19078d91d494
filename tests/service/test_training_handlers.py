"""What the worker does with lists, through the outbox; and what becomes of leavers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.identity.events import DayBegun
from app.identity.models import Organization
from app.outbox.relay import drain
from app.outbox.service import publish
from app.personnel.events import RetentionOver
from app.talent.models import SkillAttestation
from app.training import service
from app.training.models import (
    ImportState,
    TrainingChange,
    TrainingFinding,
    TrainingImport,
    TrainingRecord,
    TrainingSource,
)
from app.wiring import SUBSCRIBERS
from tests.factories.identity import a_city, an_organization
from tests.factories.training import (
    Row,
    a_list,
    a_numbered_member,
    a_rule,
    a_source,
    brought,
    row,
)


@pytest.fixture
def section(app: Flask, session: Session) -> Organization:
    assert app
    return an_organization(session, "税務課", parent=a_city(session))


def _work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


def _kept(session: Session, source: TrainingSource, *rows: Row) -> TrainingImport:
    kept = service.keep_list(session, source, "a.csv", a_list(rows), by=None, now=clock.now())
    session.commit()
    _work()
    session.refresh(kept)
    return kept


def _state(session: Session, kept: TrainingImport) -> ImportState:
    session.refresh(kept)
    return kept.state


def test_what_changed_meanwhile_is_looked_at_again(
    session: Session, section: Organization
) -> None:
    member = a_numbered_member(session, section, "1")
    source = a_source(session)
    kept = _kept(session, source, row(member, "1"))
    assert _state(session, kept) is ImportState.READY
    assert kept.done == 3  # of four steps: nothing is written yet
    brought(session, source, [row(member, "1", hours="9")])
    service.approve(session, kept.id, by=None, now=clock.now())
    session.commit()
    _work()
    assert _state(session, kept) is ImportState.READY
    assert kept.summary["changed_meanwhile"] is True
    service.approve(session, kept.id, by=None, now=clock.now())
    session.commit()
    _work()
    assert _state(session, kept) is ImportState.APPLIED
    assert session.scalars(sa.select(TrainingRecord.minutes)).all() == [360]
    service.ask_undo(session, kept.id, by=None, now=clock.now())
    session.commit()
    _work()
    session.expire_all()
    assert session.scalars(sa.select(TrainingRecord.minutes)).all() == [540]


def test_an_import_that_was_given_up_stays_gone(session: Session, section: Organization) -> None:
    member = a_numbered_member(session, section, "1")
    kept = _kept(session, a_source(session), row(member, "1"))
    service.reread(session, kept.id, now=clock.now())
    service.cancel(session, kept.id)
    session.commit()
    _work()
    for table in (TrainingImport, TrainingFinding):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_who_left_long_ago_is_forgotten_with_all_they_learned_outside(
    session: Session, section: Organization
) -> None:
    gone, here = (a_numbered_member(session, section, number) for number in ("1", "2"))
    source = a_source(session)
    a_rule(session, source)
    brought(session, source, [row(gone, "1"), row(here, "2")])
    brought(session, source, [row(gone, "1", hours="7"), row(here, "2", hours="7")])
    publish(session, RetentionOver(gone.id, clock.now()))
    session.commit()
    _work()
    session.expire_all()
    for column in (
        *(TrainingRecord.person_id, TrainingChange.person_id),
        SkillAttestation.person_id,
    ):
        assert set(session.scalars(sa.select(column))) == {here.id}


def test_each_day_forgets_the_files_that_nobody_applied(
    session: Session, section: Organization
) -> None:
    member = a_numbered_member(session, section, "1")
    old, new = (_kept(session, a_source(session, name=name), row(member, "1")) for name in "ab")
    old.received_at = clock.now() - timedelta(days=3)
    session.commit()
    with transaction() as writing:
        publish(writing, DayBegun(clock.day_of(clock.now()), clock.now()))
    _work()
    session.expire_all()
    assert session.scalars(sa.select(TrainingImport.id)).all() == [new.id]
