"""React to what happened below, in the worker. Each handler may run twice and acts once."""

from typing import TYPE_CHECKING

from app import clock
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential, StatusList
from app.credentials.openbadges import CourseAward
from app.credentials.service import award, delivery, keys, signing
from app.identity import queries as identity
from app.learning import queries as learning
from app.outbox.context import settings
from app.ui.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.credentials.events import CredentialAwarded, CredentialIssued, CredentialRevoked
    from app.credentials.registry import OpenRegistry
    from app.learning.events import CourseCompleted


def on_course_completed(session: "Session", event: "CourseCompleted") -> None:
    """Settle the credential of a completed run, once; a guest's waits until it is claimed."""
    learner_id = learning.completed_run(session, event.registration_id).learner_id
    if identity.person(session, learner_id, on=clock.day_of(clock.now())).is_guest:
        return
    award.award(
        session,
        _course_award(session, event),
        issuer=identity.installation(session).issuer_did,
        now=clock.now(),
        theme=site().theme,
    )


def on_credential_awarded(session: "Session", event: "CredentialAwarded") -> None:
    """Sign what was awarded. A missing key raises, and the outbox keeps the credential waiting."""
    credential = session.get_one(Credential, event.credential_id)
    folder = KeyFolder(settings().instance_dir)
    signing.sign_credential(
        session,
        credential,
        keys.signers(session, folder, issuer=credential.issuer),
        issuer_name=settings().city,
        now=clock.now(),
    )


def on_credential_revoked(session: "Session", event: "CredentialRevoked") -> None:
    """Publish the status list anew, with the bit set."""
    credential = session.get_one(Credential, event.credential_id)
    row = session.get_one(StatusList, credential.status_list_number, with_for_update=True)
    folder = KeyFolder(settings().instance_dir)
    signers = keys.signers(session, folder, issuer=row.issuer)
    signing.publish_list(session, row, signers, now=clock.now())


def make_on_credential_issued(
    open_registry: "OpenRegistry",
) -> "Callable[[Session, CredentialIssued], None]":
    """Return the handler that brings the credentials of the city's staff to a registry.

    Children's and citizens' credentials never leave: whoever has no current post at the city is
    passed over here, before the port is even opened.
    """

    def on_credential_issued(session: "Session", event: "CredentialIssued") -> None:
        today = clock.day_of(clock.now())
        if identity.person(session, event.user_id, on=today).audience != "staff":
            return
        credential = session.get_one(Credential, event.credential_id)
        delivery.deliver_credential(session, credential, open_registry(session), now=clock.now())

    on_credential_issued.__qualname__ = "on_credential_issued"  # the name delivery rows keep
    return on_credential_issued


def _course_award(session: "Session", event: "CourseCompleted") -> CourseAward:
    """Return what the courses tell of a completed run, every text without its readings."""
    run = learning.completed_run(session, event.registration_id)
    course, plan = run.course, run.course.completion.credential
    return CourseAward(
        registration_id=run.registration_id,
        user_id=run.learner_id,
        course_slug=course.slug,
        course_title=course.title.plain,
        course_version_number=run.version_number,
        credential_key=plan.key,
        credential_name=plan.name.plain,
        credential_description=plan.description.plain,
        credential_criteria=plan.criteria.plain,
        objectives=tuple(
            (one.can_do.plain, tuple((a.item, a.level) for a in one.alignments))
            for one in course.objectives
        ),
        lessons=len(course.completion.lessons),
        minutes=course.minutes,
        audience=course.audience.value,
        completed_at=run.completed_at,
        field=course.field.value,
    )
