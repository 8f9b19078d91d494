"""Tables of achievements, credentials, keys and their public status."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.credentials import codes
from app.db import Base, Json, Model

BigSerial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class CredentialState(enum.StrEnum):
    """How far a credential has come. Revocation is final: what holds again is a new credential."""

    PENDING = "pending"
    ISSUED = "issued"
    REVOKED = "revoked"


class Visibility(enum.StrEnum):
    """Who may open a credential's page besides its holder."""

    PRIVATE = "private"
    LINK = "link"


class KeyState(enum.StrEnum):
    """The life of a signing key. All but compromised ones stay in the issuer's document."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class DeliveryState(enum.StrEnum):
    """How far a credential is on its way to a registry."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"


class CorrectionReason(enum.StrEnum):
    """Why a credential is signed anew, under the same id."""

    MISTAKE = "mistake"
    ISSUER = "issuer"
    KEY = "key"
    PROGRESS = "progress"


class AuditEvent(enum.StrEnum):
    """What was done with a credential."""

    AWARDED = "awarded"
    ISSUED = "issued"
    SHARED = "shared"
    UNSHARED = "unshared"
    DELIVERED = "delivered"
    REFUSED = "refused"
    REVOKED = "revoked"
    CORRECTED = "corrected"


class Issuer(Base):
    """An issuer beside the city's own one: a school, a university, a company.

    ``did`` is its identity for ever; ``name`` and ``office`` are what is printed from now on. The
    city's own issuer has a row once somebody has named its office. An issuer that ends keeps
    everything that verifiers fetch; ``successor_did`` tells who answers for it (市町村合併).

    Data classes: did IV, slug IV, organization_id IV, name IV, office IV, founded_on IV,
    ended_on IV, successor_did IV.
    """

    __tablename__ = "credential_issuer"
    __table_args__ = (
        sa.CheckConstraint("successor_did <> did", name="not_its_own_successor"),
        sa.CheckConstraint(
            "successor_did IS NULL OR ended_on IS NOT NULL", name="successor_of_what_ended"
        ),
    )

    did: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    slug: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    """The last part of its address; null for the city's own issuer."""
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("organization.id"), unique=True
    )
    name: Mapped[str] = mapped_column(sa.String(120))
    office: Mapped[str] = mapped_column(sa.String(120), default="")
    """The office that answers, as a certificate prints it: 「デジタル行政課」."""
    founded_on: Mapped[date]
    ended_on: Mapped[date | None]
    successor_did: Mapped[str | None] = mapped_column(sa.ForeignKey("credential_issuer.did"))


class IssuerKey(Model):
    """The public half of a signing key; the private half is a file (``keys.KeyFolder``).

    A row is never deleted: what it signed must stay verifiable.

    Data classes: id IV, did IV, kid IV, alg IV, jwk IV, state IV, created_at IV, changed_at IV.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (
        sa.Index(
            "uq_issuer_key_one_active",
            "did",
            "alg",
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        ),
    )

    did: Mapped[str] = mapped_column(sa.String(300))
    kid: Mapped[str] = mapped_column(sa.String(400), unique=True)
    """``did:web:…#rs-1`` (RS256) or ``did:web:…#z6Mk…`` (Ed25519)."""
    alg: Mapped[str] = mapped_column(sa.String(16))
    jwk: Mapped[Json]
    state: Mapped[KeyState]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    """When its state last changed; null for a key that is as it was made."""


