"""Whom the people of a partner may bring into a project."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes import queries as classes
from app.classes.models import EnrollmentRole
from app.classes.queries import ClassRow
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind, Role
from app.projects.models import ProjectPartner
from app.projects.rules import PartnerRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be brought in: for a pupil with the number, for others with the post."""

    user_id: uuid.UUID
    name: str
    note: str


def own_classes(
    session: "Session", school_ids: "Collection[uuid.UUID]", teacher: "Person", *, on: date
) -> list[ClassRow]:
    """Return the classes whose pupils somebody may bring in: those they teach; two queries."""
    return classes.classes_of(session, school_ids, on=on, taught_by=teacher.id)


def pupils_of(session: "Session", class_id: uuid.UUID, *, on: date) -> list[Candidate]:
    """Return the pupils of a class on a day, 出席番号順; one query."""
    return [
        Candidate(
            one.user_id,
            f"{one.user.family_name} {one.user.given_name}".strip(),
            "" if one.attendance_number is None else str(one.attendance_number),
        )
        for one in classes.members(session, class_id)
        if one.role is EnrollmentRole.STUDENT and classes.holds(one, on)
    ]


def adults_found(
    session: "Session", who: "Person", organization_id: uuid.UUID, words: str, *, on: date
) -> list[Candidate]:
    """Return the adults of an organization, and below it, whose name begins so; three queries."""
    if not words.strip():
        return []
    parents = parents_of(session)
    return [
        Candidate(one.id, one.name, post.organization_name)
        for one in identity.colleagues(session, who, words, on=on)
        for post in one.posts[:1]
        if belongs(one, organization_id, parents)
    ]


def belongs(
    person: "Person",
    organization_id: uuid.UUID,
    parents: "Mapping[uuid.UUID, uuid.UUID | None]",
) -> bool:
    """Say whether somebody holds a post at an organization, or below it, today.

    A guardian holds none there by that: of the school of their child they are no part.
    """
    return any(
        organization_id in set(_line(post.organization_id, parents))
        for post in person.all_posts
        if post.role is not Role.GUARDIAN
    )


def works_at(
    person: "Person",
    organization_id: uuid.UUID,
    parents: "Mapping[uuid.UUID, uuid.UUID | None]",
) -> bool:
    """Say whether somebody is of age and works at an organization, or below it, today."""
    if person.is_minor or person.is_disabled:
        return False
    return any(
        organization_id in set(_line(post.organization_id, parents))
        for post in person.all_posts
        if post.role not in {Role.GUARDIAN, Role.LEARNER}
    )


def parents_of(session: "Session") -> "dict[uuid.UUID, uuid.UUID | None]":
    """Return the organization above each, in one query."""
    rows = session.execute(sa.select(Organization.id, Organization.parent_id))
    return {place: parent for place, parent in rows}  # noqa: C416  a Row is no pair


def _line(
    place: uuid.UUID, parents: "Mapping[uuid.UUID, uuid.UUID | None]"
) -> "Iterator[uuid.UUID]":
    seen: set[uuid.UUID] = set()
    at: uuid.UUID | None = place
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents.get(at)


# --- organizations -----------------------------------------------------------------------------

KINDS: "Mapping[OrganizationKind, PartnerRole]" = {
    OrganizationKind.SCHOOL: PartnerRole.SCHOOL,
    OrganizationKind.UNIVERSITY: PartnerRole.UNIVERSITY,
    OrganizationKind.DEPARTMENT: PartnerRole.DEPARTMENT,
    OrganizationKind.BOARD: PartnerRole.DEPARTMENT,
    OrganizationKind.CITY: PartnerRole.DEPARTMENT,
    OrganizationKind.COMPANY: PartnerRole.COMPANY,
    OrganizationKind.SHOP: PartnerRole.COMPANY,
}
"""What an organization of a kind is in a project, unless it leads as a school."""


@dataclass(frozen=True, slots=True)
class Place:
    """An organization that could take part."""

    id: uuid.UUID
    name: str
    role: PartnerRole


def places_found(
    session: "Session", words: str, *, but: "Collection[uuid.UUID]" = ()
) -> list[Place]:
    """Return the open organizations whose name holds some words, in 建制順; one query."""
    wanted = words.strip()
    if not wanted:
        return []
    nodes = identity.organization_tree(session)
    names = {node.id: node.name for node in nodes}
    found = [
        Place(node.id, _told(node, names), KINDS[node.kind])
        for node in nodes
        if node.is_open and wanted in node.name and node.id not in but
    ]
    return found[:MOST_FOUND]


def places_named(session: "Session", ids: "Collection[uuid.UUID]") -> list[Place]:
    """Return some open organizations in 建制順; one query."""
    if not ids:
        return []
    nodes = identity.organization_tree(session)
    names = {node.id: node.name for node in nodes}
    return [
        Place(node.id, _told(node, names), KINDS[node.kind])
        for node in nodes
        if node.id in ids and node.is_open
    ]


def _told(node: identity.OrganizationNode, names: "Mapping[uuid.UUID, str]") -> str:
    above = names.get(node.parent_id) if node.parent_id and node.depth > 1 else None
    return f"{above} {node.name}" if above else node.name


def open_partners(session: "Session", project_id: uuid.UUID) -> list[ProjectPartner]:
    """Return the organizations that take part today."""
    return list(
        session.scalars(
            sa.select(ProjectPartner).where(
                ProjectPartner.project_id == project_id, ProjectPartner.left_on.is_(None)
            )
        )
    )
