"""Who awards: the city's own issuer, and those beside it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.credentials import did
from app.credentials.models import Credential, CredentialState, Issuer, IssuerKey, KeyState
from app.credentials.openbadges import IssuerFacts
from app.identity import queries as identity

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

MOST_MERGERS = 20
"""Steps from an issuer to who answers for it today; a ring of successors ends here."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as the page of issuers shows it."""

    kid: str
    alg: str
    state: KeyState
    since: "date"


@dataclass(frozen=True, slots=True)
class IssuerView:
    """An issuer as pages and papers name it.

    Attributes:
        office: The office that answers; may be empty.
        slug: The last part of its address; None for the city's own.
        successor: The name of who answers for it since it ended.
        keys: The newest first.
    """

    did: str
    slug: str | None
    organization_id: "uuid.UUID | None"
    name: str
    office: str
    founded_on: "date | None"
    ended_on: "date | None"
    successor: str
    keys: tuple[KeyView, ...] = ()

    @property
    def can_sign(self) -> bool:
        """Whether it has what it takes to sign, as far as the record tells."""
        return {"RS256", "Ed25519"} <= {key.alg for key in self.keys if key.state == "active"}


def issuer_facts(session: "Session", issuer: str, *, city: str) -> IssuerFacts:
    """Return how an issuer is named in what is signed now; ``city`` names one without a row."""
    row = session.get(Issuer, issuer)
    return IssuerFacts(issuer, city if row is None else row.name, f"{did.base_url(issuer)}/")


def issuer_view(session: "Session", issuer: str, *, city: str) -> IssuerView:
    """Return an issuer as papers name it."""
    row = session.get(Issuer, issuer)
    if row is None:
        return _unnamed(issuer, city)
    after = session.get(Issuer, row.successor_did) if row.successor_did else None
    return _view(row, {} if after is None else {after.did: after})


def all_issuers(session: "Session", *, city: str) -> list[IssuerView]:
    """Return every issuer with its keys, in two queries: the city's own first, then by name."""
    own = identity.installation(session).issuer_did
    rows = {row.did: row for row in session.scalars(sa.select(Issuer))}
    keys: dict[str, list[KeyView]] = defaultdict(list)
    for key in session.scalars(
        sa.select(IssuerKey).order_by(IssuerKey.created_at.desc(), IssuerKey.alg)
    ):
        since = day_of(key.changed_at or key.created_at)
        keys[key.did].append(KeyView(key.kid, key.alg, key.state, since))
    views = [_view(row, rows) for row in rows.values()]
    if own not in rows:
        views.append(_unnamed(own, city))
    views.sort(key=lambda one: (one.did != own, one.ended_on is not None, one.name))
    return [replace(one, keys=tuple(keys[one.did])) for one in views]


def issuer_for(session: "Session", organization_id: "uuid.UUID | None") -> str:
    """Return who awards for an organization: the nearest issuer at or above it, or the city.

    Where that one has ended, whoever answers for it does.
    """
    line = _line(session, organization_id)
    rows = session.scalars(sa.select(Issuer).where(Issuer.organization_id.in_(line)))
    found = {row.organization_id: row for row in rows}
    near = next((found[place] for place in line if place in found), None)
    steps = 0
    while near is not None and near.ended_on is not None and steps < MOST_MERGERS:
        near = session.get(Issuer, near.successor_did) if near.successor_did else None
        steps += 1
    if near is None or near.ended_on is not None:
        return identity.installation(session).issuer_did
    return near.did


def at_path(session: "Session", path: str) -> str | None:
    """Return the issuer whose document is served at ``path``; None where there is none."""
    own = identity.installation(session).issuer_did
    names = [own, *session.scalars(sa.select(Issuer.did).where(Issuer.did != own))]
    return next((name for name in names if did.document_path(name) == path), None)


def named(session: "Session", slug: str) -> Issuer:
    """Return an issuer beside the city's own.

    Raises:
        NoResultFound: There is none of that address.
    """
    return session.scalars(sa.select(Issuer).where(Issuer.slug == slug)).one()


def _line(session: "Session", organization_id: "uuid.UUID | None") -> "list[uuid.UUID]":
    """Return an organization and everything above it, the nearest first."""
    if organization_id is None:
        return []
    parents = {node.id: node.parent_id for node in identity.organization_tree(session)}
    line, step = [], organization_id
    while step in parents and step not in line:
        line.append(step)
        step = parents[step] or step
    return line


def signed_by(session: "Session", kid: str) -> int:
    """Return how many credentials that hold a key signed.

    Raises:
        NoResultFound: There is no such key.
    """
    session.scalars(sa.select(IssuerKey).where(IssuerKey.kid == kid)).one()
    found = session.scalar(
        sa.select(sa.func.count()).where(
            Credential.state == CredentialState.ISSUED,
            sa.or_(Credential.jwt_kid == kid, Credential.di_kid == kid),
        )
    )
    return found or 0


def _unnamed(issuer: str, city: str) -> IssuerView:
    """Return the city's own issuer, whose office nobody has named yet."""
    return IssuerView(issuer, None, None, city, "", None, None, "")


def _view(row: Issuer, others: "Mapping[str, Issuer]") -> IssuerView:
    after = others.get(row.successor_did or "")
    return IssuerView(
        row.did,
        row.slug,
        row.organization_id,
        row.name,
        row.office,
        row.founded_on,
        row.ended_on,
        "" if after is None else after.name,
    )
