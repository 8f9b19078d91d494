"""Achievements have a picture of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("achievement_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("image", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("achievement_version", schema=None) as batch_op:
        batch_op.drop_column("image")
