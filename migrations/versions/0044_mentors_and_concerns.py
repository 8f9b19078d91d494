"""Mentors with their tickets, and what people report."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentor_vetting",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("checked", sa.String(length=400), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("vouched_by_id", sa.Uuid(), nullable=True),
        sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_on >= starts_on", name=op.f("ck_mentor_vetting_ended_after_start")
        ),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_mentor_vetting_ends_after_start")
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 999", name=op.f("ck_mentor_vetting_minutes_of_a_term")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user.id"], name=op.f("fk_mentor_vetting_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_mentor_vetting_organization_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mentor_vetting_user_id")),
        sa.ForeignKeyConstraint(
            ["vouched_by_id"], ["user.id"], name=op.f("fk_mentor_vetting_vouched_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_vetting")),
    )
    with op.batch_alter_table("mentor_vetting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_vetting_ended_by_id"), ["ended_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mentor_vetting_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mentor_vetting_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mentor_vetting_vouched_by_id"), ["vouched_by_id"], unique=False
        )

    op.create_table(
        "concern",
        sa.Column("about_kind", sa.String(length=24), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("about_user_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("to_city", sa.Boolean(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("about_teacher", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_words", sa.String(length=600), nullable=False),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'handled') = (handled_at IS NOT NULL)",
            name=op.f("ck_concern_handled_has_its_time"),
        ),
        sa.ForeignKeyConstraint(
            ["about_user_id"], ["user.id"], name=op.f("fk_concern_about_user_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_concern_by_id")),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["user.id"], name=op.f("fk_concern_handled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_concern_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_concern_project_id")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_concern_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concern_about_user_id"), ["about_user_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_concern_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_concern_handled_by_id"), ["handled_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_concern_organization_state", ["organization_id", "state"], unique=False
        )
        batch_op.create_index("ix_concern_project_state", ["project_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_taken_by_id"), ["taken_by_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("reading", sa.String(length=600), nullable=False),
        sa.Column("finding", sa.String(length=600), nullable=False),
        sa.Column("question", sa.String(length=160), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("estimate", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vetting_id", sa.Uuid(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_by_id", sa.Uuid(), nullable=True),
        sa.Column("shared_question", sa.String(length=160), nullable=False),
        sa.Column("shared_answer", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (reading <> '' AND finding <> ''"
            " AND question <> '' AND wanted_on IS NOT NULL)",
            name=op.f("ck_ticket_handed_in_as_a_whole"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('with_mentor', 'asked_back') OR minutes IS NOT NULL",
            name=op.f("ck_ticket_passed_on_is_counted"),
        ),
        sa.CheckConstraint(
            "(minutes IS NULL) = (vetting_id IS NULL) AND (minutes IS NULL) = (counted_on IS NULL)",
            name=op.f("ck_ticket_counted_as_a_whole"),
        ),
        sa.CheckConstraint(
            "estimate BETWEEN 1 AND 999", name=op.f("ck_ticket_estimate_in_minutes")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_ticket_asked_by_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["user.id"], name=op.f("fk_ticket_mentor_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_ticket_project_id")),
        sa.ForeignKeyConstraint(
            ["shared_by_id"], ["user.id"], name=op.f("fk_ticket_shared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["vetting_id"], ["mentor_vetting.id"], name=op.f("fk_ticket_vetting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_ticket_project_id_number")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index("ix_ticket_mentor_state", ["mentor_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_shared_by_id"), ["shared_by_id"], unique=False)
        batch_op.create_index(
            "ix_ticket_vetting_counted", ["vetting_id", "counted_on"], unique=False
        )

    op.create_table(
        "ticket_message",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_ticket_message_by_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_message_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message")),
        sa.UniqueConstraint(
            "ticket_id", "number", name=op.f("uq_ticket_message_ticket_id_number")
        ),
    )
    with op.batch_alter_table("ticket_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_message_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ticket_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_message_by_id"))

    op.drop_table("ticket_message")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_vetting_counted")
        batch_op.drop_index(batch_op.f("ix_ticket_shared_by_id"))
        batch_op.drop_index("ix_ticket_mentor_state")
        batch_op.drop_index(batch_op.f("ix_ticket_asked_by_id"))

    op.drop_table("ticket")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_taken_by_id"))
        batch_op.drop_index("ix_concern_project_state")
        batch_op.drop_index("ix_concern_organization_state")
        batch_op.drop_index(batch_op.f("ix_concern_handled_by_id"))
        batch_op.drop_index(batch_op.f("ix_concern_by_id"))
        batch_op.drop_index(batch_op.f("ix_concern_about_user_id"))

    op.drop_table("concern")
    with op.batch_alter_table("mentor_vetting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_vetting_vouched_by_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_vetting_user_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_vetting_organization_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_vetting_ended_by_id"))

    op.drop_table("mentor_vetting")
