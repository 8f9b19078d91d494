"""A report says the same whenever it is printed; what differs is told, with its reason."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from app.assignments.models import Assignee, Assignment
from app.assignments.rules import Exemption, State
from app.audit.models import AuditEntry
from app.credentials.models import CredentialState
from app.personnel.events import RetentionOver
from app.personnel.rules import EmploymentKind, Leave
from app.press import pressed
from app.reporting import paper, queries, service
from app.reporting.contents import content_of
from app.reporting.errors import DayToCome, ReasonNeeded
from app.reporting.finding import find
from app.reporting.frozen import digest
from app.reporting.handlers import on_retention_over
from app.reporting.models import Report, ReportPerson, ReportPrint
from app.reporting.rules import Form
from app.talent.rules import State as Standing
from app.workforce.models import Unit
from app.workforce.rules import Step
from tests.factories.identity import NOW, TODAY, a_city, a_post, an_organization
from tests.factories.reporting import a_report, an_employment
from tests.factories.talent import a_credential, a_staff_member, an_attestation
from tests.factories.workforce import GOAL, H3, T5, a_target

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SEPTEMBER = date(2026, 9, 30)
JUNE = date(2026, 6, 30)
APRIL = date(2026, 4, 1)
LEADER = "city-roles@1/leader"


class Hall:
    """総務局 with 税務課 (seven people) and 市民課 (five); all of them employed."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city)
        self.tax = an_organization(session, "税務課", parent=self.bureau, position=1)
        self.civil = an_organization(session, "市民課", parent=self.bureau, position=2)
        self.clerks = [a_staff_member(session, self.tax) for _ in range(7)]
        self.others = [a_staff_member(session, self.civil) for _ in range(5)]
        self.by = self.clerks[0].id
        for one in (*self.clerks, *self.others):
            an_employment(session, one)

    def content(self, row: Report) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(row.content)
        return found


@pytest.fixture
def hall(session: "Session") -> Hall:
    return Hall(session)


def main(content: dict[str, Any], figure: str, name: str = "") -> dict[str, Any]:
    (found,) = [
        one["cell"]
        for one in content["main"]
        if one["figure"] == figure and name in one.get("name", {"ja": ""})["ja"]
    ]
    cell: dict[str, Any] = found
    return cell


def table(content: dict[str, Any], code: str) -> dict[str, list[dict[str, Any]]]:
    """Return row → cells of the first table of a code."""
    found = next(one for one in content["tables"] if one["code"] == code)
    return {row["name"]["ja"]: row["cells"] for row in found["rows"]}


def as_texts(cells: list[dict[str, Any]]) -> list[str]:
    return [paper.text_of(one) for one in cells]


def files_of(session: "Session", row: Report) -> tuple[bytes, bytes]:
    """Make both files anew, from what is frozen."""
    found = queries.one_report(session, row.id)
    edition = paper.Edition(row.number, row.sha256, row.reason)
    return (
        pressed(paper.printed(found.content, edition, on=row.as_of)),
        paper.workbook(found.content, edition),
    )


def test_people_are_counted_once_by_kind_and_who_is_away_apart(
    session: "Session", hall: Hall
) -> None:
    a_post(session, hall.clerks[0], hall.civil)  # 兼務
    away = a_staff_member(session, hall.civil)
    an_employment(session, away, EmploymentKind.FISCAL_YEAR, leave=Leave.CHILDCARE)
    left = a_staff_member(session, hall.civil)
    an_employment(session, left, until=date(2026, 8, 31))
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    assert main(content, "staff")["n"] == 13
    assert main(content, "eligible")["n"] == 12
    rows = table(content, "staff")
    assert list(rows) == ["市全体", "総務局", "税務課", "市民課"]
    heads = [one["figure"] for one in content["tables"][0]["columns"]]
    assert heads == ["staff", "kind", "kind", "leave", "eligible"]
    assert as_texts(rows["市民課"]) == ["6", "5", "1", "1", "5"]


