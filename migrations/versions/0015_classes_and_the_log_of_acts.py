"""Classes and the log of acts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "academic_session",
        sa.Column("sourced_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_academic_session_lasts_a_while")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academic_session")),
        sa.UniqueConstraint("kind", "starts_on", name=op.f("uq_academic_session_kind_starts_on")),
        sa.UniqueConstraint("sourced_id", name=op.f("uq_academic_session_sourced_id")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("acting_as_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_occurred_at"), ["occurred_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entry_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "class",
        sa.Column("sourced_id", sa.String(length=64), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("grades", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_class_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["academic_session.id"], name=op.f("fk_class_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class")),
        sa.UniqueConstraint("sourced_id", name=op.f("uq_class_sourced_id")),
    )
    with op.batch_alter_table("class", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_session_id"), ["session_id"], unique=False)

    op.create_table(
        "enrollment",
        sa.Column("sourced_id", sa.String(length=64), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("attendance_number", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "attendance_number >= 1", name=op.f("ck_enrollment_attendance_number_from_one")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_enrollment_ends_after_start")),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name=op.f("fk_enrollment_class_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_enrollment_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint(
            "class_id",
            "user_id",
            "role",
            "starts_on",
            name=op.f("uq_enrollment_class_id_user_id_role_starts_on"),
        ),
        sa.UniqueConstraint("sourced_id", name=op.f("uq_enrollment_sourced_id")),
    )
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollment_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrollment_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrollment_user_id"))
        batch_op.drop_index(batch_op.f("ix_enrollment_class_id"))

    op.drop_table("enrollment")
    with op.batch_alter_table("class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_session_id"))
        batch_op.drop_index(batch_op.f("ix_class_organization_id"))

    op.drop_table("class")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_action"))

    op.drop_table("audit_entry")
    op.drop_table("academic_session")
