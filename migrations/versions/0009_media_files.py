"""The files of the media library."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_file",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("suffix", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("has_small", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("license", sa.String(length=40), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("captions", sa.Text(), nullable=True),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_media_file_size_positive")),
        sa.CheckConstraint(
            "(width IS NULL) = (height IS NULL)", name=op.f("ck_media_file_both_sides")
        ),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_media_file_seconds_not_negative")),
        sa.CheckConstraint(
            "captions IS NULL OR kind = 'video'", name=op.f("ck_media_file_captions_of_videos")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_media_file_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_media_file_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        sa.UniqueConstraint(
            "organization_id", "sha256", name=op.f("uq_media_file_organization_id_sha256")
        ),
    )
    with op.batch_alter_table("media_file", schema=None) as batch_op:
        for column in ("organization_id", "sha256", "uploaded_by_id"):
            batch_op.create_index(op.f(f"ix_media_file_{column}"), [column])


def downgrade() -> None:
    op.drop_table("media_file")