def test_attested_people_are_told_by_field_and_by_department(
    session: "Session", hall: Hall
) -> None:
    for one in hall.clerks[:4]:
        an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
    an_attestation(session, hall.clerks[0], H3, 1, attested_on=date(2026, 9, 30))
    an_attestation(session, hall.clerks[5], T5, 2, attested_on=date(2026, 10, 1))
    an_attestation(session, hall.others[0], T5, 1, expires_on=date(2026, 9, 29),
                   attested_on=date(2026, 5, 1))  # fmt: skip
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    fields = table(content, "skills")
    assert as_texts(fields["どれか1つ以上"]) == ["4", "33.3％"]
    assert len(fields) > 3
    rows = table(content, "skills_by_place")
    assert as_texts(rows["税務課"]) == ["7", "4", "57.1％", "4"]
    assert as_texts(rows["市民課"]) == ["5", "0", "0.0％", "0"]


def test_too_few_people_are_told_of_nowhere(session: "Session", hall: Hall) -> None:
    small = an_organization(session, "監査課", parent=hall.bureau, position=3)
    for _ in range(2):
        one = a_staff_member(session, small)
        an_employment(session, one)
        an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    content = hall.content(row)
    told = table(content, "skills_by_place")
    assert as_texts(told["監査課"])[:3] == ["2", "※", "※"]
    assert as_texts(told["市民課"])[1] == "※"  # else 監査課 would be found by subtraction
    assert as_texts(told["税務課"])[1] == "0"
    assert as_texts(table(content, "staff")["監査課"])[0] == "2"
    at = [one["code"] for one in content["tables"]].index("skills_by_place")
    with pytest.raises(LookupError):
        find(content, (at, list(told).index("監査課"), 1))


def test_targets_and_role_levels_have_results_and_letters_with_their_rule(
    session: "Session", hall: Hall
) -> None:
    for one in hall.clerks[:3]:
        an_attestation(session, one, LEADER, 1, attested_on=date(2026, 9, 1))
        an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
    steps = (Step(date(2027, 3, 31), 6),)
    people = a_target(
        session, _goal(name="推進リーダー", item=(LEADER, 1), steps=steps), by=hall.by
    )
    rate = a_target(
        session,
        _goal(name="AI", unit=Unit.RATE, steps=(Step(date(2027, 3, 31), 40),)),
        by=hall.by,
    )
    people.created_at = rate.created_at = NOW - timedelta(days=90)
    session.flush()
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    assert main(content, "target_reached", "AI")["n"] == 3
    assert as_texts(table(content, "roles")["DX推進リーダー"])[:2] == ["3", "6人"]
    rows = table(content, "targets")
    assert as_texts(rows["推進リーダー"])[2:] == ["12", "3", "25.0％", "C"]
    assert as_texts(rows["AI"])[2:] == ["12", "3", "25.0％", "C"]
    first = next(one for one in content["tables"] if one["code"] == "targets")["rows"][0]
    assert first["grades"] == [["A", 100], ["B", 80], ["C", 50], ["D", 0]]
    (by_place,) = [one for one in content["tables"] if one.get("name", {}).get("ja") == "AI"]
    letters = {row["name"]["ja"]: as_texts(row["cells"])[-1] for row in by_place["rows"]}
    assert letters == {"市全体": "C", "総務局": "C", "税務課": "A", "市民課": "D"}


def _goal(**changes: Any) -> Any:  # noqa: ANN401  a Goal with some of it changed
    return replace(GOAL, **changes)


