"""Keeping providers, and letting in whom they vouch for."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound

from app.audit import service as audit
from app.clock import day_of
from app.federation import queries
from app.federation.errors import LinkTaken, NobodyKnown, SlugTaken, StateSpent
from app.federation.models import FederatedIdentity, Provider, SpentState
from app.federation.queries import ProviderView
from app.federation.rules import STATE_LIVES, Proof, key_of
from app.identity.errors import AccountMerged
from app.identity.models import User
from app.identity.queries import Person, people_of
from app.identity.service import Entrance, enter
from app.wire import seal as sealing
from app.wire.errors import SealBroken

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_HINT = "terakoya sign-out hint, version 1"
_PURPOSE = "terakoya sign-in provider secret, version 1"


@dataclass(frozen=True, slots=True)
class ProviderTerms:
    """What of a provider may change. ``client_secret``: in clear; empty leaves what there is."""

    name: str
    client_id: str
    client_secret: str = field(repr=False)
    mail_domains: tuple[str, ...]
    tenant: str
    roster_claim: str
    is_listed: bool
    sign_out: str = "ask"


@dataclass(frozen=True, slots=True)
class NewProvider:
    """What of a provider stays as it is, and its first terms."""

    slug: str
    issuer: str
    organization_id: uuid.UUID
    terms: ProviderTerms


def add_provider(
    session: "Session", new: NewProvider, *, by: uuid.UUID, secret_key: str, now: datetime
) -> Provider:
    """Add a way in for the people of an organization.

    Raises:
        SlugTaken: Another provider has this address.
    """
    made = Provider(
        slug=new.slug,
        issuer=new.issuer,
        organization_id=new.organization_id,
        client_secret_sealed="",
        created_at=now,
        created_by_id=by,
    )
    _set(made, new.terms, secret_key=secret_key)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        raise SlugTaken from error
    audit.record(session, "federation.provider_added", now=now, by=by, subject=made.id)
    return made


def change_provider(
    session: "Session",
    found: Provider,
    terms: ProviderTerms,
    *,
    by: uuid.UUID,
    secret_key: str,
    now: datetime,
) -> None:
    """Change a provider's terms; those who are in stay in."""
    _set(found, terms, secret_key=secret_key)
    session.flush()
    audit.record(session, "federation.provider_changed", now=now, by=by, subject=found.id)


def switch_provider(
    session: "Session", found: Provider, *, is_open: bool, by: uuid.UUID, now: datetime
) -> None:
    """Close a way in, or open it again; links stay."""
    found.is_open = is_open
    session.flush()
    act = "federation.provider_opened" if is_open else "federation.provider_closed"
    audit.record(session, act, now=now, by=by, subject=found.id)


def secret_of(found: ProviderView, *, secret_key: str) -> str:
    """Return our secret with a provider.

    Raises:
        SealBroken: It was sealed under another SECRET_KEY.
    """
    return sealing.unseal(found.client_secret_sealed, purpose=_PURPOSE, secret_key=secret_key)


def seal_hint(id_token: str, *, secret_key: str) -> str:
    """Return an ID token as the session of its person may hold it."""
    return sealing.seal(id_token, purpose=_HINT, secret_key=secret_key)


def hint_of(sealed: str, *, secret_key: str) -> str:
    """Return the ID token that a session holds; empty where it can no longer be read."""
    try:
        return sealing.unseal(sealed, purpose=_HINT, secret_key=secret_key) if sealed else ""
    except SealBroken:
        return ""


def spend_state(session: "Session", state: str, *, now: datetime) -> None:
    """Use up a way back; what could no longer be tried is forgotten.

    Raises:
        StateSpent: It was used before.
    """
    session.execute(
        sa.delete(SpentState)
        .where(SpentState.spent_at < now - 2 * STATE_LIVES)
        .execution_options(synchronize_session=False)
    )
    try:
        with session.begin_nested():
            digest = hashlib.sha256(state.encode()).hexdigest()
            session.add(SpentState(digest=digest, spent_at=now))
            session.flush()
    except IntegrityError as error:
        raise StateSpent from error


def let_in(session: "Session", found: ProviderView, proof: Proof, *, now: datetime) -> Entrance:
    """Let in the person a provider vouches for; at the first time, find and link them.

    Raises:
        NobodyKnown: Nobody is linked and nobody matches, or they may not come in this way.
        AccountMerged: Who is linked has another account by now, with a link of its own.
    """
    link = session.scalars(
        sa.select(FederatedIdentity).where(
            FederatedIdentity.provider_id == found.id, FederatedIdentity.subject == proof.subject
        )
    ).one_or_none()
    if link is None:
        user_id = _matched(session, found, proof, now=now)
        link = _add_link(session, found, user_id, proof.subject, by=None, now=now)
    elif (login := _login_of_remaining(session, link.user_id)) is not None:
        raise AccountMerged(login)
    elif not _belongs(session, found, link.user_id, now=now):
        raise NobodyKnown("who is linked has left the organization, or is disabled")
    link.last_used_on = day_of(now)
    return enter(session, link.user_id, now=now)


