"""Why a post ended, where its place was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "ended_by_closing", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )
        batch_op.add_column(sa.Column("planned_end_on", sa.Date(), nullable=True))
    # Of earlier closings nothing but the day is known: what ended on it is given back as before.
    op.execute(
        "UPDATE post SET ended_by_closing = true WHERE EXISTS (SELECT 1 FROM organization"
        " WHERE organization.id = post.organization_id AND organization.closed_on = post.ends_on)"
    )


def downgrade() -> None:
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_column("planned_end_on")
        batch_op.drop_column("ended_by_closing")