def test_completions_are_told_as_people_and_each_time_and_to_date(
    session: "Session", hall: Hall
) -> None:
    for day in (date(2026, 5, 1), date(2026, 8, 1), date(2026, 9, 30), date(2026, 10, 1)):
        a_credential(session, hall.clerks[0], awarded_on=day)
    a_credential(session, hall.others[0], awarded_on=date(2026, 8, 2))
    gone = a_credential(session, hall.others[1], awarded_on=date(2026, 8, 2))
    gone.state, gone.revoked_at = CredentialState.REVOKED, NOW - timedelta(days=60)
    later = a_credential(session, hall.others[2], awarded_on=date(2026, 8, 2))
    later.state, later.revoked_at = CredentialState.REVOKED, NOW
    session.flush()
    row = service.make(session, as_of=SEPTEMBER, since=date(2026, 7, 1), by=hall.by, now=NOW)
    content = hall.content(row)
    assert main(content, "completed_people")["n"] == 3
    assert main(content, "completed_times")["n"] == 4
    assert main(content, "completed_ever")["n"] == 5
    assert as_texts(table(content, "completions")["税務課"]) == ["1", "2", "3"]


def test_printed_again_after_hundreds_of_completions_and_a_transfer_season_nothing_differs(
    session: "Session", hall: Hall
) -> None:
    for one in hall.clerks[:3]:
        an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
        a_credential(session, one, awarded_on=date(2026, 9, 1))
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    first = files_of(session, row)
    before, _ = content_of(queries.facts_on(session, SEPTEMBER, since=APRIL, today=TODAY))
    _a_busy_season(session, hall)
    session.expire_all()
    assert files_of(session, row) == first
    assert digest(row.content.encode()) == row.sha256
    facts = queries.facts_on(session, SEPTEMBER, since=APRIL, today=TODAY)
    after, _ = content_of(facts)
    del before["places"], after["places"]  # the new department was not there then
    assert after == before
    now, _ = content_of(queries.facts_on(session, TODAY, since=APRIL, today=TODAY))
    assert main(now, "attested")["n"] > main(before, "attested")["n"]


def _a_busy_season(session: "Session", hall: Hall) -> None:
    people = [*hall.clerks, *hall.others]
    for n in range(500):
        day = date(2026, 10, 1) + timedelta(days=n % 50)
        ref = (T5, H3, "dss-l@1.2/T1", "dss-l@1.2/M1")[n % 4]
        an_attestation(session, people[n % len(people)], ref, 1 + n % 3, attested_on=day)
    for one in people:
        a_credential(session, one, awarded_on=date(2026, 11, 2))
    new = an_organization(session, "デジタル課", parent=hall.bureau, position=9)
    for one in hall.clerks[3:]:
        (post,) = one.posts
        post.ends_on = date(2026, 10, 31)
        moved = a_post(session, one, new, starts_on=date(2026, 11, 1))
        moved.is_primary = True
    joined = a_staff_member(session, new)
    joined.posts[0].starts_on = date(2026, 11, 1)
    an_employment(session, joined, since=date(2026, 11, 1))
    session.flush()


def test_a_file_is_kept_from_the_first_time_on(session: "Session", hall: Hall) -> None:
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    assert service.keep(session, row, Form.XLSX, b"one", now=NOW) == b"one"
    assert service.keep(session, row, Form.XLSX, b"two", now=NOW) == b"one"
    assert session.scalars(sa.select(ReportPrint.sha256)).one() == digest(b"one")


def test_a_corrected_report_says_what_it_replaces_and_why(session: "Session", hall: Hall) -> None:
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    with pytest.raises(ReasonNeeded):
        a_report(session, by=hall.by, as_of=SEPTEMBER)
    an_attestation(session, hall.clerks[0], T5, 2, attested_on=date(2026, 8, 1))
    other = a_report(session, by=hall.by, as_of=SEPTEMBER, reason="記録もれのため")
    assert (other.number, other.replaces_id, other.reason) == (2, row.id, "記録もれのため")
    assert main(hall.content(row), "attested")["n"] == 0
    assert main(hall.content(other), "attested")["n"] == 1
    (compared,) = hall.content(other)["compared"]
    attested = next(one for one in compared["rows"] if one["figure"] == "attested")
    assert (attested["printed"], attested["recounted"], attested["now"]) == (0, 1, 1)
    assert attested["why"] == [["fact_in", 1]]
    found = queries.one_report(session, row.id)
    assert found.replaced_by == (other.id, TODAY, "記録もれのため")
    again = a_report(session, by=hall.by, as_of=SEPTEMBER, reason="記録もれのため")
    assert again.id == other.id  # a button that was pressed twice
    said = a_report(session, by=hall.by, as_of=SEPTEMBER, reason="もう一度数えるため")
    assert said.number == 3


