"""Rosters from the file to the database, back again, and out."""

import csv
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.classes.models import Class, Enrollment
from app.consents.models import Guardianship
from app.consents.queries import children_of
from app.consents.rules import How
from app.db import transaction
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.rosters import queries, service
from app.rosters.faults import Flaw
from app.rosters.madeup.board import Size
from app.rosters.models import (
    FindingKind,
    ImportState,
    RosterChange,
    RosterFile,
    RosterFinding,
    RosterImport,
)
from app.rosters.progress import COMPARED, STEPS
from app.rosters.reading import FileForm
from app.rosters.simple.headings import HEADINGS
from app.sheets.text import written_csv
from tests.factories.identity import a_city, a_post, a_user, an_organization
from tests.factories.rosters import SMALL, Rows, a_dry_run, an_archive, applied, undone, work

TABLES = (Organization, User, Post, Class, Enrollment)


@pytest.fixture
def board(app: Flask, session: Session) -> Organization:
    place = an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD)
    session.commit()
    return place


def _counts(session: Session) -> list[int]:
    session.commit()
    return [session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in TABLES]


def _count(kept: RosterImport) -> dict[str, int]:
    assert kept.state is ImportState.READY, kept.summary
    return {kind: n for kind, n in kept.summary["counts"].items() if n}


def test_a_dry_run_changes_nothing_and_applying_does_it_all(
    session: Session, board: Organization
) -> None:
    kept = a_dry_run(an_archive(), board)
    assert _count(kept) == {"added": 5}
    assert _counts(session) == [1, 0, 0, 0, 0]
    done = applied(kept)
    assert done.state is ImportState.APPLIED
    assert _counts(session) == [2, 5, 5, 1, 4]
    pupil = session.scalars(sa.select(User).where(User.grade == 3)).first()
    assert pupil is not None
    assert pupil.name_order
    assert pupil.sourced_id
    (post,) = pupil.posts
    assert post.is_primary
    assert session.scalars(sa.select(RosterFile)).all() == []
    assert session.scalars(sa.select(RosterFinding)).all() == []
    actions = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert actions == ["roster.received", "roster.applied"]


def test_which_accounts_a_roster_made_is_a_fact_and_no_guess(
    session: Session, board: Organization
) -> None:
    with transaction() as writing:
        by_hand = a_user(writing, login_id="tede")
        a_post(writing, by_hand, board, Role.ADMINISTRATOR)
    applied(a_dry_run(an_archive(), board))
    ids = session.scalars(sa.select(User.id)).all()
    found = queries.made_by_roster(session, ids)
    assert set(found) == set(ids) - {by_hand.id}
    assert set(found.values()) == {clock.day_of(clock.now())}


def test_a_new_school_has_its_levels_and_one_that_is_there_keeps_its_own(
    session: Session, board: Organization
) -> None:
    kept = a_dry_run(an_archive(), board)
    assert kept.summary["places"]["levels_P"] == ["犀川市立みなと小学校"]
    applied(kept)
    with transaction() as writing:
        school = writing.scalars(
            sa.select(Organization).where(Organization.kind == OrganizationKind.SCHOOL)
        ).one()
        assert school.school_levels == "P"
        school.school_levels = None
    assert a_dry_run(an_archive(), board).summary["changes"] == 0
    row = {"所属": "ひので学園", "姓": "森", "名": "ゆい", "学年": "中1", "学級": "1年1組"}
    rows = [row, {**row, "姓": "表", "学年": "小6", "学級": "6年1組"}]
    table = written_csv([HEADINGS, *([one.get(name, "") for name in HEADINGS] for one in rows)])
    kept = a_dry_run(table, board, "a.csv")
    assert kept.summary["places"]["levels_PJ"] == ["ひので学園"]


def test_the_same_file_twice_changes_nothing(board: Organization) -> None:
    applied(a_dry_run(an_archive(), board))
    again = a_dry_run(an_archive(), board)
    assert _count(again) == {"same": 5}
    assert again.summary["changes"] == 0


