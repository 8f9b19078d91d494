"""Proposals to the city: their way, their steps and figures, and teams that go on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_template",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("needs", sa.String(length=300), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_answer_template_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_answer_template_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_template")),
        sa.UniqueConstraint(
            "organization_id", "name", name=op.f("uq_answer_template_organization_id_name")
        ),
    )
    with op.batch_alter_table("answer_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_template_created_by_id"), ["created_by_id"], unique=False
        )

    op.create_table(
        "support_offer",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_support_offer_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_support_offer_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_offer")),
    )
    with op.batch_alter_table("support_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_offer_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_support_offer_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "adoption",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("proposal", sa.String(length=1200), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=300), nullable=False),
        sa.Column("after", sa.String(length=300), nullable=False),
        sa.Column("became", sa.String(length=300), nullable=False),
        sa.Column("cost_yen", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("needs", sa.String(length=300), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=True),
        sa.Column("requested_yen", sa.BigInteger(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("decided_yen", sa.BigInteger(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("in_service_on", sa.Date(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('in_service', 'measured')) = (in_service_on IS NOT NULL)",
            name=op.f("ck_adoption_used_has_its_day"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR (answered_on IS NOT NULL AND reason <> '' AND (next_on IS NOT NULL OR state = 'measured' OR answer IN ('already', 'not_now')))",
            name=op.f("ck_adoption_answer_has_reason_and_next_day"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_on IS NOT NULL AND year IS NOT NULL)",
            name=op.f("ck_adoption_handed_in_has_its_day"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted') OR (owner_id IS NOT NULL AND promised_on IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_adoption_review_has_owner_and_day"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'under_review') OR answer IS NOT NULL",
            name=op.f("ck_adoption_answered_has_answer"),
        ),
        sa.CheckConstraint(
            "cost_yen >= 0 AND requested_yen > 0 AND decided_yen >= 0",
            name=op.f("ck_adoption_sums"),
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_adoption_percent_range")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_adoption_organization_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_adoption_owner_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_adoption_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user.id"], name=op.f("fk_adoption_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_adoption_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint("project_id", name=op.f("uq_adoption_project_id")),
    )
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.create_index("ix_adoption_owner_state", ["owner_id", "state"], unique=False)
        batch_op.create_index(
            "ix_adoption_place_state", ["organization_id", "state"], unique=False
        )
        batch_op.create_index("ix_adoption_state_due", ["state", "due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_adoption_submitted_by_id"), ["submitted_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_adoption_written_by_id"), ["written_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_adoption_year"), ["year"], unique=False)

    op.create_table(
        "continuation",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_continuation_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["user.id"], name=op.f("fk_continuation_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuation")),
        sa.UniqueConstraint("project_id", name=op.f("uq_continuation_project_id")),
    )
    with op.batch_alter_table("continuation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_continuation_told_by_id"), ["told_by_id"], unique=False
        )

    op.create_table(
        "adoption_measure",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=120), nullable=False),
        sa.Column("counted", sa.String(length=200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_measure_adoption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_measure")),
        sa.UniqueConstraint(
            "adoption_id", "position", name=op.f("uq_adoption_measure_adoption_id_position")
        ),
    )
    op.create_table(
        "adoption_step",
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("post", sa.String(length=160), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_step_adoption_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_adoption_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_step")),
        sa.UniqueConstraint(
            "adoption_id", "number", name=op.f("uq_adoption_step_adoption_id_number")
        ),
    )
    with op.batch_alter_table("adoption_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adoption_step_by_id"), ["by_id"], unique=False)

    op.create_table(
        "continuation_look",
        sa.Column("continuation_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("needed", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(looked_on IS NULL) = (goes_on IS NULL)",
            name=op.f("ck_continuation_look_looked_says_whether_it_goes_on"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_continuation_look_by_id")),
        sa.ForeignKeyConstraint(
            ["continuation_id"],
            ["continuation.id"],
            name=op.f("fk_continuation_look_continuation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuation_look")),
        sa.UniqueConstraint(
            "continuation_id", "months", name=op.f("uq_continuation_look_continuation_id_months")
        ),
    )
    with op.batch_alter_table("continuation_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_continuation_look_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_continuation_look_waiting", ["told_on", "due_on"], unique=False)

    op.create_table(
        "offer_taken",
        sa.Column("continuation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["continuation_id"], ["continuation.id"], name=op.f("fk_offer_taken_continuation_id")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["support_offer.id"], name=op.f("fk_offer_taken_offer_id")
        ),
        sa.PrimaryKeyConstraint("continuation_id", "offer_id", name=op.f("pk_offer_taken")),
    )
    with op.batch_alter_table("offer_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_taken_offer_id"), ["offer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offer_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_taken_offer_id"))

    op.drop_table("offer_taken")
    with op.batch_alter_table("continuation_look", schema=None) as batch_op:
        batch_op.drop_index("ix_continuation_look_waiting")
        batch_op.drop_index(batch_op.f("ix_continuation_look_by_id"))

    op.drop_table("continuation_look")
    with op.batch_alter_table("adoption_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoption_step_by_id"))

    op.drop_table("adoption_step")
    op.drop_table("adoption_measure")
    with op.batch_alter_table("continuation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_continuation_told_by_id"))

    op.drop_table("continuation")
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoption_year"))
        batch_op.drop_index(batch_op.f("ix_adoption_written_by_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_submitted_by_id"))
        batch_op.drop_index("ix_adoption_state_due")
        batch_op.drop_index("ix_adoption_place_state")
        batch_op.drop_index("ix_adoption_owner_state")

    op.drop_table("adoption")
    with op.batch_alter_table("support_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_offer_organization_id"))
        batch_op.drop_index(batch_op.f("ix_support_offer_created_by_id"))

    op.drop_table("support_offer")
    with op.batch_alter_table("answer_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_template_created_by_id"))

    op.drop_table("answer_template")