def test_the_quarter_before_is_compared_and_corrected_facts_are_named(
    session: "Session", hall: Hall
) -> None:
    stood = [
        an_attestation(session, one, T5, 2, attested_on=date(2026, 5, 1))
        for one in hall.clerks[:3]
    ]
    row = a_report(session, by=hall.by, as_of=JUNE)
    stood[0].state, stood[0].state_reason = Standing.REVOKED, "x"
    stood[0].state_changed_on = date(2026, 5, 2)
    an_attestation(session, hall.others[0], T5, 2, attested_on=date(2026, 5, 3))
    late = a_staff_member(session, hall.civil)
    an_employment(session, late)
    an_attestation(session, late, T5, 2, attested_on=date(2026, 5, 3))
    service.forget(session, hall.clerks[1].id)
    session.flush()
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    (compared,) = content["compared"]
    assert compared["report"] == str(row.id)
    attested = next(one for one in compared["rows"] if one["figure"] == "attested")
    assert (attested["printed"], attested["recounted"], attested["now"]) == (3, 4, 4)
    why = dict(attested["why"])
    assert sum(why.values()) == 1
    assert (why["fact_out"], why["fact_in"], why["forgotten"]) == (-1, 1, -1)
    words = [one for told in paper.tables(content) for one in told.notes]
    assert words
    says = paper.document(content, paper.Edition(1, "0" * 64, ""))
    assert any("取り消しや訂正" in "".join(one) for one in says["compared"][0]["rows"])


def test_a_figure_opens_to_its_people_and_who_is_forgotten_leaves_a_number(
    session: "Session", hall: Hall
) -> None:
    for one in hall.clerks[:3]:
        an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    content = hall.content(row)
    at = [one["figure"] for one in content["main"]].index("attested")
    found = queries.one_report(session, row.id)
    page = queries.behind(session, found, find(content, (at,)), today=TODAY)
    assert {one.id for one in page.people} == {one.id for one in hall.clerks[:3]}
    assert (page.figure, page.gone, page.people[0].place) == (3, 0, "総務局 税務課")
    on_retention_over(session, RetentionOver(hall.clerks[0].id, NOW))
    page = queries.behind(session, found, find(content, (at,)), today=TODAY)
    assert (page.figure, page.gone, page.count) == (3, 1, 2)
    assert main(hall.content(row), "attested")["n"] == 3


def test_a_department_opens_to_its_own_people_as_they_were(session: "Session", hall: Hall) -> None:
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    content, found = hall.content(row), queries.one_report(session, row.id)
    for name, people in (("総務局", 12), ("税務課", 7), ("市民課", 5)):
        line = list(table(content, "staff")).index(name)
        page = queries.behind(session, found, find(content, (0, line, 0)), today=TODAY)
        assert (page.figure, page.count) == (people, people)


def test_who_is_employed_and_stands_nowhere_is_told_apart(session: "Session", hall: Hall) -> None:
    (post,) = hall.clerks[0].posts
    post.ends_on = date(2026, 6, 30)
    session.flush()
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    content = hall.content(row)
    rows = table(content, "staff")
    assert as_texts(rows["市全体"])[0] == "12"
    assert as_texts(rows["所属なし"])[0] == "1"
    at = (0, list(rows).index("所属なし"), 0)
    found = queries.one_report(session, row.id)
    (one,) = queries.behind(session, found, find(content, at), today=TODAY).people
    assert (one.id, one.place, one.has_sheet) == (hall.clerks[0].id, "", False)


