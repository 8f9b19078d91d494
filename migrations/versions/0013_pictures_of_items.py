"""Pictures that the questions of item banks show."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_item_file_digest")),
    )
    op.create_table(
        "item_version_file",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_version.id"], name=op.f("fk_item_version_file_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["item_file.id"], name=op.f("fk_item_version_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version_file")),
        sa.UniqueConstraint(
            "version_id", "path", name=op.f("uq_item_version_file_version_id_path")
        ),
    )
    op.create_index(op.f("ix_item_version_file_file_id"), "item_version_file", ["file_id"])


def downgrade() -> None:
    op.drop_table("item_version_file")
    op.drop_table("item_file")
