"""Answers that nobody but the learner reads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_answer",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_private_answer_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_answer")),
        sa.UniqueConstraint(
            "registration_id", "item", name=op.f("uq_private_answer_registration_id_item")
        ),
    )


def downgrade() -> None:
    op.drop_table("private_answer")
