"""Reading providers, whose people they are for, and what is linked."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.federation.models import FederatedIdentity, Provider
from app.federation.rules import SignOut, Terms
from app.identity.models import Organization
from app.identity.queries import Person, administered_by, organization_tree

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class WayIn:
    """A provider's button: what it says, and its name in addresses."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A provider by value: it is held while the network is asked, and no transaction is.

    ``place`` is the name of its organization; see ``models.Provider`` for the rest.
    """

    id: uuid.UUID
    slug: str
    name: str
    issuer: str
    client_id: str
    client_secret_sealed: str = field(repr=False)
    organization_id: uuid.UUID
    place: str
    terms: Terms
    sign_out: str


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A line of the administrators' list; ``linked`` counts people."""

    id: uuid.UUID
    slug: str
    name: str
    issuer: str
    organization: str
    is_open: bool
    is_listed: bool
    linked: int


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """An account elsewhere that opens the door for somebody."""

    id: uuid.UUID
    provider: str
    is_open: bool
    last_used_on: date | None


def listed(session: "Session") -> list[WayIn]:
    """Return the providers whose buttons stand on everybody's sign-in page, in 建制順."""
    rows = session.execute(
        sa.select(Provider.slug, Provider.name)
        .join(Organization, Organization.id == Provider.organization_id)
        .where(Provider.is_open, Provider.is_listed)
        .order_by(Organization.position, Organization.name, Provider.name)
    )
    return [WayIn(row.slug, row.name) for row in rows]


def open_provider(session: "Session", slug: str) -> ProviderView:
    """Return the provider of this address.

    Raises:
        NoResultFound: There is none, or it is switched off.
    """
    found, place = session.execute(
        sa.select(Provider, Organization.name)
        .join(Organization, Organization.id == Provider.organization_id)
        .where(Provider.slug == slug, Provider.is_open)
    ).one()
    return ProviderView(
        id=found.id,
        slug=found.slug,
        name=found.name,
        issuer=found.issuer,
        client_id=found.client_id,
        client_secret_sealed=found.client_secret_sealed,
        organization_id=found.organization_id,
        place=place,
        terms=found.terms,
        sign_out=found.sign_out,
    )


def sheet(session: "Session") -> list[tuple[str, str, str]]:
    """Return (issuer, name, place) of every open way in, as the city's sheet names them."""
    rows = session.execute(
        sa.select(Provider.issuer, Provider.name, Organization.name.label("place"))
        .join(Organization, Organization.id == Provider.organization_id)
        .where(Provider.is_open)
        .order_by(Provider.issuer, Provider.name)
    )
    return [(row.issuer, row.name, row.place) for row in rows]


def signs_out(session: "Session", slug: str) -> bool:
    """Say whether a provider still is a way in, and signing out here leads on to it."""
    asked = sa.exists().where(
        Provider.slug == slug, Provider.is_open, Provider.sign_out != SignOut.NEVER
    )
    return bool(session.scalar(sa.select(asked)))


def providers_within(session: "Session", administrator: Person) -> list[ProviderRow]:
    """Return the providers of the organizations that somebody administers, in 建制順."""
    reach = administered_by(session, administrator)
    linked = (
        sa.select(sa.func.count())
        .where(FederatedIdentity.provider_id == Provider.id)
        .correlate(Provider)
        .scalar_subquery()
    )
    asked = (
        sa.select(Provider, Organization.name.label("place"), linked.label("linked"))
        .join(Organization, Organization.id == Provider.organization_id)
        .order_by(Organization.position, Organization.name, Provider.name)
    )
    if not reach.is_whole:
        asked = asked.where(Provider.organization_id.in_(reach.organization_ids))
    return [_row(found, place, linked) for found, place, linked in session.execute(asked)]


def managed_provider(session: "Session", provider_id: uuid.UUID, by: Person) -> Provider:
    """Return a provider of an organization that somebody administers.

    Raises:
        NoResultFound: There is none, or not within reach: the two look alike.
    """
    found = session.get(Provider, provider_id)
    reach = administered_by(session, by)
    if found is None or not (reach.is_whole or found.organization_id in reach.organization_ids):
        raise NoResultFound
    return found


def places_for(session: "Session", administrator: Person) -> Sequence[tuple[uuid.UUID, str, int]]:
    """Return id, name and depth of the organizations somebody administers, in 建制順."""
    reach = administered_by(session, administrator)
    return [
        (node.id, node.name, node.depth)
        for node in organization_tree(session)
        if reach.is_whole or node.id in reach.organization_ids
    ]


def below(session: "Session", organization_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return an organization and everything below it."""
    parents = {node.id: node.parent_id for node in organization_tree(session)}
    return frozenset(one for one in parents if organization_id in _line(one, parents))


def linked_accounts(session: "Session", user_id: uuid.UUID) -> list[LinkedAccount]:
    """Return what is linked to somebody."""
    rows = session.execute(
        sa.select(FederatedIdentity, Provider)
        .join(Provider, Provider.id == FederatedIdentity.provider_id)
        .where(FederatedIdentity.user_id == user_id)
        .order_by(Provider.name)
    )
    return [
        LinkedAccount(link.id, provider.name, provider.is_open, link.last_used_on)
        for link, provider in rows
    ]


def providers_for(session: "Session", who: Person) -> list[WayIn]:
    """Return the providers that somebody could link: of their places, or of those above them."""
    parents = {node.id: node.parent_id for node in organization_tree(session)}
    places = {place for post in who.all_posts for place in _line(post.organization_id, parents)}
    taken = sa.select(FederatedIdentity.provider_id).where(FederatedIdentity.user_id == who.id)
    rows = session.execute(
        sa.select(Provider.slug, Provider.name)
        .where(Provider.is_open, Provider.organization_id.in_(places), Provider.id.not_in(taken))
        .order_by(Provider.name)
    )
    return [WayIn(row.slug, row.name) for row in rows]


def _line(place: uuid.UUID, parents: Mapping[uuid.UUID, uuid.UUID | None]) -> Iterable[uuid.UUID]:
    line: list[uuid.UUID] = []
    step: uuid.UUID | None = place
    while step is not None and step not in line:
        line.append(step)
        step = parents.get(step)
    return line


def _row(found: Provider, place: str, linked: int) -> ProviderRow:
    return ProviderRow(
        id=found.id,
        slug=found.slug,
        name=found.name,
        issuer=found.issuer,
        organization=place,
        is_open=found.is_open,
        is_listed=found.is_listed,
        linked=linked,
    )
