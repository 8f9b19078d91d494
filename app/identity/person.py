"""A person by value: what pages, policies and other packages may know of a user."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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

    Whoever is asking has ``posts`` of the one stance they act in; all of anybody's current posts
    are in ``all_posts``. The package's docstring says what follows which.

    Attributes:
        actor_name: The opaque account name in xAPI statements.
        login: The login id, or else the e-mail address; empty for neither.
        grade: 1–12 for pupils (7 is 中学1年, 10 is 高校1年); None for everybody else.
        display: Chosen display settings, as ``app.identity.display`` keeps them.
        name_order: What lists sort by when place and number are equal.
        posts: The current posts that count now.
        held: All current posts, where not all of them count now.
        is_guest: Learns without an account, and has no name; see ``models.User``.
        is_merged: The account was merged into another of the same person, which stays.
        factor_edition: Changes with whatever organizations say of second factors; told of one
            person, not of many.
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
    held: tuple[PostView, ...] | None = None
    is_merged: bool = False
    factor_edition: str = ""

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
    def all_posts(self) -> tuple[PostView, ...]:
        """Every current post, whichever the person acts in; the primary one first."""
        return self.posts if self.held is None else self.held

    @property
    def stances(self) -> tuple[tuple[PostView, ...], ...]:
        """What the person may act as: their posts, those together that count together."""
        found: dict[tuple[uuid.UUID, str], list[PostView]] = {}
        for post in self.all_posts:
            found.setdefault(_stance_of(post), []).append(post)
        return tuple(tuple(posts) for posts in found.values())

    def acting_in(self, post_id: uuid.UUID | None) -> "Person":
        """Return the person as they are in one of their posts; in the main one for any other."""
        if len(self.all_posts) <= 1:
            return self
        stances = self.stances
        asked = (one for one in stances if any(post.id == post_id for post in one))
        return replace(self, posts=next(asked, stances[0]), held=self.all_posts)

    @property
    def acting(self) -> PostView | None:
        """The post the person acts in; for whoever is not asking, the main one."""
        return self.posts[0] if self.posts else None

    @property
    def acting_id(self) -> uuid.UUID | None:
        """The id of that post, as the log of acts keeps it."""
        return None if self.acting is None else self.acting.id

    @property
    def audience(self) -> rules.Audience:
        """Whose pages this person sees; a minor sees a child's in every post."""
        return "child" if self.is_minor else rules.audience_of(None, _places(self.posts))

    @property
    def is_minor(self) -> bool:
        """Whether this person is under age; no choice of a post changes it."""
        return rules.is_minor(self.grade, _places(self.all_posts))

    @property
    def works_for_city(self) -> bool:
        """Whether any post is of the city's staff, acted in or not."""
        return not self.is_minor and rules.audience_of(None, _places(self.all_posts)) == "staff"

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that count now. Someone without a post learns, and has no role."""
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
        """Say whether any post that counts now gives one of ``roles``."""
        return not self.roles.isdisjoint(roles)


def _places(posts: Iterable[PostView]) -> list[tuple[str, str]]:
    return [(post.organization_kind, post.role) for post in posts]


def _stance_of(post: PostView) -> tuple[uuid.UUID, str]:
    """Return what posts have in common that count together: the place, and being of it."""
    return (post.organization_id, post.role if post.role in rules.OUTSIDERS else "")
