"""Achievements have a picture of their own, and credentials a 確認番号 for their paper."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("achievement_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("image", sa.Text(), nullable=True))
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("check_code", sa.String(length=16), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_credential_check_code"), ["check_code"])


def downgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_credential_check_code"), type_="unique")
        batch_op.drop_column("check_code")
    with op.batch_alter_table("achievement_version", schema=None) as batch_op:
        batch_op.drop_column("image")