@pytest.mark.parametrize("form", list(FileForm))
def test_what_is_exported_and_imported_changes_nothing(
    session: Session, board: Organization, form: FileForm
) -> None:
    applied(a_dry_run(an_archive(), board))
    with transaction() as writing:  # and somebody whom no roster brought
        teacher = a_user(writing, given_name="=1", login_id="sensei")
        school = writing.scalars(
            sa.select(Organization).where(Organization.kind == OrganizationKind.SCHOOL)
        ).one()
        a_post(writing, teacher, school, Role.TEACHER, title="教頭")
        a_post(writing, teacher, board, Role.ADMINISTRATOR)
    now = clock.now()
    with transaction() as writing:
        service.prepare_export(writing, board.id, form, by=None, now=now)
    data = service.export_roster(session, board.id, form, now=now)
    again = a_dry_run(data, board, f"a.{form.value}")
    assert _count(again) == {"same": 6}
    assert again.summary["changes"] == 0
    with transaction() as writing:
        service.prepare_export(writing, board.id, form, by=None, now=now)
    assert service.export_roster(session, board.id, form, now=now) == data, "ids are kept"


def test_each_step_of_the_work_is_told_in_order(session: Session, board: Organization) -> None:
    with transaction() as writing:
        kept = service.keep_roster(
            writing, "meibo.zip", an_archive(), board.id, by=None, now=clock.now()
        )
        assert (kept.done, kept.total) == (0, STEPS)
    told: list[tuple[int, int]] = []
    found = service.compare(
        session, kept.id, now=clock.now(), tell=lambda *step: told.append(step)
    )
    assert told == [(done, STEPS) for done in range(1, COMPARED + 1)]
    assert len(found.plan.findings) == 5


def test_a_whole_import_is_undone(session: Session, board: Organization) -> None:
    before = _counts(session)
    done = applied(a_dry_run(an_archive(), board))
    assert undone(done).state is ImportState.UNDONE
    assert _counts(session) == before
    assert session.scalars(sa.select(RosterChange)).all() == []


def test_undoing_closes_who_has_begun_and_leaves_what_was_changed_since(
    session: Session, board: Organization
) -> None:
    applied(a_dry_run(an_archive(), board))
    renamed = an_archive(
        {
            "users": lambda rows: [
                rows[2].update(familyName="新井"),
                rows[3].update(familyName="原"),
            ]
        }
    )
    second = applied(a_dry_run(renamed, board))
    one, other = session.scalars(
        sa.select(User).where(User.family_name.in_(("新井", "原"))).order_by(User.family_name)
    ).all()
    one_id, other_id = one.id, other.id
    with transaction() as writing:
        writing.get_one(User, one_id).family_name = "森本"
    undone(second)
    session.expire_all()
    names = {
        session.get_one(User, one.id).family_name,
        session.get_one(User, other.id).family_name,
    }
    assert "森本" in names
    assert not names & {"原", "新井"}
    first = session.scalars(sa.select(RosterImport).order_by(RosterImport.received_at)).first()
    with transaction() as writing:
        writing.get_one(User, one_id).last_signed_in_on = clock.day_of(clock.now())
    assert first is not None
    gone = undone(first)
    assert gone.summary["closed"] == 1
    session.expire_all()
    assert session.get_one(User, one_id).disabled_at is not None
    assert session.get(User, other_id) is None


def test_who_is_absent_is_left_alone_unless_it_is_a_roster_of_everybody(
    session: Session, board: Organization
) -> None:
    applied(a_dry_run(an_archive(), board))

    def without_last(rows: list[dict[str, str]]) -> None:
        del rows[-1]

    fewer = an_archive(dict.fromkeys(("users", "roles", "enrollments"), without_last))
    kept = a_dry_run(fewer, board)
    assert _count(kept) == {"same": 4, "alone": 1}
    assert kept.summary["changes"] == 0
    with transaction() as writing:
        service.choose_absent(writing, kept.id, ends_absent=True, now=clock.now())
    work()
    session.expire_all()
    kept = session.get_one(RosterImport, kept.id)
    assert _count(kept) == {"same": 4, "leaving": 1}
    done = applied(kept)
    closed = session.scalars(sa.select(User).where(User.disabled_at.is_not(None))).one()
    assert closed.session_epoch == 1
    assert all(post.ends_on is not None for post in closed.posts)
    undone(done)
    session.expire_all()
    assert session.get_one(User, closed.id).disabled_at is None
    assert session.scalar(sa.select(sa.func.count()).where(Post.ends_on.is_not(None))) == 0


