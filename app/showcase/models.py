"""Tables of what projects show, how people want to be credited, and what was said of it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Json, Model
from app.projects.models import Project
from app.showcase.rules import CommentState, Content, Press, State, Wish


class Showcase(Base):
    """The page of one project, from its first draft on.

    ``content`` is what the team writes, ``published`` the copy that the public reads; both are
    ``rules.Content``, and ``press`` is ``rules.Press``. ``awaited_seen`` and ``pictures_seen``
    are how much held it back (people whose answers are awaited, pictures that cannot be shown),
    and how many pictures it showed, at the last look: what changed since is told to the teachers.

    Data classes: project_id IV, state IV, content IV, published IV, press IV, edition IV,
    said IV, changed_at IV, changed_by_id III, handed_in_by_id III, first_published_at IV,
    published_at IV, published_by_id III, withdrawn_at IV, awaited_seen IV, pictures_seen IV.
    """

    __tablename__ = "showcase"
    __table_args__ = (
        sa.CheckConstraint(
            "state <> 'public' OR (published_at IS NOT NULL AND first_published_at IS NOT NULL)",
            name="public_has_its_day",
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawn_at IS NOT NULL", name="withdrawn_has_its_day"
        ),
        sa.Index("ix_showcase_state_published", "state", "first_published_at"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    content: Mapped[Json] = mapped_column(default=dict)
    published: Mapped[Json] = mapped_column(default=dict)
    """What the public reads; empty until it was public for the first time."""
    press: Mapped[Json] = mapped_column(default=dict)
    edition: Mapped[int] = mapped_column(default=1)
    said: Mapped[str] = mapped_column(sa.String(300), default="")
    """What the teacher said when it was given back."""
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    handed_in_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    first_published_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    awaited_seen: Mapped[int] = mapped_column(default=0)
    pictures_seen: Mapped[int] = mapped_column(default=0)
    project: Mapped[Project] = relationship()

    @property
    def working(self) -> Content:
        """What the team writes."""
        return Content.from_json(self.content)

    @property
    def public(self) -> Content:
        """What the public reads."""
        return Content.from_json(self.published)

    @property
    def press_words(self) -> Press:
        """What press gets besides."""
        return Press.from_json(self.press)

    @property
    def is_ahead(self) -> bool:
        """Whether the public reads something else than what the team has written since."""
        return self.state is State.PUBLIC and self.content != self.published


class ShowcaseCredit(Base):
    """How a member wants to be credited; who has no row is counted and not named.

    ``shows_me`` is an adult's own word on pictures on the page, ``airs_me`` on press and
    broadcasting. ``was_named`` is whether the page named them
    at the last look.

    Data classes: project_id III, user_id III, wish II, said_as_minor II, shows_me II, airs_me II,
    said_at II, was_named II.
    """

    __tablename__ = "showcase_credit"

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("user.id"), primary_key=True, index=True
    )
    wish: Mapped[Wish]
    said_as_minor: Mapped[bool] = mapped_column(default=False)
    shows_me: Mapped[bool] = mapped_column(default=False)
    airs_me: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    said_at: Mapped[datetime]
    was_named: Mapped[bool] = mapped_column(default=False)


class ShowcaseComment(Model):
    """What an adult says under a page, under the name that they chose for it.

    Data classes: id IV, project_id IV, user_id II, called II, text II, state IV, reason III,
    written_at II, decided_at III, decided_by_id III.
    """

    __tablename__ = "showcase_comment"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"
        ),
        sa.Index("ix_showcase_comment_project_state", "project_id", "state", "written_at"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("showcase.project_id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    called: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.String(400))
    state: Mapped[CommentState] = mapped_column(default=CommentState.WAITING)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why it is not shown; the writer reads it."""
    written_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
