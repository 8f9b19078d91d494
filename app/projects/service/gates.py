"""What opens the gate at the end of a stage."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.projects.models import GateCheck

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def meet(session: "Session", project_id: uuid.UUID, key: str, *, now: "datetime") -> None:
    """Note that a fact of a gate is so: an artefact is there, a decision is written down.

    Packages above call it each time; from the second on nothing changes. A project whose gates
    do not ask for it is left alone.
    """
    session.execute(
        sa.update(GateCheck)
        .where(
            GateCheck.project_id == project_id,
            GateCheck.kind == "fact",
            GateCheck.key == key,
            GateCheck.met_on.is_(None),
        )
        .values(met_on=day_of(now))
    )