def test_a_faulty_row_is_mended_or_left_out_with_what_refers_to_it(
    session: Session, board: Organization
) -> None:
    data = an_archive(
        {
            "users": lambda rows: [
                rows[2].update({"metadata.jp.kanaGivenName": "ﾕｲ"}),
                rows[3].update({"grades": "9"}),
            ]
        }
    )
    kept = a_dry_run(data, board)
    assert _count(kept) == {"added": 3, "fault": 2}
    assert kept.summary["left_out"] == 4, "two roles and two enrollments"
    with transaction() as writing:
        service.mend_row(
            *(writing, kept.id, ("users.csv", 4)),
            {"metadata.jp.kanaGivenName": "ユイ"},
            now=clock.now(),
        )
    work()
    with transaction() as writing:
        service.set_row_aside(writing, kept.id, ("users.csv", 5), now=clock.now())
    work()
    session.expire_all()
    kept = session.get_one(RosterImport, kept.id)
    assert _count(kept) == {"added": 4}
    assert kept.summary["aside"] == 1
    applied(kept)
    assert _counts(session)[1] == 4


def test_a_pupil_who_is_in_another_class_leaves_the_old_one(
    session: Session, board: Organization
) -> None:
    applied(a_dry_run(an_archive(), board))
    moved: dict[str, str] = {}

    def another_class(rows: list[dict[str, str]]) -> None:
        new = dict(rows[0], sourcedId="6f2cf4d5-5a7d-4c1b-9a51-0f1de8a7f001", title="3年2組")
        moved["class"] = new["sourcedId"]
        rows.append(new)

    def into_it(rows: list[dict[str, str]]) -> None:
        rows[1].update(
            sourcedId="6f2cf4d5-5a7d-4c1b-9a51-0f1de8a7f002", classSourcedId=moved["class"]
        )

    kept = a_dry_run(an_archive({"classes": another_class, "enrollments": into_it}), board)
    assert _count(kept) == {"same": 4, "changed": 1}
    (finding,) = session.scalars(
        sa.select(RosterFinding.data).where(RosterFinding.kind == FindingKind.CHANGED)
    )
    assert finding["cells"]["class"] == ["3年1組", "3年2組"]
    applied(kept)
    ended = session.scalars(sa.select(Enrollment).where(Enrollment.ends_on.is_not(None))).one()
    assert ended.ends_on is not None


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"roles": lambda rows: rows[2].update(userSourcedId=rows[0]["sourcedId"])}, Flaw.UNKNOWN),
        ({"orgs": lambda rows: rows[1].update(identifier="B117210999999")}, Flaw.CODE_DIFFERS),
        (
            {
                "users": lambda rows: rows[2].update(
                    sourcedId="6f2cf4d5-5a7d-4c1b-9a51-0f1de8a7f003", username="kocho0"
                )
            },
            Flaw.TWICE,
        ),
    ],
)
def test_what_does_not_fit_what_is_there_is_a_fault(
    session: Session,
    board: Organization,
    changes: Mapping[str, Callable[[Rows], object]],
    flaw: Flaw,
) -> None:
    applied(a_dry_run(an_archive(), board))
    kept = a_dry_run(an_archive(changes), board)
    found = session.scalars(
        sa.select(RosterFinding.data).where(
            RosterFinding.import_id == kept.id, RosterFinding.kind == FindingKind.FAULT
        )
    ).all()
    assert flaw in {one["flaw"] for one in found}


def test_a_login_of_somebody_else_is_a_fault(session: Session, board: Organization) -> None:
    a_user(session, login_id="kocho0")
    session.commit()
    kept = a_dry_run(an_archive(), board)
    (fault,) = session.scalars(
        sa.select(RosterFinding.data).where(RosterFinding.kind == FindingKind.FAULT)
    ).all()
    assert (fault["flaw"], fault["column"], fault["line"]) == (Flaw.LOGIN_TAKEN, "username", 2)
    assert _count(kept)["added"] == 4


