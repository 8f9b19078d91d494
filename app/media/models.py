"""The files of the media library."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.media.rules import MediaKind

LONGEST_TITLE = 120
LONGEST_CREDIT = 200
LONGEST_ALT = 4_000
"""Characters. For a picture a sentence; for a recording all that is said in it."""


class MediaFile(Model):
    """A file of an organization's library: what it is, and what a course has to say of it.

    The bytes lie in the storage under their hash. The same bytes may be in the libraries of two
    organizations; they lie there once.

    Data classes: id IV, organization_id IV, sha256 IV, suffix IV, kind IV, size IV, width IV,
    height IV, seconds IV, has_small IV, title IV, alt IV, license IV, credit II, captions IV,
    uploaded_by_id III, uploaded_at IV.
    """

    __tablename__ = "media_file"
    __table_args__ = (
        sa.UniqueConstraint("organization_id", "sha256"),
        sa.CheckConstraint("size > 0", name="size_positive"),
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name="both_sides"),
        sa.CheckConstraint("seconds >= 0", name="seconds_not_negative"),
        sa.CheckConstraint("captions IS NULL OR kind = 'video'", name="captions_of_videos"),
    )

    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    """Whose library it is in."""

    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    """Of the bytes as they are kept, and as courses hold them."""

    suffix: Mapped[str] = mapped_column(sa.String(4))
    """A key of ``rules.TYPES``."""

    kind: Mapped[MediaKind]
    size: Mapped[int]
    """Bytes."""

    width: Mapped[int | None]
    height: Mapped[int | None]
    """Pixels, of a picture."""

    seconds: Mapped[int | None]
    """How long a recording is, where the file says so."""

    has_small: Mapped[bool] = mapped_column(default=False)
    """Whether a small copy lies beside it, for lists."""

    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    alt: Mapped[str] = mapped_column(sa.Text, default="")
    """What is on a picture; what is said and shown in a recording; what a file is."""

    license: Mapped[str] = mapped_column(sa.String(40), default="")
    """A key of ``catalog.licenses``; "" while nobody has said."""

    credit: Mapped[str] = mapped_column(sa.String(LONGEST_CREDIT), default="")
    """Whom to name."""

    captions: Mapped[str | None] = mapped_column(sa.Text)
    """A video's captions, as WebVTT."""

    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    uploaded_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """Its name in the storage."""
        return f"{self.sha256}.{self.suffix}"

    @property
    def small_key(self) -> str:
        """The name of its small copy."""
        return f"{self.sha256}-small.webp"
