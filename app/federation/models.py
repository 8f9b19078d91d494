"""Providers of sign-in, whose subject is whom, and which ways back are spent."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Model
from app.federation.rules import Terms
from app.identity.models import Organization


class Provider(Model):
    """Who may vouch for the people of an organization, and of all below it.

    ``is_listed``: its button stands on everybody's sign-in page; otherwise only those find it who
    know its address, ``/sign-in/<slug>``.

    Data classes: id IV, slug IV, name IV, issuer IV, client_id II, client_secret_sealed I,
    organization_id IV, mail_domains IV, tenant IV, roster_claim IV, is_listed IV, is_open IV,
    sign_out IV, created_at IV, created_by_id III.
    """

    __tablename__ = "sign_in_provider"

    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    """What its button says."""
    issuer: Mapped[str] = mapped_column(sa.String(300))
    client_id: Mapped[str] = mapped_column(sa.String(300))
    client_secret_sealed: Mapped[str] = mapped_column(sa.Text)
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    mail_domains: Mapped[list[str]]
    """Where an address must be; empty for anywhere."""
    tenant: Mapped[str] = mapped_column(sa.String(120), default="")
    """What ``hd`` or ``tid`` must be; empty for anything."""
    roster_claim: Mapped[str] = mapped_column(sa.String(100), default="")
    """The claim that holds a person's ID; empty for none."""
    is_listed: Mapped[bool] = mapped_column(default=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    sign_out: Mapped[str] = mapped_column(sa.String(10), default="ask", server_default="ask")
    """Whether signing out here leads on to signing out there: a value of ``rules.SignOut``."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    organization: Mapped[Organization] = relationship()

    @property
    def terms(self) -> Terms:
        """For whom it may vouch."""
        return Terms(tuple(self.mail_domains), self.tenant, self.roster_claim)


class FederatedIdentity(Model):
    """That a provider's subject is a person here: one of each.

    Data classes: id IV, provider_id III, user_id III, subject II, linked_at III,
    last_used_on III.
    """

    __tablename__ = "federated_identity"
    __table_args__ = (
        sa.UniqueConstraint("provider_id", "subject"),
        sa.UniqueConstraint("provider_id", "user_id"),
    )

    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("sign_in_provider.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(255))
    linked_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    """The day only, as ``User.last_signed_in_on``."""
    provider: Mapped[Provider] = relationship()


class SpentState(Base):
    """A way back that was used; kept as long as it could be tried again.

    Data classes: digest IV, spent_at IV.
    """

    __tablename__ = "spent_sign_in_state"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the state."""
    spent_at: Mapped[datetime] = mapped_column(index=True)
