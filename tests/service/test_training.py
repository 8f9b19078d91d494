"""Lists of training outside: compared, taken in, taken in again, and what they attest."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.sheets.errors import Unreadable
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.rules import Source
from app.training import service
from app.training.errors import ColumnsMissing
from app.training.models import (
    ImportState,
    TrainingFile,
    TrainingFinding,
    TrainingImport,
    TrainingRecord,
    TrainingSource,
)
from app.training.plan import Plan
from app.training.rules import Columns, Meaning
from app.training.service import comparing, imports
from tests.factories.identity import NOW, TODAY, a_citizen, a_city, an_organization
from tests.factories.talent import an_attestation
from tests.factories.training import (
    BASICS,
    H3,
    T5,
    Row,
    a_list,
    a_numbered_member,
    a_rule,
    a_source,
    brought,
    entered,
    row,
)

MARCH = date(2026, 3, 31)


class Hall:
    """税務課 with two clerks, and J-LIS with one title that attests T5."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.city = a_city(session)
        self.tax = an_organization(session, "税務課", parent=self.city)
        self.mori = a_numbered_member(session, self.tax, "001001", "森")
        self.taka = a_numbered_member(session, self.tax, "001002", "髙橋")
        self.source: TrainingSource = a_source(session)
        a_rule(session, self.source)

    def compared(self, *rows: Row, data: bytes | None = None) -> Plan:
        """Return what a list would do."""
        data = data or a_list(rows)
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


def test_each_kind_of_row_is_told_apart(session: Session, hall: Hall) -> None:
    gone = a_numbered_member(session, hall.tax, "7", "辻")
    gone.posts[0].ends_on = date(2026, 4, 1)
    citizen = a_citizen(session)
    citizen.family_name = "外野"
    brought(session, hall.source, [row(hall.mori, "001001"), row(hall.taka, "001002", "接遇")])
    plan = hall.compared(
        row(hall.mori, "1001"),
        row(hall.mori, "001001", day="2026-04-01"),
        row(hall.mori, "001001", day="R8.4.1"),
        row(hall.mori, "001001", day="2026.4.1", hours="7"),
        row(hall.taka, "001002", "接遇", hours="8"),
        row(gone, "7"),
        row("だれか", "999"),
        row("だれか", citizen.login_id or ""),
        row(hall.mori, "001002"),
        row(hall.mori, "001001", result="受講中"),
    )
    assert plan.counts == {
        "new": 1,
        "changed": 1,
        "same": 2,
        "left": 1,
        "unknown": 2,
        "unfinished": 1,
        "fault": 2,
        "unmapped": 1,
    }
    (changed,) = plan.changed
    assert (changed.before.minutes, changed.after.minutes) == (360, 480)
    assert [one["flaw"] for one in plan.findings["fault"]] == ["twice", "name", "name"]
    assert plan.findings["left"][0]["name"] == gone.name
    assert plan.findings["unmapped"] == [{"title": "接遇", "rows": 1}]
    assert "外野" not in str(plan.findings)


def test_nobody_is_found_by_a_name(session: Session, hall: Hall) -> None:
    plan = hall.compared(row(hall.mori, ""))
    assert plan.counts["fault"] == 1
    assert plan.made == []


def test_a_number_without_its_zeros_is_nobodys_where_two_have_it(
    session: Session, hall: Hall
) -> None:
    a_numbered_member(session, hall.tax, "1001", "辻")
    plan = hall.compared(row(hall.mori, "01001"), row(hall.mori, "001001"))
    assert (plan.counts["unknown"], plan.counts["new"]) == (1, 1)