def test_a_school_changes_nobody_elsewhere(session: Session, board: Organization) -> None:
    applied(a_dry_run(an_archive(), board))
    other = an_organization(session, "別の小学校", kind=OrganizationKind.SCHOOL, parent=board)
    session.commit()
    kept = a_dry_run(an_archive(), other)
    found = session.scalars(
        sa.select(RosterFinding.data["flaw"].as_string()).where(
            RosterFinding.kind == FindingKind.FAULT
        )
    ).all()
    assert set(found) <= {Flaw.OUTSIDE, Flaw.ELSEWHERE}
    assert kept.summary["changes"] == 0
    row = {"所属": "別の小学校", "姓": "森", "名": "ゆい", "役割": "管理", "ID": "kocho0"}
    table = written_csv([HEADINGS, [row.get(name, "") for name in HEADINGS]])
    assert a_dry_run(table, other, "a.csv").summary["changes"] == 0


def test_somebody_with_two_posts_comes_from_two_rows(session: Session) -> None:
    city = a_city(session)
    session.commit()
    row = {
        "所属": "市民局＞市民課",
        "姓": "𠮷田",
        "名": "けいこ",
        "ID": "yoshida",
        "主務・兼務": "主務",
    }
    rows = [row, {**row, "所属": "こども未来局", "主務・兼務": "兼務", "職名": "主任"}]
    table = written_csv([HEADINGS, *([one.get(name, "") for name in HEADINGS] for one in rows)])
    applied(a_dry_run(table, city, "a.csv"))
    user = session.scalars(sa.select(User)).one()
    assert [(post.is_primary, post.title) for post in user.posts] in (
        [(True, ""), (False, "主任")],
        [(False, "主任"), (True, "")],
    )
    assert a_dry_run(table, city, "a.csv").summary["changes"] == 0


def test_what_changed_meanwhile_is_looked_at_again(session: Session, board: Organization) -> None:
    applied(a_dry_run(an_archive(), board))
    kept = a_dry_run(an_archive({"users": lambda rows: rows[2].update(familyName="新井")}), board)
    with transaction() as writing:
        user = writing.scalars(sa.select(User).where(User.grade == 3)).first()
        assert user is not None
        for one in writing.scalars(sa.select(User).where(User.grade == 3)):
            one.family_name = "表"
    again = applied(kept)
    assert again.state is ImportState.READY
    assert again.summary["changed_meanwhile"]
    assert applied(again).state is ImportState.APPLIED


def test_a_faulty_file_says_so_and_changes_nothing(session: Session, board: Organization) -> None:
    kept = a_dry_run(b"PK\x03\x04 broken", board)
    assert kept.state is ImportState.UNREADABLE
    assert "ZIP" in kept.summary["reason"]
    with transaction() as writing:
        service.cancel(writing, kept.id)
    assert _counts(session) == [1, 0, 0, 0, 0]
    assert SMALL.pupils == 3


def test_guardians_are_tied_to_their_children_and_untied_by_an_undo(
    session: Session, board: Organization
) -> None:
    family = Size(schools=1, classes=1, pupils=3)
    done = applied(a_dry_run(an_archive(size=family), board))
    ties = session.scalars(sa.select(Guardianship)).all()
    assert ties
    assert {tie.how for tie in ties} == {How.ROSTER}
    one = ties[0]
    assert one.guardian_user_id is not None
    assert one.child_id in children_of(session, one.guardian_user_id, on=clock.day_of(clock.now()))
    again = a_dry_run(an_archive(size=family), board)
    assert again.summary["changes"] == 0
    now = clock.now()
    with transaction() as writing:
        service.prepare_export(writing, board.id, FileForm.ONEROSTER, by=None, now=now)
    written = service.export_roster(session, board.id, FileForm.ONEROSTER, now=now)
    assert a_dry_run(written, board).summary["changes"] == 0
    with zipfile.ZipFile(BytesIO(written)) as archive:
        users = list(csv.DictReader(StringIO(archive.read("users.csv").decode())))
    assert sum(bool(row["agentSourcedIds"]) for row in users) == len({t.child_id for t in ties})
    undone(done)
    session.expire_all()
    assert session.scalars(sa.select(Guardianship)).all() == []
