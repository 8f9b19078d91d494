"""Required courses with due days: assignments, who is in them, and what was done with them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = sa.Uuid()


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB, "postgresql")
    op.create_table(
        "assignment",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("courses", json, nullable=False),
        sa.Column("path_id", KEY, nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("post_title", sa.String(length=60), nullable=False),
        sa.Column("adds_joiners", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("prior_months", sa.Integer(), nullable=True),
        sa.Column("reminders", json, nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("last_asked_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "prior_months BETWEEN 0 AND 120", name=op.f("ck_assignment_prior_months_range")
        ),
        sa.CheckConstraint(
            "organization_id IS NOT NULL OR (post_title = '' AND NOT adds_joiners)",
            name=op.f("ck_assignment_a_list_of_people_is_settled"),
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["achievement.id"], name=op.f("fk_assignment_path_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_assignment_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organization.id"], name=op.f("fk_assignment_owner_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assignment_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "assignee",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("done", json, nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("exemption", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("exempted_by_id", KEY, nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(state = 'exempt') = (exemption IS NOT NULL)",
            name=op.f("ck_assignee_exempt_has_its_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignee_assignment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_assignee_person_id")),
        sa.ForeignKeyConstraint(
            ["exempted_by_id"], ["user.id"], name=op.f("fk_assignee_exempted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignee")),
        sa.UniqueConstraint(
            "assignment_id", "person_id", name=op.f("uq_assignee_assignment_id_person_id")
        ),
    )
    op.create_table(
        "assignment_act",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_act_assignment_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assignment_act_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_act")),
    )
    for column in ("path_id", "organization_id", "due_on", "owner_id", "by_id"):
        op.create_index(op.f(f"ix_assignment_{column}"), "assignment", [column])
    op.create_index(op.f("ix_assignee_exempted_by_id"), "assignee", ["exempted_by_id"])
    op.create_index("ix_assignee_person", "assignee", ["person_id", "state"])
    op.create_index("ix_assignee_counts", "assignee", ["assignment_id", "state", "person_id"])
    op.create_index(op.f("ix_assignment_act_by_id"), "assignment_act", ["by_id"])
    op.create_index("ix_assignment_act_day", "assignment_act", ["assignment_id", "on_day"])


def downgrade() -> None:
    for table in ("assignment_act", "assignee", "assignment"):
        op.drop_table(table)
