"""What the panel of checks shows, for every page that has it."""

import uuid
from typing import Any

from app import clock
from app.authoring.checking import queries
from app.authoring.checking.forms import DoubtChoice
from app.authoring.checking.names import JOB_NAMES
from app.db import reading
from app.identity.login import person


def panel_values(
    draft_id: uuid.UUID, path: str | None = None, told: tuple[DoubtChoice, ...] = ()
) -> dict[str, Any]:
    """Return what ``authoring/checks_panel.html`` reads, for any page that includes it.

    Args:
        draft_id: The draft.
        path: The one file that is looked at; None for the whole course.
        told: What was sent about readings, to be shown again.
    """
    today = clock.day_of(clock.now())
    return {
        "checks": queries.checks_page(reading(), draft_id, today=today, path=path),
        "told": {one.key: one for one in told},
        "job_names": JOB_NAMES,
        "can_teach_city": person().administers_city,
    }
