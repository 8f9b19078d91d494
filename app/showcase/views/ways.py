"""The ways from a challenge's page to the public pages of the teams that took it."""

import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from flask import Flask, url_for

from app.challenges import beside
from app.showcase import queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def init_app(app: Flask) -> None:
    """Let the pages of challenges of ``app`` lead to public pages."""
    beside.guide(app, ways)


def ways(session: "Session", ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, beside.Way]:
    """Return the public pages of those projects that have one; one query."""
    return {
        row.project_id: beside.Way(row.public.title, url_for("showcase.page", key=row.project.key))
        for row in queries.public_of(session, ids)
    }