def link(
    session: "Session",
    found: Provider | ProviderView,
    who: Person,
    subject: str,
    *,
    now: datetime,
) -> None:
    """Link an account elsewhere to somebody who is signed in here and has said so.

    Raises:
        LinkTaken: It is somebody's already, or the person has one of this provider.
        NobodyKnown: The provider is not for this person.
    """
    if not _belongs(session, found, who.id, now=now):
        raise NobodyKnown("the provider is for people of other places")
    _add_link(session, found, who.id, subject, by=who.id, now=now)


def unlink(session: "Session", link_id: uuid.UUID, *, of: uuid.UUID, now: datetime) -> None:
    """Take a link of somebody's own away.

    Raises:
        NoResultFound: They have no such link.
    """
    found = session.get(FederatedIdentity, link_id)
    if found is None or found.user_id != of:
        raise NoResultFound
    session.delete(found)
    session.flush()
    audit.record(
        session,
        "federation.unlinked",
        now=now,
        by=of,
        subject=of,
        details={"provider": str(found.provider_id)},
    )


def _set(found: Provider, terms: ProviderTerms, *, secret_key: str) -> None:
    found.name = terms.name
    found.client_id = terms.client_id
    found.mail_domains = list(terms.mail_domains)
    found.tenant = terms.tenant
    found.roster_claim = terms.roster_claim
    found.is_listed = terms.is_listed
    found.sign_out = terms.sign_out
    if terms.client_secret:
        found.client_secret_sealed = sealing.seal(
            terms.client_secret, purpose=_PURPOSE, secret_key=secret_key
        )


def _matched(session: "Session", found: ProviderView, proof: Proof, *, now: datetime) -> uuid.UUID:
    """Return the one person that a proof can mean; see the package's decisions."""
    keys = [
        column == key
        for column, key in (
            (User.email, proof.mail),
            (User.login_id, key_of(proof.roster_id)),
            (User.sourced_id, proof.roster_id),
            (User.master_identifier, proof.roster_id),
        )
        if key
    ]
    if not keys:
        raise NobodyKnown("neither a verified address nor an ID")
    is_taken = (
        sa.exists()
        .where(FederatedIdentity.provider_id == found.id, FederatedIdentity.user_id == User.id)
        .correlate(User)
    )
    rows = session.execute(sa.select(User.id, is_taken).where(sa.or_(*keys))).all()
    if len(rows) != 1:
        raise NobodyKnown(f"{len(rows)} people match")
    user_id, has_another = rows[0]
    if has_another:
        raise NobodyKnown("who matches has another link")
    one = people_of(session, [user_id], on=day_of(now))[user_id]
    if one.is_disabled or not _is_wholly_within(
        one, queries.below(session, found.organization_id)
    ):
        raise NobodyKnown("who matches is disabled, or has posts elsewhere")
    return one.id


def _login_of_remaining(session: "Session", user_id: uuid.UUID) -> str | None:
    """Return the login of the account into which one was merged; None for any other account."""
    into = session.get_one(User, user_id).merged_into_id
    if into is None:
        return None
    stays = session.get_one(User, into)
    return stays.login_id or stays.email or ""


def _is_wholly_within(one: Person, places: frozenset[uuid.UUID]) -> bool:
    held = {post.organization_id for post in one.all_posts}
    return bool(held) and held <= places


def _belongs(
    session: "Session", found: Provider | ProviderView, user_id: uuid.UUID, *, now: datetime
) -> bool:
    """Say whether somebody has a post where the provider vouches for people."""
    one = people_of(session, [user_id], on=day_of(now)).get(user_id)
    if one is None or one.is_disabled:
        return False
    places = queries.below(session, found.organization_id)
    return any(post.organization_id in places for post in one.all_posts)


def _add_link(
    session: "Session",
    found: Provider | ProviderView,
    user_id: uuid.UUID,
    subject: str,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> FederatedIdentity:
    made = FederatedIdentity(provider_id=found.id, user_id=user_id, subject=subject, linked_at=now)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        raise LinkTaken from error
    audit.record(
        session,
        "federation.linked",
        now=now,
        by=by,
        subject=user_id,
        details={"provider": str(found.id)},
    )
    return made
