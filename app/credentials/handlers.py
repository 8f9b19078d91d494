"""React to what happened below, in the worker. Each handler may run twice and acts once."""

from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.catalog.library import library_of
from app.credentials import openbadges
from app.credentials.events import IssuerRenamed, KeyWithdrawn
from app.credentials.keys import KeyFolder
from app.credentials.models import (
    Correction,
    CorrectionReason,
    Credential,
    CredentialState,
    StatusList,
)
from app.credentials.openbadges import CourseAward
from app.credentials.queries import issuers
from app.credentials.queries.trust import OwnResolver
from app.credentials.service import award, correcting, delivery, ending, keys, rotation, signing
from app.db import reading
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.identity import queries as identity
from app.learning import queries as learning
from app.notify import service as notify
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.relay import in_batches
from app.ui.site import site
from app.ui.strings import in_language

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.credentials.events import (
        CorrectionAsked,
        CredentialAwarded,
        CredentialEnds,
        CredentialIssued,
        CredentialRevoked,
        KeysWanted,
    )
    from app.credentials.registry import LookFirst, OpenRegistry
    from app.identity.events import DayBegun
    from app.learning.events import CourseCompleted
    from app.outbox.relay import Errand, Note
    from app.outbox.service import Event

ALONE = {"of": Credential}
"""Which row is held: what was achieved is shared by thousands."""

ENDS_SUBJECT = N_("寺子屋：証明の期限が近づいています")
ENDS = (
    N_("「%(name)s」の証明は、%(day)sで期限が来ます。"),
    N_("続けて使うには、もう一度受けてください。いまの証明は、期限の日まで使えます。"),
    "%(url)s",
    "%(city)s",
)
"""Paragraphs, in the language in which the holder reads pages."""


@in_batches
def on_course_completed(session: "Session", event: "CourseCompleted") -> None:
    """Settle the credential of a completed run, once; a guest's waits until it is claimed."""
    now = clock.now()
    run = learning.completed_run(session, event.registration_id)
    holder_id = identity.remaining_id(session, run.learner_id)
    learner = identity.person(session, holder_id, on=clock.day_of(now))
    if learner.is_guest:
        return
    told = _course_award(run, holder_id)
    award.award(
        session,
        openbadges.of_course(
            told,
            awarded_on=clock.day_of(told.completed_at),
            mail=None if learner.is_minor else identity.mail_address(session, holder_id),
        ),
        issuer=issuers.issuer_for(session, library_of(session, told.course_slug)),
        now=now,
        theme=site().theme,
    )


@in_batches
def on_credential_awarded(session: "Session", event: "CredentialAwarded") -> "Errand | None":
    """Sign what was awarded. A missing key raises, and the outbox keeps the credential waiting.

    The signing is an errand: on SQLite nobody else could write meanwhile.
    """
    credential = session.get_one(Credential, event.credential_id)
    if credential.state is not CredentialState.PENDING:
        return None
    signers = keys.signers(session, KeyFolder.of(settings()), issuer=credential.issuer)
    issuer = issuers.issuer_facts(session, credential.issuer, city=settings().city)
    now = clock.now()
    facts = signing.prepare(session, credential, signers, issuer=issuer, now=now)

    def sign() -> "Note":
        signed = signing.sign(facts, signers, OwnResolver(reading()), now=now)
        return partial(_keep, credential_id=event.credential_id, signed=signed)

    return sign


def _keep(session: "Session", *, credential_id: "uuid.UUID", signed: signing.Signed) -> None:
    credential = session.get_one(Credential, credential_id, with_for_update=ALONE)
    signing.keep(session, credential, signed, now=clock.now())


def on_correction_asked(session: "Session", event: "CorrectionAsked") -> None:
    """Sign a credential anew under its own id."""
    correction = session.get(Correction, event.correction_id)
    if correction is None:  # erased meanwhile, with its person
        return
    issuer = session.get_one(Credential, correction.credential_id).issuer
    signing.sign_correction(
        session,
        correction,
        keys.signers(session, KeyFolder.of(settings()), issuer=issuer),
        issuer=issuers.issuer_facts(session, issuer, city=settings().city),
        now=clock.now(),
    )


def on_keys_wanted(session: "Session", event: "KeysWanted") -> None:
    """Make an issuer's first keys, or those that are to follow the ones it has."""
    folder, now = KeyFolder.of(settings()), clock.now()
    if event.issuer in rotation.issuers_with_keys(session):
        rotation.prepare_keys(session, folder, issuer=event.issuer, now=now)
    else:
        keys.make_keys(session, folder, issuer=event.issuer, now=now)


