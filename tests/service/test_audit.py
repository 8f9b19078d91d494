"""Adding to the audit log."""

import uuid

import pytest
import sqlalchemy as sa

from app.audit import queries, service
from app.audit.models import AuditEntry
from app.db import transaction
from tests.factories.identity import NOW

pytestmark = pytest.mark.usefixtures("app")


def test_acts_follow_each_other_and_the_chain_holds_until_a_row_is_changed() -> None:
    with transaction() as session:
        for number in range(3):
            service.record(
                session, "people.listed", now=NOW, by=uuid.uuid4(), details={"shown": number}
            )
        assert queries.broken_at(session) is None
    with transaction() as session:
        session.execute(
            sa.update(AuditEntry).where(AuditEntry.sequence == 2).values(details={"shown": 7})
        )
    with transaction() as session:
        assert queries.broken_at(session) == 2


def test_what_was_not_done_is_not_in_the_log() -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        service.record(session, "people.listed", now=NOW)
        raise RuntimeError
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 0
