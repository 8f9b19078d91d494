"""Tables of people, organizations and how they get in."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.db import Base, Json, Model
from app.identity import rules


class OrganizationKind(enum.StrEnum):
    """What a place is."""

    CITY = "city"
    DEPARTMENT = "department"
    BOARD = "board"
    SCHOOL = "school"
    UNIVERSITY = "university"
    COMPANY = "company"
    SHOP = "shop"


class Role(enum.StrEnum):
    """What a person does at a place."""

    LEARNER = "learner"
    TEACHER = "teacher"
    HR = "hr"
    MANAGER = "manager"
    """Heads a department (所属長), and answers for those in it and below."""
    PARTNER = "partner"
    GUARDIAN = "guardian"
    ADMINISTRATOR = "administrator"


class LinkPurpose(enum.StrEnum):
    """What a one-time link is for."""

    RESET = "reset"
    INVITE = "invite"


class Organization(Model):
    """A place in the city's tree.

    ``position`` is the rank among its siblings in 建制順, the order in which the city lists its
    own parts. ``founder`` is a school's 設置者 (市立, 県立, …): it decides whose data its pupils'
    are. ``school_levels`` holds the first letters of the Japan Profile's grade codes, one for
    each level a school has: P, J, H, or PJ for a 義務教育学校, JH for a 中等教育学校. It is no
    kind of its own, because every rule about schools holds for all of them; what the letters
    settle is which school years there are, and after which its pupils leave.

    Data classes: id IV, sourced_id IV, identifier IV, name IV, kind IV, parent_id IV, position IV,
    founder IV, school_levels IV, closed_on IV.
    """

    __tablename__ = "organization"
    __table_args__ = (
        sa.CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        sa.CheckConstraint("position BETWEEN 0 AND 89999", name="position_range"),
        sa.CheckConstraint(
            "founder IS NULL OR kind IN ('school', 'university')", name="founder_of_schools"
        ),
        sa.CheckConstraint(
            "school_levels IS NULL OR"
            " (kind = 'school' AND school_levels IN ('P', 'J', 'H', 'PJ', 'JH', 'PJH'))",
            name="levels_of_schools",
        ),
    )

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    """OneRoster's id, once a roster has named this place."""
    identifier: Mapped[str | None] = mapped_column(sa.String(20), unique=True, index=True)
    """文科省学校コード of a school, 教育委員会コード of a board of education."""
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[OrganizationKind]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    founder: Mapped[str | None] = mapped_column(sa.String(60))
    school_levels: Mapped[str | None] = mapped_column(sa.String(3))
    closed_on: Mapped[date | None]
    """The last day on which it was there; it takes no posts after that, and keeps those it had."""


