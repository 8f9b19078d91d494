"""Organizations close and schools have levels; a school's new year can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_levels", sa.String(length=3), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_organization_levels_of_schools"),
            "school_levels IS NULL OR"
            " (kind = 'school' AND school_levels IN ('P', 'J', 'H', 'PJ', 'JH', 'PJH'))",
        )
    op.create_table(
        "rollover",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_rollover_made_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_rollover_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["academic_session.id"], name=op.f("fk_rollover_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollover")),
    )
    with op.batch_alter_table("rollover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rollover_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rollover_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_rollover_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_rollover_standing",
            ["organization_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("rollover")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_organization_levels_of_schools"), type_="check")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("school_levels")
