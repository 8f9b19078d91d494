"""Endorsements, contests and prior learning; what is contested is marked in the registry."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KEY = sa.Uuid()
MARKED = ("skill_attestation", "skill_standing")
TABLES = (
    "prior_learning_file",
    "prior_learning",
    "attestation_contest",
    "endorsement_invitation",
    "endorsement",
)
OPEN = sa.text("outcome = 'open'")


def upgrade() -> None:
    for table in MARKED:
        op.add_column(table, sa.Column("contested_since", sa.Date(), nullable=True))
    _endorsements()
    _contests()
    _prior_learning()


def _endorsements() -> None:
    op.create_table(
        "endorsement",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("endorser_id", KEY, nullable=False),
        sa.Column("capacity", sa.String(length=32), nullable=False),
        sa.Column("given_as", sa.String(length=200), nullable=False),
        sa.Column("item_ref", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=400), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_endorsement_level_from_one")),
        sa.CheckConstraint(
            "expires_on >= given_on", name=op.f("ck_endorsement_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_endorsement_person_id")),
        sa.ForeignKeyConstraint(
            ["endorser_id"], ["user.id"], name=op.f("fk_endorsement_endorser_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
    )
    op.create_index("ix_endorsement_person", "endorsement", ["person_id", "given_on"])
    op.create_index("ix_endorsement_endorser", "endorsement", ["endorser_id", "given_on"])
    op.create_table(
        "endorsement_invitation",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("partner_id", KEY, nullable=False),
        sa.Column("project", sa.String(length=120), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "ends_on >= asked_on", name=op.f("ck_endorsement_invitation_ends_after_it_begins")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user.id"], name=op.f(f"fk_endorsement_invitation_{column}")
            )
            for column in ("person_id", "partner_id", "asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement_invitation")),
    )
    for column in ("person_id", "asked_by_id"):
        name = op.f(f"ix_endorsement_invitation_{column}")
        op.create_index(name, "endorsement_invitation", [column])
    op.create_index(
        "ix_endorsement_invitation_partner", "endorsement_invitation", ["partner_id", "ends_on"]
    )


def _contests() -> None:
    op.create_table(
        "attestation_contest",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("attestation_id", KEY, nullable=False),
        sa.Column("received_id", KEY, nullable=True),
        sa.Column("ground_id", KEY, nullable=True),
        sa.Column("item_ref", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("level_after", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(outcome = 'open') = (settled_on IS NULL)",
            name=op.f("ck_attestation_contest_what_is_settled_has_its_day"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user.id"], name=op.f(f"fk_attestation_contest_{column}")
            )
            for column in ("person_id", "settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_contest")),
    )
    for column in ("person_id", "settled_by_id"):
        name = op.f(f"ix_attestation_contest_{column}")
        op.create_index(name, "attestation_contest", [column])
    op.create_index(
        "ix_attestation_contest_outcome", "attestation_contest", ["outcome", "opened_on"]
    )
    op.create_index(
        "uq_attestation_contest_one_open",
        "attestation_contest",
        ["attestation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _prior_learning() -> None:
    json = sa.JSON().with_variant(JSONB, "postgresql")
    op.create_table(
        "prior_learning",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("asked", json, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=600), nullable=False),
        sa.Column("reply", sa.String(length=600), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("accepted", json, nullable=False),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 9999", name=op.f("ck_prior_learning_hours_range")),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user.id"], name=op.f(f"fk_prior_learning_{column}")
            )
            for column in ("person_id", "answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_learning")),
    )
    for column in ("person_id", "answered_by_id"):
        op.create_index(op.f(f"ix_prior_learning_{column}"), "prior_learning", [column])
    op.create_index("ix_prior_learning_stage", "prior_learning", ["stage", "handed_on"])
    op.create_table(
        "prior_learning_file",
        sa.Column("prior_id", KEY, nullable=False),
        sa.Column("suffix", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["prior_id"], ["prior_learning.id"], name=op.f("fk_prior_learning_file_prior_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_learning_file")),
        sa.UniqueConstraint("prior_id", name=op.f("uq_prior_learning_file_prior_id")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for table in MARKED:
        op.drop_column(table, "contested_since")
