"""Reports of mistakes in lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson_report",
        sa.Column("course_version_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(length=64), nullable=True),
        sa.Column("excerpt", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)",
            name=op.f("ck_lesson_report_answered_or_open"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_lesson_report_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_version_id"],
            ["course_version.id"],
            name=op.f("fk_lesson_report_course_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"],
            ["user.id"],
            name=op.f("fk_lesson_report_told_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_report")),
    )
    with op.batch_alter_table("lesson_report", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_report_state_told_at", ["state", "told_at"])
        for column in ("course_version_id", "told_by_id", "answered_by_id"):
            batch_op.create_index(op.f(f"ix_lesson_report_{column}"), [column])


def downgrade() -> None:
    op.drop_table("lesson_report")
