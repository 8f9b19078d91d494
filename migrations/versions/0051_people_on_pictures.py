"""Who is on a picture is said of a version; adults say yes to press apart from the page."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("artifact", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("people_number", sa.Integer(), server_default="0", nullable=False)
        )
    op.execute(
        "UPDATE artifact SET people_number = number "
        "WHERE id IN (SELECT artifact_id FROM artifact_person)"
    )
    with op.batch_alter_table("showcase_credit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("airs_me", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("showcase_credit", schema=None) as batch_op:
        batch_op.drop_column("airs_me")
    with op.batch_alter_table("artifact", schema=None) as batch_op:
        batch_op.drop_column("people_number")