class User(Model):
    """A person who can be signed in.

    ``actor_name`` is the name in xAPI statements: random, so that a statement outside this house
    names nobody. ``session_epoch`` stands in every session cookie; raising it ends them all.
    ``name_order`` follows from the readings, and is what lists sort by.
    ``settings`` holds display choices (``display``) and, in a demo, the sign-in card (``card``).

    A *guest* is somebody who learns without an account: an actor and nothing else. That no name,
    login, address or password can be kept of one is checked here, by the database.

    ``sourced_id`` and ``master_identifier`` are OneRoster's ids of the person, kept as they came.

    Data classes: id III, sourced_id III, master_identifier II, actor_name II, login_id II,
    email II, password_hash I, family_name II, given_name II, family_kana II, given_kana II,
    name_order II, nickname II, grade II, is_demo IV, is_guest IV, settings III, session_epoch III,
    created_at III, last_signed_in_on III, disabled_at III, merged_into_id III.
    """

    __tablename__ = "user"
    __table_args__ = (
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name="grade_range"),
        sa.CheckConstraint("login_id NOT LIKE '%@%'", name="login_id_is_no_email"),
        sa.CheckConstraint("is_guest OR family_name <> '' OR given_name <> ''", name="has_a_name"),
        sa.CheckConstraint(
            "NOT is_guest OR (login_id IS NULL AND email IS NULL AND password_hash IS NULL"
            " AND nickname IS NULL AND grade IS NULL AND family_name = '' AND given_name = ''"
            " AND family_kana = '' AND given_kana = '')",
            name="guest_is_nobody",
        ),
    )

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)
    master_identifier: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)
    actor_name: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    login_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(160))
    family_name: Mapped[str] = mapped_column(sa.String(60), default="")
    given_name: Mapped[str] = mapped_column(sa.String(60), default="")
    family_kana: Mapped[str] = mapped_column(sa.String(60), default="")
    given_kana: Mapped[str] = mapped_column(sa.String(60), default="")
    name_order: Mapped[str] = mapped_column(sa.String(400), default="", index=True)
    nickname: Mapped[str | None] = mapped_column(sa.String(40))
    grade: Mapped[int | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[Json] = mapped_column(default=dict)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_signed_in_on: Mapped[date | None]
    """The day only: when in the day somebody learns is nobody's business."""
    disabled_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """The account of the same person that took this one over; it is disabled since."""
    posts: Mapped[list["Post"]] = relationship(back_populates="user", order_by="Post.starts_on")

    @property
    def name(self) -> str:
        """The name as a list prints it."""
        return f"{self.family_name} {self.given_name}".strip()

    @validates("family_name", "given_name", "family_kana", "given_kana")
    def _keep_in_order(self, field: str, value: str) -> str:
        parts = {
            key: getattr(self, key) or ""
            for key in ("family_name", "given_name", "family_kana", "given_kana")
        } | {field: value}
        name = f"{parts['family_name']} {parts['given_name']}".strip()
        self.name_order = rules.name_key(parts["family_kana"], parts["given_kana"], name)
        return value


class Post(Model):
    """A person's place and role in one organization; several at once are normal (兼務).

    It holds from ``starts_on`` to ``ends_on``, both days included. A person has at most one open
    primary post: the place they are listed under.

    ``sourced_id`` and ``roster_role`` are OneRoster's id and finer word (``principal``) for it.

    Data classes: id IV, sourced_id IV, roster_role III, user_id III, organization_id III,
    role III, title III, is_primary III, attendance_number II, starts_on III, ends_on III,
    ended_by_closing III, planned_end_on III.
    """

    __tablename__ = "post"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "organization_id", "role", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("attendance_number >= 1", name="attendance_number_from_one"),
        sa.Index(
            "uq_post_open_primary",
            "user_id",
            unique=True,
            sqlite_where=sa.text("is_primary AND ends_on IS NULL"),
            postgresql_where=sa.text("is_primary AND ends_on IS NULL"),
        ),
    )

    sourced_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)
    roster_role: Mapped[str | None] = mapped_column(sa.String(32))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    role: Mapped[Role]
    title: Mapped[str] = mapped_column(sa.String(60), default="")
    is_primary: Mapped[bool] = mapped_column(default=False)
    attendance_number: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_by_closing: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """It ended because its place was closed, and goes on where that is opened again."""
    planned_end_on: Mapped[date | None]
    """Of a post that a closing ended: the day on which it would have ended without."""
    user: Mapped[User] = relationship(back_populates="posts")
    organization: Mapped[Organization] = relationship()


class Installation(Base):
    """The names this installation gave itself at its first start; one row, never changed.

    Statements and credentials out in the world carry these names, so they must outlive a move of
    the site: they do not follow PUBLIC_URL.

    Data classes: singleton IV, iri_base IV, actor_home_page IV, issuer_did IV, created_at IV.
    """

    __tablename__ = "installation"
    __table_args__ = (sa.CheckConstraint("singleton = 1", name="one_row"),)

    singleton: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    iri_base: Mapped[str] = mapped_column(sa.String(300))
    """Activities are ``<iri_base>/<course>/<key>``."""
    actor_home_page: Mapped[str] = mapped_column(sa.String(300))
    """``account.homePage`` of every actor."""
    issuer_did: Mapped[str] = mapped_column(sa.String(300))
    created_at: Mapped[datetime]


class OneTimeLink(Model):
    """A link that lets somebody choose a password once; the table never holds its token.

    Data classes: id IV, user_id III, purpose III, token_sha256 I, expires_at IV, used_at III,
    created_at III, created_by_id III.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (sa.CheckConstraint("expires_at > created_at", name="lives_a_while"),)

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """When it was used, or voided by a newer one."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """The administrator; null when asked for by mail or made by the command line."""
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class Bookmark(Base):
    """A guest's しおり: four words that lead back to where they were.

    ``words_hmac`` is HMAC-SHA-256 of the words under the installation's secret: see
    ``service.bookmarks``. A secret that is lost closes every しおり.

    Data classes: user_id III, words_hmac I, last_used_on III.
    """

    __tablename__ = "bookmark"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    words_hmac: Mapped[str] = mapped_column(sa.String(64), unique=True)
    last_used_on: Mapped[date]
    """The day of making, or of the last opening."""


class SignInAttempt(Base):
    """How often one account was tried from one address; see the package's docstring.

    ``account`` is the SHA-256 of what was typed as login: people type passwords there by mistake.
    For everything about a しおり it is one and the same, and ``address`` is a keyed hash. Rows go
    30 days after the last try.

    Data classes: account III, address II, window_started_at III, failures III, tried_at III,
    succeeded_at II.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        sa.CheckConstraint("failures >= 0", name="failures_not_negative"),
        sa.Index("ix_sign_in_attempt_address_window", "address", "window_started_at"),
    )

    account: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    window_started_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    """Tries since ``window_started_at`` without a success after them, those under way included.

    A しおり's success takes back its own try only.
    """
    tried_at: Mapped[datetime] = mapped_column(index=True)
    succeeded_at: Mapped[datetime | None]
