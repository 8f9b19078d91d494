"""Writing a roster: what has no OneRoster id yet is given one, which it keeps."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from app.audit.service import record
from app.classes.models import AcademicSession, Class, Enrollment
from app.clock import day_of
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.rosters.models import RosterCourse
from app.rosters.oneroster.writing import written_oneroster
from app.rosters.queries.export import (
    OF_SCHOOLS,
    is_of_schools,
    places_below,
    posts_at,
    roster_at,
)
from app.rosters.reading import FileForm
from app.rosters.simple.headings import SHEET
from app.rosters.simple.writing import written_rows
from app.rosters.words import ROSTER_ROLES
from app.sheets.text import written_csv
from app.sheets.xlsx_writing import written_workbook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def prepare_export(
    session: "Session",
    root_id: uuid.UUID,
    form: FileForm,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> None:
    """Note that a roster goes out; what OneRoster can name gets its ids, and keeps them.

    Args:
        session: The unit of work.
        root_id: The place.
        form: As what.
        by: Who asked; None for the command line.
        now: The present instant.
    """
    if form is FileForm.ONEROSTER:
        give_ids(session, root_id, now=now)
    details = {"form": form.value}
    record(session, "roster.exported", now=now, by=by, subject=root_id, details=details)


def export_roster(
    session: "Session",
    root_id: uuid.UUID,
    form: FileForm,
    *,
    now: datetime,
    of_staff: bool = False,
) -> bytes:
    """Return who is where at a place and below it, as a file; after ``prepare_export``.

    ``of_staff``: the city's own people and places alone, without the columns of schools.
    """
    is_oneroster = form is FileForm.ONEROSTER
    roster = roster_at(
        session, root_id, on=day_of(now), for_schools=is_oneroster, of_staff=of_staff
    )
    if is_oneroster:
        return written_oneroster(roster)
    if form is FileForm.CSV:
        return written_csv(written_rows(roster, of_staff=of_staff))
    return written_workbook(SHEET, written_rows(roster, of_staff=of_staff))


def give_ids(session: "Session", root_id: uuid.UUID, *, now: datetime) -> None:
    """Give everything at a place that OneRoster can name its id, a UUID of version 4, for good."""
    today = day_of(now)
    places = [place for place in places_below(session, root_id) if place.kind in OF_SCHOOLS]
    ids = [place.id for place in places]
    posts = (
        sa.select(Post.id, Post.user_id, Post.role, Organization.kind)
        .join(Organization, Organization.id == Post.organization_id)
        .where(posts_at(ids, today), is_of_schools())
    )
    held = session.execute(posts).all()
    classes = sa.select(Class.id).where(Class.organization_id.in_(ids))
    years = sa.select(Class.session_id).where(Class.organization_id.in_(ids))
    people = sa.select(posts.subquery().c.user_id)
    _give(session, Organization, Organization.id.in_(ids))
    _give(session, AcademicSession, AcademicSession.id.in_(years))
    _give(session, Class, Class.organization_id.in_(ids))
    _give(session, User, User.id.in_(people))
    _give(session, User, User.id.in_(people), column="master_identifier")
    _give(session, Post, Post.id.in_(sa.select(posts.subquery().c.id)))
    _give(session, Enrollment, Enrollment.class_id.in_(classes))
    _name_roles(session, held)
    _make_courses(session, ids)
    session.expire_all()


def _give(
    session: "Session",
    model: type[Any],
    *where: sa.ColumnElement[bool],
    column: str = "sourced_id",
) -> None:
    table = cast("sa.Table", model.__table__)
    nameless = session.scalars(sa.select(table.c.id).where(table.c[column].is_(None), *where))
    rows = [{"row_id": one, "given": str(uuid.uuid4())} for one in nameless]
    if rows:
        statement = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
        session.connection().execute(statement.values({column: sa.bindparam("given")}), rows)


def _name_roles(session: "Session", held: Iterable[Any]) -> None:
    """Keep the word that the export has for a role whose own word was never told."""
    table = cast("sa.Table", Post.__table__)
    by_word: dict[str, list[uuid.UUID]] = {}
    for id_, _, role, kind in held:
        is_of_board = role is Role.ADMINISTRATOR and kind is OrganizationKind.BOARD
        word = "districtAdministrator" if is_of_board else ROSTER_ROLES[role]
        by_word.setdefault(word, []).append(id_)
    for word, ids in by_word.items():
        rows = [{"row_id": one} for one in ids]
        statement = sa.update(table).where(
            table.c.id == sa.bindparam("row_id"), table.c.roster_role.is_(None)
        )
        session.connection().execute(statement.values(roster_role=word), rows)


def _make_courses(session: "Session", places: list[uuid.UUID]) -> None:
    """Make a course for each school and year whose classes have none."""
    rows = session.execute(
        sa.select(Class.organization_id, Class.session_id, AcademicSession.title)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(Class.organization_id.in_(places), Class.course_sourced_id.is_(None))
        .distinct()
    ).all()
    for school, year, title in rows:
        course = RosterCourse(
            sourced_id=str(uuid.uuid4()), organization_id=school, title=f"{title} 学級"
        )
        session.add(course)
        session.flush()
        session.execute(
            sa.update(Class)
            .where(
                Class.organization_id == school,
                Class.session_id == year,
                Class.course_sourced_id.is_(None),
            )
            .values(course_sourced_id=course.sourced_id)
            .execution_options(synchronize_session=False)
        )
