"""A guardian takes along what is kept of a child."""

import uuid

from flask import abort
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.consents import asking
from app.consents import queries as consents
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, registered
from app.privacy import contents, policy
from app.privacy.holdings import NOT_SHARED, SHARED, told
from app.privacy.holdings.guardians import AT_WORK
from app.privacy.views.mine import sent, take_download, whose_file
from app.privacy.views.root import bp
from app.ui.page import render_page
from app.ui.site import site


@bp.get("/family/<uuid:child_id>/data")
def child_data(child_id: uuid.UUID) -> ResponseReturnValue:
    """Show a guardian what they can take along of a child's, and what stays with the child."""
    child = _child(child_id)
    return render_page(
        "privacy/child.html",
        "main",
        child=child,
        refused=policy.refused_file(child, has_account=asking.account() is not None),
        shared=[one.title for one in told() if (one.table, one.column) in SHARED],
        kept=dict.fromkeys(why.now() for why in NOT_SHARED.values() if why is not AT_WORK),
    )


@bp.post("/family/<uuid:child_id>/data/download")
@registered
def download_child(child_id: uuid.UUID) -> ResponseReturnValue:
    """Send a guardian the file of a child; the log has it, and the child's own page tells it."""
    now = clock.now()
    with transaction() as session:
        child = _child(child_id)
        if policy.refused_file(child, has_account=True) is not None:
            abort(404)
        take_download(session, by=me().id, now=now)
        audit.record(session, "data.downloaded", now=now, by=me().id, subject=child.id)
        audit.record_look(session, "file", now=now, by=me().id, subject=child.id)
    who = identity.person(reading(), child.id, on=clock.day_of(now))
    return sent(contents.for_guardian(reading(), whose_file(who, now=now), child.tie_id))


def _child(child_id: uuid.UUID) -> consents.Child:
    """Return a child of who asks, or end in 404."""
    return consents.child(
        reading(),
        asking.whose(),
        child_id,
        on=clock.day_of(clock.now()),
        consent_age=site().settings.consent_age,
    )
