"""Readings: the city's words, what read a course, and what waits to be confirmed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = "uq_course_version_course_id_content_hash"
AFTER = "uq_course_version_course_id_content_hash_edition_hash"


def upgrade() -> None:
    op.create_table(
        "city_word",
        sa.Column("surface", sa.String(length=40), nullable=False),
        sa.Column("reading", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_word")),
        sa.UniqueConstraint("surface", name=op.f("uq_city_word_surface")),
    )
    op.create_table(
        "reading_review",
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("analyzer", sa.String(length=200), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_version_id"],
            ["course_version.id"],
            name=op.f("fk_reading_review_course_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_review")),
        sa.UniqueConstraint("course_version_id", name=op.f("uq_reading_review_course_version_id")),
    )
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("edition_hash", sa.String(length=64), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("analyzer", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.drop_constraint(BEFORE, type_="unique")
        batch_op.create_unique_constraint(AFTER, ["course_id", "content_hash", "edition_hash"])


def downgrade() -> None:
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.drop_constraint(AFTER, type_="unique")
        batch_op.create_unique_constraint(BEFORE, ["course_id", "content_hash"])
        batch_op.drop_column("analyzer")
        batch_op.drop_column("edition_hash")
    op.drop_table("reading_review")
    op.drop_table("city_word")