class AchievementVersion(Model):
    """One frozen edition of what can be earned. Immutable: credentials quote it word for word.

    ``id`` is made from issuer, key and content hash, and is the last part of the ``id`` inside
    ``content``; so the same content gets the same address again after a loss of the database.

    Data classes: id IV, key IV, content_hash IV, content IV, audience IV, field IV, image IV,
    created_at IV.
    """

    __tablename__ = "achievement_version"
    __table_args__ = (sa.UniqueConstraint("key", "content_hash"),)

    key: Mapped[str] = mapped_column(sa.String(200))
    """``<course slug>/<credential key>``."""
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of the content without the addresses of its own, and of the picture if any."""
    content: Mapped[Json]
    """The ``Achievement`` as it stands in credentials."""
    audience: Mapped[str] = mapped_column(sa.String(16))
    field: Mapped[str] = mapped_column(sa.String(16))
    """The color family of its mark on the page."""
    image: Mapped[str | None] = mapped_column(sa.Text)
    """Its picture, an SVG (``pictures.draw``); null for editions from before there were any."""
    created_at: Mapped[datetime]


class CredentialHolder(Base):
    """The random ``urn:uuid`` that stands for a person in this issuer's credentials.

    Data classes: user_id III, subject III.
    """

    __tablename__ = "credential_holder"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    subject: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)


class NumberSeries(Base):
    """The last number given in a fiscal year (April to March).

    Data classes: fiscal_year IV, last IV.
    """

    __tablename__ = "credential_number_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class StatusList(Base):
    """A published list of revoked credentials. Its bits are computed from the credentials.

    ``document`` is the signed edition as it is served; null until the first credential of the
    list is signed. ``taken`` counts the places given out: they are random and never used again.

    Data classes: number IV, issuer IV, taken IV, document IV, etag IV, edition IV, signed_at IV.
    """

    __tablename__ = "status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    taken: Mapped[int] = mapped_column(default=0)
    document: Mapped[str | None] = mapped_column(sa.Text)
    etag: Mapped[str | None] = mapped_column(sa.String(64))
    edition: Mapped[int] = mapped_column(default=0)
    signed_at: Mapped[datetime | None]


class SpentStatusEntry(Base):
    """A place in a status list whose credential was erased: never given again, and still told.

    Data classes: number IV, index IV, is_revoked IV.
    """

    __tablename__ = "spent_status_entry"

    number: Mapped[int] = mapped_column(
        sa.ForeignKey("status_list.number"), primary_key=True, autoincrement=False
    )
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_revoked: Mapped[bool]
    """Whether the erased credential was revoked: it must not become valid again."""


class Credential(Model):
    """One person's award of an achievement. ``urn:uuid:<id>`` is its public id.

    Everything that is signed is settled while the row is ``pending``; ``jwt`` and ``di`` are kept
    byte for byte as signed and never built again. ``sha256`` is of the JWT's bytes. A correction
    is signed under the same id with a later ``valid_from``; what it replaced stays with it
    (``Correction``), and ``edition`` counts them.

    Data classes: id III, user_id III, registration_id III, achievement_version_id III,
    issuer IV, subject III, number III, state III, awarded_on III, valid_from III,
    valid_until III, status_list_number IV, status_index IV, evidence III, jwt III, di III,
    sha256 III, self_check III, self_checked_at III, visibility III, share_token I, check_code I,
    created_at III, issued_at III, revoked_at III, revoked_reason III, occasion III,
    evidence_name III, edition III, issuer_name IV, jwt_kid IV, di_kid IV, identity_salt II,
    identity_hash II, results III.
    """

    __tablename__ = "credential"
    __table_args__ = (
        sa.UniqueConstraint("status_list_number", "status_index"),
        sa.CheckConstraint(
            "state <> 'issued' OR (jwt IS NOT NULL AND di IS NOT NULL AND sha256 IS NOT NULL"
            " AND issued_at IS NOT NULL)",
            name="issued_is_signed",
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_its_time"
        ),
        sa.CheckConstraint(
            "(visibility = 'link') = (share_token IS NOT NULL)", name="link_has_its_token"
        ),
        sa.CheckConstraint("valid_until > valid_from", name="valid_until_after_from"),
        sa.CheckConstraint(
            "(identity_salt IS NULL) = (identity_hash IS NULL)", name="hash_has_its_salt"
        ),
        sa.CheckConstraint("status_index BETWEEN 0 AND 131071", name="status_index_range"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    registration_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("registration.id"), unique=True
    )
    """The run it was earned by; one run earns one credential, however often it is announced."""
    occasion: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    """What it was earned by, where that is no run: it earns one credential as well."""
    achievement_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("achievement_version.id"), index=True
    )
    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[uuid.UUID]
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    """``R8-0001``: the fiscal year of Reiwa and a running number."""
    state: Mapped[CredentialState] = mapped_column(default=CredentialState.PENDING)
    awarded_on: Mapped[date]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    status_list_number: Mapped[int] = mapped_column(sa.ForeignKey("status_list.number"))
    status_index: Mapped[int]
    evidence: Mapped[str] = mapped_column(sa.String(1000))
    """How it was earned, in a sentence; never a score."""
    evidence_name: Mapped[str] = mapped_column(sa.String(80))
    results: Mapped[Json | None]
    identity_salt: Mapped[str | None] = mapped_column(sa.String(40))
    identity_hash: Mapped[str | None] = mapped_column(sa.String(80))
    """``sha256$…`` of the holder's mail address and the salt: whoever is told the address can see
    that the credential is this person's. Adults only; the salt stands in the credential, so it
    hides the address from readers, not from whoever guesses it."""
    edition: Mapped[int] = mapped_column(default=1)
    issuer_name: Mapped[str | None] = mapped_column(sa.String(120))
    """How the signed document calls the issuer."""
    jwt_kid: Mapped[str | None] = mapped_column(sa.String(400), index=True)
    di_kid: Mapped[str | None] = mapped_column(sa.String(400), index=True)
    """The keys that signed the two forms."""
    jwt: Mapped[str | None] = mapped_column(sa.Text)
    di: Mapped[str | None] = mapped_column(sa.Text)
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    self_check: Mapped[Json | None]
    """The verdict on the DI form that the worker reached when it signed."""
    self_checked_at: Mapped[datetime | None]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)
    share_token: Mapped[str | None] = mapped_column(sa.String(43), unique=True)
    """128 random bits. Kept readable, unlike a password's: the holder must be able to see and
    copy the link again, it opens one page that its holder chose to show, and who can read this
    table can read that page's content beside it. Making a new one ends the old one."""
    check_code: Mapped[str | None] = mapped_column(sa.String(16), unique=True, default=codes.new)
    """The 確認番号 on its paper; null until the first paper where the row is older than papers."""
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(sa.String(400))
    """Written for the holder and for whoever has the link; never in the public list."""
    achievement: Mapped[AchievementVersion] = relationship(lazy="joined", innerjoin=True)


