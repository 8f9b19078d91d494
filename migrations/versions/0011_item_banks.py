"""Item banks, their items with every version and tags, and lists that wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_bank",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("license", sa.String(length=100), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_item_bank_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_item_bank_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_bank")),
        sa.UniqueConstraint("key", name=op.f("uq_item_bank_key")),
    )
    with op.batch_alter_table("item_bank", schema=None) as batch_op:
        for column in ("organization_id", "created_by_id"):
            batch_op.create_index(op.f(f"ix_item_bank_{column}"), [column])
    op.create_table(
        "bank_item",
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_bank_item_number_from_one")),
        sa.CheckConstraint("faults >= 0", name=op.f("ck_bank_item_faults_from_zero")),
        sa.ForeignKeyConstraint(["bank_id"], ["item_bank.id"], name=op.f("fk_bank_item_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_item")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_bank_item_bank_id_key")),
    )
    op.create_table(
        "item_version",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bank_item.id"], name=op.f("fk_item_version_item_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_item_version_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_version_item_id_number")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_item_version_by_id"), ["by_id"])
    op.create_table(
        "bank_item_alignment",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bank_item.id"], name=op.f("fk_bank_item_alignment_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_item_alignment")),
        sa.UniqueConstraint("item_id", "ref", name=op.f("uq_bank_item_alignment_item_id_ref")),
    )
    with op.batch_alter_table("bank_item_alignment", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_bank_item_alignment_ref"), ["ref"])
    op.create_table(
        "bank_item_grade",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "grade BETWEEN 1 AND 9", name=op.f("ck_bank_item_grade_grade_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bank_item.id"], name=op.f("fk_bank_item_grade_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_item_grade")),
        sa.UniqueConstraint("item_id", "grade", name=op.f("uq_bank_item_grade_item_id_grade")),
    )
    op.create_table(
        "item_import",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "found",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_item_import_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_import")),
    )
    with op.batch_alter_table("item_import", schema=None) as batch_op:
        for column in ("by_id", "at"):
            batch_op.create_index(op.f(f"ix_item_import_{column}"), [column])


def downgrade() -> None:
    for table in (
        "item_import",
        "bank_item_grade",
        "bank_item_alignment",
        "item_version",
        "bank_item",
        "item_bank",
    ):
        op.drop_table(table)
