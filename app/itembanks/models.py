"""Item banks, their items, every version of each, and lists that wait to be taken in."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model
from app.itembanks.sources import LONGEST_KEY

LONGEST_TITLE = 200
LONGEST_LICENSE = 100
LONGEST_PROMPT = 200
LONGEST_TAG = 100
LONGEST_NAME = 200
LONGEST_PATH = 300


class ItemBank(Model):
    """A collection of questions that courses share.

    Data classes: id IV, key IV, title IV, license IV, organization_id IV, created_by_id III,
    created_at IV.
    """

    __tablename__ = "item_bank"

    key: Mapped[str] = mapped_column(sa.String(LONGEST_KEY), unique=True)
    """Its name in references; never changes."""

    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    license: Mapped[str] = mapped_column(sa.String(LONGEST_LICENSE))
    organization_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("organization.id"), index=True
    )
    """Whose it is."""

    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]


class BankItem(Model):
    """A question of a bank, through all its versions; what is said here is of the newest.

    Data classes: id IV, bank_id IV, key IV, kind IV, number IV, prompt IV, words IV, faults IV,
    changed_at IV.
    """

    __tablename__ = "bank_item"
    __table_args__ = (
        sa.UniqueConstraint("bank_id", "key"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("faults >= 0", name="faults_from_zero"),
    )

    bank_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("item_bank.id"))
    key: Mapped[str] = mapped_column(sa.String(LONGEST_KEY))
    """Its name in references; never reused."""

    kind: Mapped[str] = mapped_column(sa.String(32))
    """A key of ``items.kinds.KINDS``."""

    number: Mapped[int]
    """Of its newest version."""

    prompt: Mapped[str] = mapped_column(sa.String(LONGEST_PROMPT))
    """How the question begins, without readings."""

    words: Mapped[str] = mapped_column(sa.Text)
    """All of its text without readings, in lower case, to be searched."""

    faults: Mapped[int]
    """How many things are still to be mended."""

    changed_at: Mapped[datetime]


class ItemVersion(Model):
    """One edition of an item, never altered.

    Data classes: id IV, item_id IV, number IV, source IV, content_hash IV, by_id III, at IV.
    """

    __tablename__ = "item_version"
    __table_args__ = (sa.UniqueConstraint("item_id", "number"),)

    item_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("bank_item.id"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(sa.Text)
    """The block, as in a course file, without an objective; and the ``easy`` one after it."""

    content_hash: Mapped[str] = mapped_column(sa.String(64))
    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class ItemFile(Model):
    """A picture that questions show, once. Data classes: id IV, digest IV, data IV."""

    __tablename__ = "item_file"

    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of ``data``; it is served under it."""

    data: Mapped[bytes]


class ItemVersionFile(Model):
    """What a version of an item calls a picture.

    Data classes: id IV, version_id IV, path IV, file_id IV.
    """

    __tablename__ = "item_version_file"
    __table_args__ = (sa.UniqueConstraint("version_id", "path"),)

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("item_version.id"))
    path: Mapped[str] = mapped_column(sa.String(LONGEST_PATH))
    """As in a course folder: ``assets/e.png``."""

    file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("item_file.id"), index=True)


class ItemAlignment(Model):
    """What an item of a framework an item shows. Data classes: id IV, item_id IV, ref IV."""

    __tablename__ = "bank_item_alignment"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "ref"),
        sa.Index("ix_bank_item_alignment_ref", "ref"),
    )

    item_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("bank_item.id"))
    ref: Mapped[str] = mapped_column(sa.String(LONGEST_TAG))
    """``digcomp@3.0/4.2``."""


class ItemGrade(Model):
    """For which school year an item is. Data classes: id IV, item_id IV, grade IV."""

    __tablename__ = "bank_item_grade"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "grade"),
        sa.CheckConstraint("grade BETWEEN 1 AND 9", name="grade_is_known"),
    )

    item_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("bank_item.id"))
    grade: Mapped[int]


class ItemImport(Model):
    """A list of questions that was read and waits for somebody to take it in, or not.

    Data classes: id IV, name IV, found IV, by_id III, at IV.
    """

    __tablename__ = "item_import"

    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    """Of the file."""

    found: Mapped[Json]
    """``listing.Listing`` as JSON."""

    by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