def test_a_login_and_a_number_of_two_people_are_a_fault(session: Session, hall: Hall) -> None:
    headings = {
        Meaning.NUMBER: "番号",
        Meaning.LOGIN: "メール",
        Meaning.TITLE: "研修",
        Meaning.DAY: "日",
    }
    service.keep_columns(session, hall.source.id, Columns(headings), by=None, now=NOW)
    login = hall.taka.login_id or ""
    rows = [["001001", login, "接遇", "2026-04-01"], ["", login, "接遇", "2026-04-01"]]
    plan = hall.compared(data=a_list(rows, list(headings.values())))
    assert [one["flaw"] for one in plan.findings["fault"]] == ["two_people"]
    assert [one.person_id for one in plan.made] == [hall.taka.id]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_the_same_list_twice_changes_nothing(session: Session, hall: Hall, encoding: str) -> None:
    data = a_list([row(hall.mori, "001001"), row(hall.taka, "001002")], encoding=encoding)
    service.bring(session, hall.source, "a.csv", data, by=None, now=NOW)
    before = _everything(session)
    again = service.bring(session, hall.source, "a.csv", data, by=None, now=NOW)
    assert again.summary["counts"]["same"] == 2
    assert _everything(session) == before
    service.undo(session, again.id, now=NOW)
    assert _everything(session) == before


def _everything(session: Session) -> tuple[object, ...]:
    """Return all that is kept of records, what they attest, and where people stand."""
    session.expire_all()
    tables = (TrainingRecord.__table__, SkillAttestation.__table__, SkillStanding.__table__)
    return tuple(sorted(map(repr, session.execute(sa.select(table)).all())) for table in tables)


def test_an_undone_import_leaves_everything_as_it_was(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.taka, T5, 2)
    brought(session, hall.source, [row(hall.mori, "001001"), row(hall.mori, "1001", "接遇")])
    before = _everything(session)
    a_rule(session, hall.source, "接遇", ((H3, 2),), 12)
    later = brought(
        session,
        hall.source,
        [
            row(hall.mori, "001001", hours="8"),
            row(hall.mori, "001001", "接遇"),
            row(hall.taka, "001002"),
        ],
    )
    assert later.summary["counts"]["changed"] == 2
    assert {one.item_ref for one in session.scalars(sa.select(SkillAttestation))} == {T5, H3}
    service.undo(session, later.id, now=NOW)
    assert later.state is ImportState.UNDONE
    assert _everything(session) == before


def test_undone_exactly_in_whatever_order(session: Session, hall: Hall) -> None:
    empty = _everything(session)
    first = brought(session, hall.source, [row(hall.mori, "001001")])
    one = _everything(session)
    second = brought(session, hall.source, [row(hall.mori, "001001", hours="8")])
    third = brought(session, hall.source, [row(hall.mori, "001001", hours="9")])
    service.undo(session, third.id, now=NOW)
    service.undo(session, second.id, now=NOW)
    assert _everything(session) == one
    service.undo(session, first.id, now=NOW)
    assert _everything(session) == empty


def test_a_record_that_a_later_import_changed_stays_until_that_one_is_undone(
    session: Session, hall: Hall
) -> None:
    empty = _everything(session)
    first = brought(session, hall.source, [row(hall.mori, "001001")])
    second = brought(session, hall.source, [row(hall.mori, "001001", hours="8")])
    third = brought(session, hall.source, [row(hall.mori, "001001", hours="9")])
    service.undo(session, second.id, now=NOW)
    assert [one.minutes for one in records(session)] == [540]
    service.undo(session, first.id, now=NOW)
    assert [(one.minutes, one.import_id) for one in records(session)] == [(540, third.id)]
    service.undo(session, third.id, now=NOW)
    assert _everything(session) == empty


def test_what_is_changed_in_the_middle_leads_back_to_before(session: Session, hall: Hall) -> None:
    brought(session, hall.source, [row(hall.mori, "001001")])
    one = _everything(session)
    second = brought(session, hall.source, [row(hall.mori, "001001", hours="8")])
    third = brought(session, hall.source, [row(hall.mori, "001001", hours="9")])
    service.undo(session, second.id, now=NOW)
    service.undo(session, third.id, now=NOW)
    assert _everything(session) == one


