"""Who takes part in a draft, its review, its release, and courses that are retired."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "release_note",
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("for_learners", sa.Text(), nullable=False),
        sa.Column("for_teachers", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _refers("release_note", "course_version_id", "course_version.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_note")),
        sa.UniqueConstraint("course_version_id", name=op.f("uq_release_note_course_version_id")),
    )
    op.create_table(
        "draft_member",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _refers("draft_member", "draft_id", "draft.id"),
        _refers("draft_member", "user_id", "user.id"),
        _refers("draft_member", "invited_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_member")),
        sa.UniqueConstraint("draft_id", "user_id", name=op.f("uq_draft_member_draft_id_user_id")),
    )
    _index("draft_member", "user_id", "invited_by_id")
    op.create_table(
        "library_course",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _refers("library_course", "organization_id", "organization.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_library_course_slug")),
    )
    _index("library_course", "organization_id")
    op.create_table(
        "review_step",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_review_step_position_from_one")),
        _refers("review_step", "draft_id", "draft.id"),
        _refers("review_step", "by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_review_step_draft_id_position")),
    )
    _index("review_step", "by_id")
    op.create_table(
        "review_comment",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quoted", sa.LargeBinary(), nullable=False),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            'start >= 0 AND start <= "end"', name=op.f("ck_review_comment_span_in_order")
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("ck_review_comment_resolved_by_somebody"),
        ),
        sa.CheckConstraint(
            "reply_to_id IS NULL OR resolved_at IS NULL",
            name=op.f("ck_review_comment_threads_are_resolved"),
        ),
        _refers("review_comment", "draft_id", "draft.id"),
        _refers("review_comment", "reply_to_id", "review_comment.id"),
        _refers("review_comment", "by_id", "user.id"),
        _refers("review_comment", "resolved_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    _index("review_comment", "draft_id", "reply_to_id", "by_id", "resolved_by_id")
    op.create_table(
        "draft_release",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Uuid(), nullable=True),
        sa.Column("for_learners", sa.Text(), nullable=False),
        sa.Column("for_teachers", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moves_learners", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _refers("draft_release", "draft_id", "draft.id"),
        _refers("draft_release", "course_version_id", "course_version.id"),
        _refers("draft_release", "asked_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_release")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_draft_release_draft_id")),
    )
    _index("draft_release", "course_version_id", "asked_by_id")


def downgrade() -> None:
    for table in (
        "draft_release",
        "review_comment",
        "review_step",
        "library_course",
        "draft_member",
        "release_note",
    ):
        op.drop_table(table)
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("retired_at")


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(op.f(f"ix_{table}_{column}"), [column])
