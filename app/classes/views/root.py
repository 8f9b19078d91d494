"""The blueprint of this package's pages, and who may open them."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.classes import policy, queries
from app.classes.forms import KIND_NAMES, ROLE_NAMES, grade_name
from app.classes.models import Class, Enrollment, EnrollmentRole
from app.identity import queries as identity
from app.identity.login import is_staff, person
from app.identity.queries import OrganizationNode
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page

bp = Blueprint("classes", "app.classes", url_prefix="/classes", template_folder="templates")


@dataclass(frozen=True, slots=True)
class Room:
    """A class that somebody may see.

    Attributes:
        class_: Itself.
        school: Its school.
        kept: The schools whose classes they keep as an administrator; empty for a teacher.
        teaches: Whether they see it because they teach in it.
    """

    class_: Class
    school: OrganizationNode
    kept: tuple[OrganizationNode, ...] = ()
    teaches: bool = False

    @property
    def keeps(self) -> bool:
        """Whether they keep this class for its school."""
        return bool(self.kept)


def today() -> date:
    """Return the day in Japan."""
    return clock.day_of(clock.now())


def kept_schools(session: Session) -> list[OrganizationNode]:
    """Return the schools whose classes the person keeps as an administrator, in 建制順."""
    if not policy.may_keep_some(person()):
        return []
    return policy.schools_among(identity.administered_places(session, person()))


def the_school(session: Session, asked: str | None) -> OrganizationNode:
    """Return a school whose classes the person keeps, or end in 404."""
    found = [school for school in kept_schools(session) if str(school.id) == asked]
    if not found:
        abort(404)
    return found[0]


def the_room(session: Session, class_id: uuid.UUID) -> Room:
    """Return a class within the person's sight, or end in 404: no class, or not theirs."""
    class_, kept = session.get(Class, class_id), kept_schools(session)
    if class_ is None:
        abort(404)
    mine = [school for school in kept if school.id == class_.organization_id]
    if mine:
        return Room(class_, mine[0], tuple(kept))
    teaches = class_.organization_id in policy.taught_at(person()) and queries.is_taught(
        session, class_id, person().id, on=today()
    )
    if not teaches:
        abort(404)
    tree = identity.organization_tree(session)
    school = next(one for one in tree if one.id == class_.organization_id)
    return Room(class_, school, teaches=True)


def kept_room(session: Session, class_id: uuid.UUID) -> Room:
    """Return a class that the person keeps for its school, or end in 404."""
    room = the_room(session, class_id)
    if not room.keeps:
        abort(404)
    return room


def kept_place(
    session: Session, class_id: uuid.UUID, enrollment_id: uuid.UUID
) -> tuple[Room, Enrollment]:
    """Return somebody's place in a class that the person keeps, or end in 404."""
    room = kept_room(session, class_id)
    found = session.get(Enrollment, enrollment_id)
    if found is None or found.class_id != class_id:
        abort(404)
    return room, found


def page(name: str, *, status: int = 200, **context: object) -> ResponseReturnValue:
    """Answer with a page of this package, with the styles of desks for whoever reads it."""
    if not is_staff():
        sit_at_desk()
    return render_page(
        f"classes/{name}.html",
        "main",
        status=status,
        kind_names=KIND_NAMES,
        role_names=ROLE_NAMES,
        grade_name=grade_name,
        STUDENT=EnrollmentRole.STUDENT,
        today=today(),
        **context,
    )
