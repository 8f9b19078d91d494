"""The one blueprint of this package, who may enter, and for which departments."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import Blueprint, abort

from app import clock
from app.assignments import policy, queries
from app.db import reading
from app.identity.login import person, signed_in
from app.talent.queries import staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.assignments.models import Assignment
    from app.assignments.policy import Scope

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("assignments", "app.assignments", template_folder="templates")

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Desk:
    """What whoever asks answers for."""

    tree: staff.Departments
    scope: "Scope"
    today: date

    def detail(self, assignment_id: uuid.UUID) -> "queries.Detail":
        """Return an assignment that concerns their people; 404 for any other."""
        return queries.detail(
            reading(), self.tree, assignment_id, scope=self.scope, today=self.today
        )

    def to_change(self, session: "Session", assignment_id: uuid.UUID) -> "Assignment":
        """Return an assignment that they may change; 404 for any other."""
        found = queries.detail(
            session, self.tree, assignment_id, scope=self.scope, today=self.today
        )
        if not found.may_change:
            abort(404)
        return found.row


def assigners_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in HR, the city's administrators and managers; for others there is no such page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_assign(person()):
            abort(404)
        return view(*args, **kwargs)

    return signed_in(guarded)


def desk() -> Desk:
    """Return what the signed-in person answers for today; one query."""
    tree = staff.departments(reading())
    return Desk(tree, queries.scope_of(tree, person()), clock.day_of(clock.now()))
