"""Which process holds a delivery, so that a later one sees that it is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_delivery", sa.Column("held_by", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox_delivery", "held_by")
