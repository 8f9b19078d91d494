"""What the city calls the items of its own frameworks."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "framework_label",
        sa.Column("item_ref", sa.String(80), nullable=False),
        sa.Column("ja", sa.String(40), nullable=False),
        sa.Column("en", sa.String(40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("item_ref", name=op.f("pk_framework_label")),
    )


def downgrade() -> None:
    op.drop_table("framework_label")