def test_a_target_of_a_department_is_called_by_its_name(session: "Session", hall: Hall) -> None:
    row = a_target(session, _goal(organization_id=hall.civil.id), by=hall.by)
    row.created_at = NOW - timedelta(days=90)
    late = a_target(session, _goal(name="あとで決めた目標"), by=hall.by)
    closed = a_target(session, _goal(name="終わった目標"), by=hall.by)
    closed.created_at, closed.closed_on = row.created_at, SEPTEMBER
    session.flush()
    assert late.created_at > row.created_at
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    rows = table(content, "targets")
    assert list(rows) == ["AIを使える人（総務局 市民課）"]
    assert as_texts(rows["AIを使える人（総務局 市民課）"])[2:] == ["5", "0", "0.0％", "D"]


def test_required_courses_are_told_as_they_were_on_the_day(session: "Session", hall: Hall) -> None:
    row = Assignment(
        title="個人情報の研修",
        courses=["kojin"],
        purpose="x",
        due_on=date(2026, 10, 31),
        made_on=date(2026, 8, 1),
        reminders={"days": []},
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    states = [
        (State.DONE, date(2026, 9, 30)),
        (State.DONE, date(2026, 10, 1)),
        (State.EXEMPT, date(2026, 8, 5)),
        (State.UNDER_WAY, date(2026, 9, 1)),
        *[(State.NOT_STARTED, date(2026, 8, 1))] * 3,
    ]
    for person, (state, day) in zip(hall.clerks, states, strict=True):
        session.add(
            Assignee(
                assignment_id=row.id,
                person_id=person.id,
                state=state,
                state_on=day,
                done=[],
                added_on=date(2026, 8, 1),
                exemption=Exemption.OTHER if state is State.EXEMPT else None,
            )
        )
    session.flush()
    content = hall.content(a_report(session, by=hall.by, as_of=SEPTEMBER))
    told = as_texts(table(content, "courses")["個人情報の研修"])
    assert told == ["令和8年10月31日（2026年）", "6", "1", "16.7％", "1"]
    assert as_texts(table(content, "courses_by_place")["税務課"]) == ["6", "1", "16.7％"]
    assert as_texts(table(content, "courses_by_place")["市民課"]) == ["0", "0", "―"]
    assert main(content, "duties_done")["n"] == 1


def test_no_name_and_no_time_of_day_is_frozen_or_printed(session: "Session", hall: Hall) -> None:
    hall.clerks[0].family_name = "鴻池"
    a_credential(session, hall.clerks[0], awarded_on=date(2026, 9, 1))
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    says = paper.document(hall.content(row), paper.Edition(1, row.sha256, ""))
    for text in (row.content, json.dumps(says, ensure_ascii=False)):
        assert "鴻池" not in text
        assert not _has_time(text)


def _has_time(text: str) -> bool:
    return re.search(r"\d\d:\d\d|\d時\d", text) is not None


@pytest.mark.parametrize(
    ("as_of", "since"),
    [(TODAY + timedelta(days=1), None), (SEPTEMBER, date(2026, 10, 1))],
)
def test_a_day_that_is_not_there_is_refused(
    session: "Session", hall: Hall, as_of: date, since: date | None
) -> None:
    with pytest.raises(DayToCome):
        service.make(session, as_of=as_of, since=since, by=hall.by, now=NOW)
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 0


def test_a_city_without_anybody_has_a_report_as_well(session: "Session") -> None:
    content = json.loads(service.make(session, as_of=SEPTEMBER, by=None, now=NOW).content)
    assert main(content, "staff")["n"] == 0
    assert paper.sentence(content) == "職員は0人です。"
    assert session.scalar(sa.select(sa.func.count()).select_from(ReportPerson)) == 0


def test_making_one_is_an_act_of_the_log(session: "Session", hall: Hall) -> None:
    row = a_report(session, by=hall.by, as_of=SEPTEMBER)
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "reporting.made")
    ).one()
    assert entry.details["report"] == str(row.id)
    assert entry.actor_id == hall.by
