"""Keeping accounts in order: which account took another over, and places of erased credentials."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_status_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["status_list.number"], name=op.f("fk_spent_status_entry_number")
        ),
        sa.PrimaryKeyConstraint("number", "index", name=op.f("pk_spent_status_entry")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_user_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_user_merged_into_id"), "user", ["merged_into_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_user_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_user_merged_into_id"))
        batch_op.drop_column("merged_into_id")
    op.drop_table("spent_status_entry")
