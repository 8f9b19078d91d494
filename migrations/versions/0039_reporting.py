"""Reports as they were frozen, the people behind their figures, and what was printed of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

KEY = sa.Uuid()


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB, "postgresql")
    op.create_table(
        "report",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", KEY, nullable=True),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_number_from_one")),
        sa.CheckConstraint("since <= as_of", name=op.f("ck_report_period_ends_on_its_day")),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason <> ''", name=op.f("ck_report_a_corrected_one_says_why")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_report_made_by_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["report.id"], name=op.f("fk_report_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("as_of", "number", name=op.f("uq_report_as_of_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_report_replaces_id")),
    )
    op.create_index(op.f("ix_report_made_by_id"), "report", ["made_by_id"])
    op.create_table(
        "report_person",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("counted", json, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_person_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_report_person_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["organization.id"], name=op.f("fk_report_person_place_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_report_person")),
    )
    op.create_index(op.f("ix_report_person_person_id"), "report_person", ["person_id"])
    op.create_index(op.f("ix_report_person_place_id"), "report_person", ["place_id"])
    op.create_table(
        "report_print",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_print_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "form", name=op.f("pk_report_print")),
    )


def downgrade() -> None:
    for table in ("report_print", "report_person", "report"):
        op.drop_table(table)
