"""Tables of agreements and who signed them."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Model
from app.identity.models import Organization


class AgreementPurpose(enum.StrEnum):
    """What may cross between the parties."""

    NAMES = "names"
    """Names and school years of pupils who work together with the others."""
    MENTORING = "mentoring"
    """Adults of one party advise pupils of another, before a teacher's eyes."""
    PHOTOS = "photos"
    """Pictures and recordings of joint work."""
    RECORDS = "records"
    """Learning records, for making lessons better."""


class Agreement(Model):
    """A 協定, from its first day to its last, both included.

    ``purposes`` are values of ``AgreementPurpose``. ``ended_on`` is the day on which it was ended
    early; it holds no more on that day.

    Data classes: id IV, title IV, purposes IV, terms IV, starts_on IV, ends_on IV, ended_on IV,
    created_at IV, created_by_id III.
    """

    __tablename__ = "agreement"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    title: Mapped[str] = mapped_column(sa.String(120))
    purposes: Mapped[list[str]]
    terms: Mapped[str] = mapped_column(sa.String(2000), default="")
    """In a few words: what is agreed, who answers for it, where the paper is."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    parties: Mapped[list["AgreementParty"]] = relationship(cascade="all, delete-orphan")


class AgreementParty(Base):
    """One organization that signed.

    Data classes: agreement_id IV, organization_id IV.
    """

    __tablename__ = "agreement_party"

    agreement_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("agreement.id"), primary_key=True
    )
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), primary_key=True, index=True
    )
    organization: Mapped[Organization] = relationship()