class Correction(Model):
    """A credential signed anew under its own id: asked for, then done by the worker.

    What it sets stands here until it is signed (``evidence``, ``valid_until``,
    ``achievement_version_id``; all of them, also what stays the same), and what it replaced stays
    here afterwards (``former_…``), byte for byte.

    Data classes: id III, credential_id III, reason III, note III, by_id III, asked_at III,
    valid_from III, evidence III, valid_until III, achievement_version_id III, done_at III,
    former_jwt III, former_di III, former_valid_from III.
    """

    __tablename__ = "credential_correction"
    __table_args__ = (
        sa.Index(
            "uq_credential_correction_one_open",
            "credential_id",
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
        sa.CheckConstraint("(done_at IS NULL) = (former_jwt IS NULL)", name="done_keeps_what_was"),
    )

    credential_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("credential.id"), index=True)
    reason: Mapped[CorrectionReason]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    """Written for the holder; the signed document does not hold it."""
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]
    valid_from: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(sa.String(1000))
    valid_until: Mapped[datetime | None]
    achievement_version_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("achievement_version.id")
    )
    done_at: Mapped[datetime | None]
    former_jwt: Mapped[str | None] = mapped_column(sa.Text)
    former_di: Mapped[str | None] = mapped_column(sa.Text)
    former_valid_from: Mapped[datetime | None]


class Delivery(Model):
    """One credential on its way to one registry.

    The outbox does the trying; this row is what the city can show: that it arrived, or why not.

    Data classes: id IV, credential_id III, registry_name IV, state III, receipt III, attempts IV,
    last_error III, delivered_at III, sha256 IV.
    """

    __tablename__ = "credential_delivery"
    __table_args__ = (
        sa.UniqueConstraint("credential_id", "registry_name"),
        sa.CheckConstraint(
            "(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered_has_its_time"
        ),
    )

    credential_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("credential.id"))
    registry_name: Mapped[str] = mapped_column(sa.String(80))
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    receipt: Mapped[str | None] = mapped_column(sa.String(400))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.String(400))
    delivered_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """Of the revision that arrived; null: before this was kept, when nothing was corrected."""


class CredentialAudit(Base):
    """Who did what with a credential. Rows are added, never changed.

    Data classes: seq IV, credential_id III, what III, by_id III, note III, sha256 IV, at III.
    """

    __tablename__ = "credential_audit"

    seq: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    credential_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("credential.id"), index=True)
    what: Mapped[AuditEvent]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """Null for what the worker or the command line did."""
    note: Mapped[str | None] = mapped_column(sa.String(400))
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime]
