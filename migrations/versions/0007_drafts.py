"""Drafts of courses, their files and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("base_version_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column(
            "faults",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_version_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_draft_number_from_zero")),
        sa.CheckConstraint(
            "(state = 'published') = (published_version_id IS NOT NULL)",
            name=op.f("ck_draft_published_as"),
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"], ["course_version.id"], name=op.f("fk_draft_base_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_draft_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_version_id"],
            ["course_version.id"],
            name=op.f("fk_draft_published_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        for column in ("slug", "base_version_id", "created_by_id", "published_version_id"):
            batch_op.create_index(op.f(f"ix_draft_{column}"), [column])
    op.create_table(
        "draft_file",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_file_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sa.UniqueConstraint("draft_id", "path", name=op.f("uq_draft_file_draft_id_path")),
    )
    op.create_table(
        "draft_change",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_draft_change_by_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_change_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_change")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draft_change_draft_id_number")),
    )
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_draft_change_by_id"), ["by_id"])


def downgrade() -> None:
    op.drop_table("draft_change")
    op.drop_table("draft_file")
    op.drop_table("draft")
