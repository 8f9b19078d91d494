"""Statements are found again, in an order that does not depend on how they came."""

import itertools
import uuid
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.lrs import queries, service
from app.xapi.statement import Agent, Json
from tests.factories.lrs import HOME, NOW, a_statement, a_voiding, an_actor

RUN = uuid.UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
ME = uuid.UUID("1b7f0000-0000-4000-8000-000000000001")
MYSELF = Agent(HOME, str(ME))
IN_RUN = {"registration": str(RUN)}


def ids(statements: list[Json]) -> list[str]:
    return [statement["id"] for statement in statements]


def test_a_run_is_told_in_the_order_of_its_times_then_ids(session: Session) -> None:
    early, late = "2026-09-30T09:00:00+09:00", "2026-09-30T08:00:00Z"
    names = [str(uuid.UUID(int=number)) for number in (5, 1, 3, 2)]
    sent = [
        a_statement(id=name, context=IN_RUN, timestamp=when)
        for name, when in zip(names, (late, late, early, early), strict=True)
    ]
    for statement in sent:
        service.record(session, statement, now=NOW)
    service.record(session, a_statement(), now=NOW)
    expected = [names[3], names[2], names[1], names[0]]
    assert ids(queries.statements_of_registration(session, RUN)) == expected


def test_a_time_after_its_storing_counts_as_the_storing(session: Session) -> None:
    wrong_clock = a_statement(context=IN_RUN, timestamp="2036-01-01T00:00:00Z")
    first = service.record(session, wrong_clock, now=NOW)
    second = service.record(session, a_statement(context=IN_RUN), now=NOW + timedelta(seconds=1))
    assert ids(queries.statements_of_registration(session, RUN)) == [str(first), str(second)]


def test_the_order_of_arrival_does_not_matter(session: Session) -> None:
    times = ["2026-09-01T00:00:00Z", "2026-09-01T00:00:00.001Z", "2026-09-01T00:00:00Z"]
    sent = [a_statement(context=IN_RUN, timestamp=time, id=str(uuid.uuid4())) for time in times]
    orders = set()
    for arrival in itertools.permutations(sent):
        service.record_all(session, arrival, now=NOW)
        orders.add(tuple(ids(queries.statements_of_registration(session, RUN))))
        session.rollback()
    assert len(orders) == 1


def test_a_run_leaves_out_what_was_voided(session: Session) -> None:
    kept = service.record(session, a_statement(context=IN_RUN), now=NOW)
    voided = service.record(session, a_statement(context=IN_RUN), now=NOW)
    service.record(session, a_voiding(voided), now=NOW)
    assert ids(queries.statements_of_registration(session, RUN)) == [str(kept)]
    assert queries.statement(session, voided) is not None
    assert queries.statement(session, RUN) is None


def test_what_a_person_did_comes_newest_first_in_pages(session: Session) -> None:
    mine = [
        service.record(session, a_statement(actor=an_actor(ME)), now=NOW + timedelta(days=day))
        for day in range(5)
    ]
    service.record(session, a_statement(actor=an_actor(uuid.uuid4())), now=NOW)
    service.record(session, a_statement(object=an_actor(ME)), now=NOW)
    voided = service.record(session, a_statement(actor=an_actor(ME)), now=NOW)
    service.record(session, a_voiding(voided), now=NOW)
    found: list[uuid.UUID] = []
    before: int | None = None
    while True:
        page = queries.statements_about(session, MYSELF, before_seq=before, limit=2)
        found += [row.id for row in page.rows]
        service.record(session, a_statement(actor=an_actor(ME)), now=NOW)  # shifts no page
        if (before := page.before_seq) is None:
            break
    assert found == mine[::-1]
    last = page.rows[-1]
    assert last.verb == last.statement["verb"]["id"]
    assert last.stored == last.timestamp == NOW.replace(microsecond=123000)


def test_what_a_persons_group_did_is_theirs(session: Session) -> None:
    group = {"objectType": "Group", "member": [an_actor(ME), an_actor("b")]}
    authority = an_actor("terakoya")
    done = service.record(session, a_statement(actor=group), now=NOW, authority=authority)
    assert [row.id for row in queries.statements_about(session, MYSELF).rows] == [done]


def test_nobody_known_has_an_empty_page(session: Session) -> None:
    assert queries.statements_about(session, MYSELF) == queries.Page((), None)


def test_runs_are_gone_through_once_each_while_the_caller_commits(session: Session) -> None:
    runs = sorted(uuid.uuid4() for _ in range(7))
    for run in runs * 2:
        service.record(session, a_statement(context={"registration": str(run)}), now=NOW)
    service.record(session, a_statement(), now=NOW)
    session.commit()
    found = []
    for run in queries.registrations_with_statements(session, at_once=3):
        found.append(run)
        session.commit()
    assert found == runs


def test_pages_are_ranges_of_an_index(session: Session) -> None:
    if session.connection().dialect.name != "sqlite":
        return
    plan = session.execute(
        sa.text(
            "EXPLAIN QUERY PLAN SELECT s.doc FROM statement_agent a JOIN statement s"
            " ON s.seq = a.seq WHERE a.agent_key = 1 AND a.seq < 9 AND a.role = 0"
            " AND NOT s.voided ORDER BY a.seq DESC LIMIT 51"
        )
    )
    steps = " | ".join(row.detail for row in plan)
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps
