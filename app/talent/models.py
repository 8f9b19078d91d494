"""What the registry keeps: bytes with their verdict, attestations, and who looked."""

import enum
import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Json, Model
from app.talent.rules import Source, State

_LIVES = sa.text("ended_at IS NULL")
_COUNTS = sa.text("ended_at IS NULL AND confirmed_at IS NOT NULL")


class ReceiptState(enum.StrEnum):
    """What became of bytes that arrived."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    """It did not pass."""
    WAITING = "waiting"
    """Not settled yet: its status list, or its proof, is still to be had. It attests nothing."""
    UNMATCHED = "unmatched"
    """It passed, and nobody here has agreed that its pairwise id is theirs."""
    REPLACED = "replaced"
    """A later revision of it came."""
    REVOKED = "revoked"
    """Its issuer took it back after it was let in."""


class Way(enum.StrEnum):
    """How bytes arrived."""

    EMBEDDED = "embedded"
    """From this very installation, by the port of ``credentials``."""
    API = "api"
    """By the Open Badges API, from an installation elsewhere."""
    FILE = "file"
    """In a file that HR handed in."""
    PERSON = "person"
    """In a file that the person handed in whose it is said to be."""


class Agreed(enum.StrEnum):
    """How it was agreed whose a pairwise id is."""

    PAGE = "page"
    """The person said so on a page of their own, and HR confirmed it."""
    PAPER = "paper"
    """The person signed a paper that HR holds."""


class Look(enum.StrEnum):
    """What somebody looked at."""

    CELL = "cell"
    SHEET = "sheet"


class ReceivedCredential(Model):
    """A credential as it arrived, byte for byte, with the verdict of that moment.

    Accepted or not, it is kept: a quarantined one is the proof of why HR does not see it.
    ``verdict`` is ``{"ok": bool, "checks": [{"name", "state", "title", "detail"}]}``.
    ``received_at`` is for the audit; no page of managers or HR may show it. ``title`` and
    ``issuer_name`` repeat what the bytes say, so that a list need not open them. Of what came
    from elsewhere, ``person_id`` is null until somebody's pairwise id is agreed on.

    Data classes: id IV, person_id III, way IV, client_id IV, credential_uri III, subject III,
    title III, issuer_name IV, issuer_did IV, valid_from III, status_list_url IV,
    status_index III, jwt II, di II, sha256 III, verdict III, verifier IV, received_at II,
    state III, reason III.
    """

    __tablename__ = "received_credential"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "sha256"),
        sa.CheckConstraint(
            "(state = 'accepted') = (reason IS NULL)", name="what_does_not_count_has_a_reason"
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR person_id IS NOT NULL", name="what_counts_is_somebodys"
        ),
        sa.Index("ix_received_credential_uri", "credential_uri"),
        sa.Index("ix_received_credential_sha256", "sha256"),
    )

    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    way: Mapped[Way] = mapped_column(default=Way.EMBEDDED)
    client_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("client.id"), index=True)
    """The program that brought it; null for what came otherwise."""
    credential_uri: Mapped[str | None] = mapped_column(sa.String(200))
    """``urn:uuid:…`` as signed; null when nothing could be proven."""
    subject: Mapped[str | None] = mapped_column(sa.String(200), index=True)
    """The pairwise id that stands for the person in this issuer's credentials."""
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    issuer_name: Mapped[str] = mapped_column(sa.String(200), default="")
    issuer_did: Mapped[str | None] = mapped_column(sa.String(200))
    valid_from: Mapped[datetime | None]
    """Of two revisions of one credential, the later one counts."""
    status_list_url: Mapped[str | None] = mapped_column(sa.String(500), index=True)
    status_index: Mapped[int | None]
    """Its place in that list; both only for issuers elsewhere, whose lists are read daily."""
    jwt: Mapped[bytes]
    """Empty when only the Data Integrity form was delivered."""
    di: Mapped[bytes]
    """The Data Integrity form; empty when only the JWT was delivered."""
    sha256: Mapped[str] = mapped_column(sa.String(64))
    """Of the JWT's bytes, or of the other form's where there is none; hexadecimal."""
    verdict: Mapped[Json]
    verifier: Mapped[str] = mapped_column(sa.String(80))
    """Which version of our verifier said so."""
    received_at: Mapped[datetime]
    state: Mapped[ReceiptState]
    reason: Mapped[str | None] = mapped_column(sa.String(400))


class SkillAttestation(Model):
    """One reason to believe that a person stands at ``level`` of a framework's item.

    One credential attests an item once; a correction (same URI, newer ``validFrom``) updates the
    row. ``attested_on`` is the day of the award in Japan, never an instant.

    What no signature proves has a ``ground_id`` instead: the row that tells of it, in the package
    that vouches (``grounds``), with what it is called and who says so.

    Data classes: id IV, person_id III, framework_ref III, item_ref III, level III, source III,
    credential_uri III, received_credential_id III, ground_id IV, title III, issuer_name IV,
    attested_on III, expires_on III, state III, state_reason III, state_changed_on III,
    contested_since III.
    """

    __tablename__ = "skill_attestation"
    __table_args__ = (
        sa.UniqueConstraint("credential_uri", "item_ref"),
        sa.UniqueConstraint("ground_id", "item_ref"),
        sa.CheckConstraint("level >= 1", name="level_from_one"),
        sa.CheckConstraint("expires_on >= attested_on", name="expires_after_attested"),
        sa.CheckConstraint(
            "source <> 'signed_credential' OR received_credential_id IS NOT NULL",
            name="signed_has_its_bytes",
        ),
        sa.CheckConstraint(
            "(source = 'signed_credential') = (ground_id IS NULL)", name="unsigned_has_its_ground"
        ),
        sa.Index("ix_skill_attestation_person", "person_id", "item_ref"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    framework_ref: Mapped[str] = mapped_column(sa.String(40))
    item_ref: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[int]
    source: Mapped[Source]
    credential_uri: Mapped[str | None] = mapped_column(sa.String(200))
    received_credential_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("received_credential.id"), index=True
    )
    ground_id: Mapped[uuid.UUID | None]
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    issuer_name: Mapped[str] = mapped_column(sa.String(200), default="")
    """Both are empty for a signed credential: its bytes say so."""
    attested_on: Mapped[date] = mapped_column(index=True)
    expires_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[State] = mapped_column(default=State.ACTIVE)
    state_reason: Mapped[str | None] = mapped_column(sa.String(400))
    state_changed_on: Mapped[date | None] = mapped_column(index=True)
    contested_since: Mapped[date | None]
    """When the person said that it is wrong; null again once that is settled."""
    received: Mapped[ReceivedCredential | None] = relationship()


class SkillStanding(Base):
    """What all attestations of a person for an item amount to: the fold that the matrix reads.

    Kept by ``standings.refold`` in the transaction that changes an attestation, and computed anew
    by ``flask talent rebuild``. A state other than active means that nothing stands; the rest is
    then what it was. The ``signed_`` columns are of the best standing signed credential.

    Data classes: person_id III, item_ref III, framework_ref III, level III, source III,
    attested_on III, expires_on III, state III, reason III, contested_since III,
    signed_level III, signed_on III, signed_expires_on III.
    """

    __tablename__ = "skill_standing"
    __table_args__ = (
        sa.CheckConstraint("level >= 1", name="level_from_one"),
        sa.CheckConstraint(
            "(signed_level IS NULL) = (signed_on IS NULL)", name="signed_has_its_day"
        ),
        sa.Index(  # holds all that the matrix counts, so that it is answered without the rows
            "ix_skill_standing_matrix",
            "framework_ref",
            "person_id",
            "item_ref",
            "level",
            "state",
            "expires_on",
        ),
        sa.Index(  # who stands at an item, from a level on
            "ix_skill_standing_finding",
            "item_ref",
            "level",
            "person_id",
            "state",
            "expires_on",
            "attested_on",
        ),
        sa.Index(  # the same of signed credentials alone
            "ix_skill_standing_signed",
            "item_ref",
            "signed_level",
            "person_id",
            "signed_expires_on",
            "signed_on",
        ),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    item_ref: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    framework_ref: Mapped[str] = mapped_column(sa.String(40))
    level: Mapped[int]
    source: Mapped[Source]
    attested_on: Mapped[date]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[State]
    reason: Mapped[str | None] = mapped_column(sa.String(400))
    contested_since: Mapped[date | None]
    signed_level: Mapped[int | None]
    signed_on: Mapped[date | None]
    signed_expires_on: Mapped[date | None] = mapped_column(index=True)


class SubjectAgreement(Model):
    """Whose a pairwise id of an issuer elsewhere is here, and how that was agreed.

    It counts from ``confirmed_at`` to ``ended_at``. Nobody confirms for themselves. A row stays
    when it has ended: it says why what came in between was taken in.

    Data classes: id IV, issuer III, subject III, person_id III, how IV, agreed_at III,
    confirmed_by_id III, confirmed_at III, ended_at III.
    """

    __tablename__ = "subject_agreement"
    __table_args__ = (
        sa.CheckConstraint(
            "confirmed_by_id <> person_id",
            name="confirmed_by_another",
        ),
        sa.Index(
            "uq_subject_agreement_one_person",
            "issuer",
            "subject",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        sa.Index(
            "uq_subject_agreement_one_id",
            "issuer",
            "person_id",
            unique=True,
            sqlite_where=_LIVES,
            postgresql_where=_LIVES,
        ),
    )

    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(200))
    """``urn:uuid:…``, as the issuer's credentials name the person."""
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    how: Mapped[Agreed]
    agreed_at: Mapped[datetime]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class AccessLog(Model):
    """Somebody opened somebody else's evidence. One row a look; the day, not the hour.

    Data classes: id IV, viewer_id III, person_id III, what III, item_ref III, looked_on III.
    """

    __tablename__ = "access_log"
    __table_args__ = (sa.Index("ix_access_log_person_day", "person_id", "looked_on"),)

    viewer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    what: Mapped[Look]
    item_ref: Mapped[str | None] = mapped_column(sa.String(80))
    looked_on: Mapped[date]