def test_a_rule_holds_for_what_is_there_where_it_says_so(session: Session, hall: Hall) -> None:
    brought(session, hall.source, [row(hall.mori, "001001", "接遇"), row(hall.taka, "001002")])
    a_rule(session, hall.source, "接*", ((H3, 1),), 12)
    assert {one.item_ref for one in session.scalars(sa.select(SkillAttestation))} == {T5}
    a_rule(session, hall.source, "接*", ((H3, 1),), 12, for_all=True)
    (kept,) = session.scalars(sa.select(SkillAttestation).filter_by(item_ref=H3)).all()
    assert (kept.person_id, kept.expires_on) == (hall.mori.id, date(2027, 3, 31))
    a_rule(session, hall.source, "接遇", (), for_all=True)
    session.refresh(kept)
    assert kept.state.value == "revoked"
    assert all(one.claims["claims"] == [] for one in records(session) if one.title == "接遇")


def test_a_new_name_of_a_source_is_that_of_what_it_attests(session: Session, hall: Hall) -> None:
    brought(session, hall.source, [row(hall.mori, "001001")])
    service.name_source(session, hall.source, "機構", "x", by=None, now=NOW)
    assert session.scalars(sa.select(SkillAttestation.issuer_name)).all() == ["機構"]


def test_by_hand_the_same_again_changes_nothing(session: Session, hall: Hall) -> None:
    citizen = a_citizen(session)
    kept = entered(session, hall.source, [hall.mori, hall.taka, citizen], BASICS, day=TODAY)
    assert kept.summary["counts"] == {"new": 2, "changed": 0, "same": 0}
    again = entered(session, hall.source, [hall.mori], BASICS, day=TODAY, minutes=None)
    assert again.summary["counts"] == {"new": 0, "changed": 0, "same": 1}
    more = entered(session, hall.source, [hall.mori], BASICS, day=TODAY, minutes=120)
    assert more.summary["counts"] == {"new": 0, "changed": 1, "same": 0}
    service.undo(session, more.id, now=NOW)
    assert {one.minutes for one in records(session)} == {90}
    service.undo(session, kept.id, now=NOW)
    assert records(session) == []


def test_one_record_goes_with_what_it_attests(session: Session, hall: Hall) -> None:
    brought(session, hall.source, [row(hall.mori, "001001"), row(hall.taka, "001002")])
    (mine,) = [one for one in records(session) if one.person_id == hall.mori.id]
    service.remove_record(session, mine, by=hall.taka.id, now=NOW)
    left = session.scalars(sa.select(SkillAttestation.person_id)).all()
    assert left == [hall.taka.id]
    service.forget_person(session, hall.taka.id)
    service.forget_person(session, hall.taka.id)
    assert records(session) == []


def test_a_file_that_nobody_applied_goes_after_two_days(session: Session, hall: Hall) -> None:
    old = imports.hold_list(session, hall.source, "a.csv", b"a", by=None, now=NOW)
    old_id = old.id
    session.expunge(old)
    late = NOW + imports.KEPT_FOR * 2
    imports.hold_list(session, hall.source, "b.csv", b"b", by=None, now=late)
    service.forget_old(session, now=late)
    assert session.get(TrainingImport, old_id) is None
    assert [one.content for one in session.scalars(sa.select(TrainingFile))] == [b"b"]


def test_what_cannot_be_read_changes_nothing(session: Session, hall: Hall) -> None:
    before = _everything(session)
    with pytest.raises(Unreadable):
        service.bring(session, hall.source, "a.csv", b"", by=None, now=NOW)
    with pytest.raises(ColumnsMissing):
        service.bring(session, hall.source, "a.csv", b"a,b\n1,2\n", by=None, now=NOW)
    assert _everything(session) == before


def test_columns_that_are_the_same_are_no_new_version(session: Session, hall: Hall) -> None:
    now = service.keep_columns(
        session, hall.source.id, Columns({Meaning.TITLE: "a"}), by=None, now=NOW
    )
    again = service.keep_columns(
        session, hall.source.id, Columns({Meaning.TITLE: "a"}), by=None, now=NOW
    )
    assert (now.number, again.id) == (2, now.id)
