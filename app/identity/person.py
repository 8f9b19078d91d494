"""A person by value: what pages, policies and other packages may know of a user."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.identity import rules
from app.identity.models import OrganizationKind, Role

AUTHORING_ROLES: Final = frozenset({Role.TEACHER, Role.ADMINISTRATOR})
"""Who authors for an organization: those who teach there, and those who administer it."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A current post: where, and as what."""

    id: uuid.UUID
    organization_id: uuid.UUID
    organization_name: str
    organization_kind: OrganizationKind
    role: Role
    title: str
    is_primary: bool
    attendance_number: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """A user with their current posts, the primary one first.

    Attributes:
        actor_name: The opaque account name in xAPI statements.
        login: The login id, or else the e-mail address; empty for neither.
        grade: 1–12 for pupils (7 is 中学1年, 10 is 高校1年); None for everybody else.
        display: Chosen display settings, as ``app.identity.display`` keeps them.
        name_order: What lists sort by when place and number are equal.
        is_guest: Learns without an account, and has no name; see ``models.User``.
    """

    id: uuid.UUID
    actor_name: uuid.UUID
    login: str
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    nickname: str | None
    grade: int | None
    is_demo: bool
    is_disabled: bool
    session_epoch: int
    name_order: str
    display: Mapping[str, str] = field(default_factory=dict)
    posts: tuple[PostView, ...] = ()
    is_guest: bool = False

    @property
    def name(self) -> str:
        """The whole name, 「森 さくら」."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def kana(self) -> str:
        """The whole reading in katakana, or nothing."""
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def called(self) -> str:
        """How a page addresses the person, さん not included: children by their given name."""
        if self.grade is not None and self.given_name:
            return self.given_name
        return self.name

    @property
    def audience(self) -> rules.Audience:
        """Whose pages this person sees."""
        return rules.audience_of(self.grade, self._places)

    @property
    def is_minor(self) -> bool:
        """Whether this person is under age."""
        return rules.is_minor(self.grade, self._places)

    @property
    def _places(self) -> list[tuple[str, str]]:
        return [(post.organization_kind, post.role) for post in self.posts]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of all current posts. Someone without a post learns, and has no role."""
        return frozenset(post.role for post in self.posts)

    @property
    def main_post(self) -> PostView | None:
        """The post the person is listed under."""
        return self.posts[0] if self.posts else None

    @property
    def administers_city(self) -> bool:
        """Whether this person administers the city itself, and so everything in it."""
        return any(
            post.role is Role.ADMINISTRATOR and post.organization_kind is OrganizationKind.CITY
            for post in self.posts
        )

    @property
    def authors_for(self) -> tuple[uuid.UUID, ...]:
        """The organizations for which this person authors courses, the main one first."""
        return tuple(p.organization_id for p in self.posts if p.role in AUTHORING_ROLES)

    def has_role(self, *roles: Role) -> bool:
        """Say whether any current post gives one of ``roles``."""
        return not self.roles.isdisjoint(roles)
