"""Journals of projects, and assessments: views, splits, and what was settled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_view",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["user.id"], name=op.f("fk_assessment_view_about_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assessment_view_by_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_assessment_view_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_view")),
        sa.UniqueConstraint(
            "project_id",
            "by_id",
            "about_id",
            name=op.f("uq_assessment_view_project_id_by_id_about_id"),
        ),
    )
    with op.batch_alter_table("assessment_view", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_view_about_id"), ["about_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assessment_view_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "uq_assessment_view_team",
            ["project_id", "by_id"],
            unique=True,
            sqlite_where=sa.text("about_id IS NULL"),
            postgresql_where=sa.text("about_id IS NULL"),
        )

    op.create_table(
        "journal_entry",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("prompt", sa.String(length=40), nullable=False),
        sa.Column("reach", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "changed_on >= written_on", name=op.f("ck_journal_entry_changed_after_writing")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_journal_entry_project_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_journal_entry_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_entry_project_stage", ["project_id", "stage"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_user_id"), ["user_id"], unique=False)

    op.create_table(
        "peer_split",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_peer_split_project_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_peer_split_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_split")),
        sa.UniqueConstraint(
            "project_id", "user_id", name=op.f("uq_peer_split_project_id_user_id")
        ),
    )
    with op.batch_alter_table("peer_split", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_split_user_id"), ["user_id"], unique=False)

    op.create_table(
        "settled_assessment",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=True),
        sa.Column("levels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("scaled", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_settled_assessment_correction_says_why")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_settled_assessment_counted_from_one")),
        sa.CheckConstraint(
            "scaled BETWEEN 0 AND 1", name=op.f("ck_settled_assessment_scaled_to_one")
        ),
        sa.CheckConstraint(
            "share BETWEEN 0 AND 100", name=op.f("ck_settled_assessment_share_of_a_hundred")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["user.id"], name=op.f("fk_settled_assessment_assessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_settled_assessment_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_settled_assessment_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_assessment")),
        sa.UniqueConstraint(
            "project_id",
            "user_id",
            "number",
            name=op.f("uq_settled_assessment_project_id_user_id_number"),
        ),
    )
    with op.batch_alter_table("settled_assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_settled_assessment_assessor_id"), ["assessor_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_settled_assessment_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "journal_reply",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_journal_reply_by_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_reply_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_reply")),
        sa.UniqueConstraint("entry_id", "by_id", name=op.f("uq_journal_reply_entry_id_by_id")),
    )
    with op.batch_alter_table("journal_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_reply_by_id"), ["by_id"], unique=False)

    op.create_table(
        "peer_part",
        sa.Column("split_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("together", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "points BETWEEN 0 AND 100", name=op.f("ck_peer_part_points_of_a_hundred")
        ),
        sa.CheckConstraint("together BETWEEN 1 AND 4", name=op.f("ck_peer_part_levels")),
        sa.ForeignKeyConstraint(["about_id"], ["user.id"], name=op.f("fk_peer_part_about_id")),
        sa.ForeignKeyConstraint(
            ["split_id"], ["peer_split.id"], name=op.f("fk_peer_part_split_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_part")),
        sa.UniqueConstraint("split_id", "about_id", name=op.f("uq_peer_part_split_id_about_id")),
    )
    with op.batch_alter_table("peer_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_part_about_id"), ["about_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("peer_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_part_about_id"))

    op.drop_table("peer_part")
    with op.batch_alter_table("journal_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_reply_by_id"))

    op.drop_table("journal_reply")
    with op.batch_alter_table("settled_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settled_assessment_user_id"))
        batch_op.drop_index(batch_op.f("ix_settled_assessment_assessor_id"))

    op.drop_table("settled_assessment")
    with op.batch_alter_table("peer_split", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_split_user_id"))

    op.drop_table("peer_split")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_user_id"))
        batch_op.drop_index("ix_journal_entry_project_stage")

    op.drop_table("journal_entry")
    with op.batch_alter_table("assessment_view", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assessment_view_team",
            sqlite_where=sa.text("about_id IS NULL"),
            postgresql_where=sa.text("about_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assessment_view_by_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_view_about_id"))

    op.drop_table("assessment_view")
