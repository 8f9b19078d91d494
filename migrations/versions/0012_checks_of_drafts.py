"""What is seen in drafts before publishing, and the words of organizations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_readings",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column(
            "found", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_readings_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_readings")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_draft_readings_draft_id")),
    )
    op.create_table(
        "opened_page",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user.id"], name=op.f("fk_opened_page_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_page")),
        sa.UniqueConstraint("url", name=op.f("uq_opened_page_url")),
    )
    op.create_index(op.f("ix_opened_page_opened_by_id"), "opened_page", ["opened_by_id"])
    op.create_table(
        "organization_word",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("surface", sa.String(length=40), nullable=False),
        sa.Column("reading", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_word_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_word")),
        sa.UniqueConstraint(
            "organization_id", "surface", name=op.f("uq_organization_word_organization_id_surface")
        ),
    )


def downgrade() -> None:
    op.drop_table("organization_word")
    op.drop_table("opened_page")
    op.drop_table("draft_readings")
