"""What people were awarded for their part in projects."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project_award",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("achievement_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=True),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("artifact", sa.String(length=120), nullable=False),
        sa.Column("assessor", sa.String(length=160), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("hours BETWEEN 0 AND 2000", name=op.f("ck_project_award_hours_range")),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievement.id"], name=op.f("fk_project_award_achievement_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["user.id"], name=op.f("fk_project_award_assessor_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_project_award_by_id")),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_project_award_credential_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["project_member.id"], name=op.f("fk_project_award_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_award_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_award")),
        sa.UniqueConstraint(
            "member_id", "achievement_id", name=op.f("uq_project_award_member_id_achievement_id")
        ),
    )
    with op.batch_alter_table("project_award", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_award_achievement_id"), ["achievement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_award_assessor_id"), ["assessor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_award_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_award_credential_id"), ["credential_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_award_project_id"), ["project_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("project_award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_award_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_award_credential_id"))
        batch_op.drop_index(batch_op.f("ix_project_award_by_id"))
        batch_op.drop_index(batch_op.f("ix_project_award_assessor_id"))
        batch_op.drop_index(batch_op.f("ix_project_award_achievement_id"))

    op.drop_table("project_award")
