"""Why a post ended; an address for the families of a class; how a notice was read."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_letter",
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name=op.f("fk_class_letter_class_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_class_letter_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_letter")),
        sa.UniqueConstraint("token", name=op.f("uq_class_letter_token")),
    )
    op.create_index(op.f("ix_class_letter_class_id"), "class_letter", ["class_id"])
    op.create_index(op.f("ix_class_letter_created_by_id"), "class_letter", ["created_by_id"])
    op.create_index(
        "uq_class_letter_open",
        "class_letter",
        ["class_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    with op.batch_alter_table("notice_reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("how", sa.String(length=32), nullable=True))
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ended_by_closing", sa.Boolean(), server_default=sa.false(), nullable=False)
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
    with op.batch_alter_table("notice_reading", schema=None) as batch_op:
        batch_op.drop_column("how")
    op.drop_table("class_letter")
