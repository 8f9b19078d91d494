"""Claim a しおり, and forget one."""

import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.bookmarks.events import BookmarkClaimed
from app.catalog import queries as catalog
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import User
from app.learning import queries as learning
from app.learning import service as runs
from app.learning.events import CourseCompleted
from app.learning.models import Registration
from app.lrs import service as lrs
from app.outbox import service as outbox
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.queries import Person

Json = dict[str, Any]


def claim(session: "Session", guest_id: uuid.UUID, account: "Person", *, now: "datetime") -> int:
    """Move what a guest learned into an account, and close the guest.

    Args:
        session: The open transaction.
        guest_id: Whose しおり. Of two claims at once the second finds nothing left to move.
        account: The person it goes to.
        now: The present instant.

    Returns:
        How many courses were moved: all, or none. Whoever may not take one of them, such as a
        child a citizens' course, leaves everything to the しおり.

    Raises:
        NoResultFound: There is no such user.
    """
    guest = session.get_one(User, guest_id, with_for_update=True, populate_existing=True)
    if not guest.is_guest or guest.disabled_at is not None or account.is_guest:
        return 0
    moved = session.scalars(
        sa.select(Registration).where(Registration.learner_id == guest_id).with_for_update()
    ).all()
    versions = catalog.versions(session, (one.course_version_id for one in moved))
    if not all(learning.may_take_over(account, one.outline) for one in versions.values()):
        return 0
    for registration in moved:
        _move(session, registration, account, now=now)
    guest.disabled_at, guest.session_epoch = now, guest.session_epoch + 1
    session.flush()
    outbox.publish(session, BookmarkClaimed(guest_id, now))
    return len(moved)


def forget(session: "Session", guest_id: uuid.UUID) -> None:
    """Delete a guest, the しおり, and what progress is left; statements go before, by erasure."""
    runs.forget_private_answers(session, guest_id)
    session.execute(sa.delete(Registration).where(Registration.learner_id == guest_id))
    accounts.forget_guest(session, guest_id)


def _move(
    session: "Session", registration: Registration, account: "Person", *, now: "datetime"
) -> None:
    """Say a run's statements again in the account's name, in its own run if it has one.

    A run of its own keeps its beginning and end: those of the guest's are left out, and what the
    union amounts to is concluded anew. Where it has none, the guest's whole run changes hands.
    """
    now = max(now, registration.last_active_at)  # nothing is stored before it happened
    before = learning.own_run(session, registration.id, learner_id=registration.learner_id)
    said = learning.statements_of_run(session, before)
    own_id = session.scalar(
        sa.select(Registration.id).where(
            Registration.learner_id == account.id,
            Registration.course_version_id == registration.course_version_id,
        )
    )
    if own_id is None:
        registration.learner_id = account.id
        session.flush()
    else:
        theirs = learning.own_run(session, own_id, learner_id=account.id, for_update=True)
        said = [one for one in said if one["object"]["id"] != before.run.course.id]
        runs.move_private_answers(session, registration.id, own_id)
        said = learning.within_tries(session, theirs, before, said)
    target = own_id or registration.id
    actor = Agent(identity.installation(session).actor_home_page, str(account.actor_name))
    documents = [_in_name_of(actor, target, statement) for statement in said]
    lrs.record_all(session, documents, now=now, is_new=True)
    own = learning.own_run(session, target, learner_id=account.id, for_update=True)
    was_completed = own.is_completed
    runs.take_reports(session, own, now=now)
    if own_id is None and was_completed:
        version_id = own.registration.course_version_id
        outbox.publish(session, CourseCompleted(target, account.id, version_id, now))


def _in_name_of(actor: Agent, run: uuid.UUID, statement: Json) -> Json:
    """Return a new statement that says the same of somebody else, at the same instant."""
    kept = {key: value for key, value in statement.items() if key not in {"authority", "stored"}}
    context = kept.get("context", {}) | {"registration": str(run)}
    return kept | {"id": str(uuid.uuid4()), "actor": actor.as_json(), "context": context}
