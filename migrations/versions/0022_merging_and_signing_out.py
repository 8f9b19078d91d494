"""The run that counts for two accounts that were merged; signing out at a provider as well."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_registration_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_merged_into_id"),
            "registration",
            ["merged_into_id"],
            ["id"],
        )
    with op.batch_alter_table("sign_in_provider", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sign_out", sa.String(length=10), server_default="ask", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_in_provider", schema=None) as batch_op:
        batch_op.drop_column("sign_out")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_merged_into_id"))
        batch_op.drop_column("merged_into_id")