def on_key_withdrawn(session: "Session", event: "KeyWithdrawn") -> None:
    """Sign with other keys from now on, publish the lists anew, and do the lost key's work again.

    A slice at a time: as long as there is more, the event tells itself again.
    """
    folder, now = KeyFolder.of(settings()), clock.now()
    rotation.replace_withdrawn(session, folder, issuer=event.issuer, now=now)
    signers = keys.signers(session, folder, issuer=event.issuer)
    for row in session.scalars(sa.select(StatusList).where(StatusList.issuer == event.issuer)):
        signing.publish_list(session, row, signers, now=now)
    _correct(session, event.issuer, CorrectionReason.KEY, KeyWithdrawn(event.issuer, now))


def on_issuer_renamed(session: "Session", event: "IssuerRenamed") -> None:
    """Sign everything anew under the issuer's new name, where somebody asked for that."""
    again = IssuerRenamed(event.issuer, clock.now(), event.by_id)
    _correct(session, event.issuer, CorrectionReason.ISSUER, again, by=event.by_id)


def on_day_begun(session: "Session", event: "DayBegun") -> None:  # noqa: ARG001  any day will do
    """Let keys that have been published for a day begin to sign; tell of what ends before long."""
    ending.tell_of_ends(session, now=clock.now())
    for issuer in rotation.issuers_with_keys(session):
        rotation.let_follow(session, issuer=issuer, now=clock.now())


def on_credential_ends(session: "Session", event: "CredentialEnds") -> None:
    """Write to the holder of what ends before long, once.

    Children, and whoever has no address, read it on their own page alone.
    """
    credential = session.get(Credential, event.credential_id)
    if credential is None or credential.valid_until is None:
        return
    today, site = clock.day_of(clock.now()), settings()
    holder = identity.person(session, credential.user_id, on=today)
    mail = identity.mail_address(session, holder.id)
    if mail is None or holder.is_minor or holder.is_disabled:
        return
    values = {
        "name": credential.achievement.content["name"],
        "day": clock.day_of(credential.valid_until).isoformat(),
        "url": f"{site.public_url}/my/credentials/{credential.id}",
        "city": site.city,
    }
    locale = str(holder.display.get("locale", JAPANESE))
    body = "\n\n".join(in_language(locale, paragraph, **values) for paragraph in ENDS)
    letter = notify.Letter(to=mail, subject=in_language(locale, ENDS_SUBJECT), body=f"{body}\n")
    key = f"credential-ends:{holder.id}:{credential.number}:{values['day']}"
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=clock.now())


def _correct(
    session: "Session",
    issuer: str,
    reason: CorrectionReason,
    again: "Event",
    *,
    by: "uuid.UUID | None" = None,
) -> None:
    done = correcting.correct_some(
        session,
        issuer,
        reason=reason,
        issuer_name=issuers.issuer_facts(session, issuer, city=settings().city).name,
        by=by,
        now=clock.now(),
    )
    if done:
        outbox.publish(session, again)


def on_credential_revoked(session: "Session", event: "CredentialRevoked") -> None:
    """Publish the status list anew, with the bit set."""
    credential = session.get_one(Credential, event.credential_id)
    row = session.get_one(StatusList, credential.status_list_number, with_for_update=True)
    folder = KeyFolder.of(settings())
    signers = keys.signers(session, folder, issuer=row.issuer)
    signing.publish_list(session, row, signers, now=clock.now())


def make_on_credential_issued(
    look_first: "LookFirst",
) -> "Callable[[Session, CredentialIssued], Errand | None]":
    """Return the handler that brings the credentials of the city's staff to a registry.

    Children's and citizens' credentials never leave: whoever has no current post at the city is
    passed over here, before the port is even opened. The registry looks at a credential in an
    errand, where nobody waits for it; what it gets is the credential as it is after that.
    """

    def on_credential_issued(session: "Session", event: "CredentialIssued") -> "Errand | None":
        today = clock.day_of(clock.now())
        if identity.person(session, event.user_id, on=today).audience != "staff":
            return None
        credential = session.get_one(Credential, event.credential_id)
        if credential.state is not CredentialState.ISSUED:
            return None
        token, di = delivery.forms(credential)

        def look() -> "Note":
            registry = look_first(reading(), token, di, now=clock.now())
            return partial(_deliver, credential_id=event.credential_id, open_registry=registry)

        return look

    on_credential_issued.__qualname__ = "on_credential_issued"  # the name delivery rows keep
    return in_batches(on_credential_issued)


def _deliver(
    session: "Session", *, credential_id: "uuid.UUID", open_registry: "OpenRegistry"
) -> None:
    """Deliver a credential as it is now, held: it is neither revoked nor corrected meanwhile."""
    credential = session.get(
        Credential, credential_id, with_for_update=ALONE, populate_existing=True
    )
    if credential is not None:  # erased meanwhile: nobody's any more
        delivery.deliver_credential(session, credential, open_registry(session), now=clock.now())


def _course_award(run: learning.CompletedRun, holder_id: "uuid.UUID") -> CourseAward:
    """Return what the courses tell of a completed run, every text without its readings."""
    course, plan = run.course, run.course.completion.credential
    return CourseAward(
        registration_id=run.registration_id,
        user_id=holder_id,
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
