"""Public pages of projects, how people are credited there, and what was said of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "showcase",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("content", json, nullable=False),
        sa.Column("published", json, nullable=False),
        sa.Column("press", json, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("handed_in_by_id", sa.Uuid(), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awaited_seen", sa.Integer(), nullable=False),
        sa.Column("pictures_seen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'public' OR (published_at IS NOT NULL AND first_published_at IS NOT NULL)",
            name=op.f("ck_showcase_public_has_its_day"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawn_at IS NOT NULL",
            name=op.f("ck_showcase_withdrawn_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_showcase_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_showcase_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["user.id"], name=op.f("fk_showcase_handed_in_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_showcase_published_by_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_showcase")),
    )
    with op.batch_alter_table("showcase", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_changed_by_id"), ["changed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_showcase_handed_in_by_id"), ["handed_in_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_showcase_published_by_id"), ["published_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_showcase_state_published", ["state", "first_published_at"], unique=False
        )

    op.create_table(
        "showcase_credit",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("wish", sa.String(length=32), nullable=False),
        sa.Column("said_as_minor", sa.Boolean(), nullable=False),
        sa.Column("shows_me", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_showcase_credit_project_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_showcase_credit_user_id")),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_showcase_credit")),
    )
    with op.batch_alter_table("showcase_credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showcase_credit_user_id"), ["user_id"], unique=False)

    op.create_table(
        "showcase_comment",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("called", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)",
            name=op.f("ck_showcase_comment_decided_has_its_time"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["showcase.project_id"],
            name=op.f("fk_showcase_comment_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_showcase_comment_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_showcase_comment_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_comment")),
    )
    with op.batch_alter_table("showcase_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showcase_comment_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_showcase_comment_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_showcase_comment_project_state",
            ["project_id", "state", "written_at"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("showcase_comment")
    op.drop_table("showcase_credit")
    op.drop_table("showcase")
