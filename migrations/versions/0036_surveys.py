"""Self-checks: rounds, whose answers are counted together, tallies, and who is asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("framework_ref", sa.String(length=40), nullable=False),
        sa.Column(
            "items",
            sa.JSON().with_variant(JSONB, "postgresql"),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "closed_on IS NULL OR opened_on IS NOT NULL",
            name=op.f("ck_survey_round_opened_first"),
        ),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_survey_round_days_in_order")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_survey_round_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
    )
    op.create_index(op.f("ix_survey_round_created_by_id"), "survey_round", ["created_by_id"])
    op.create_table(
        "survey_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'section') = (organization_id IS NOT NULL)",
            name=op.f("ck_survey_group_section_is_somewhere"),
        ),
        sa.CheckConstraint(
            "(kind = 'city') = (parent_id IS NULL)", name=op.f("ck_survey_group_city_is_above")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_survey_group_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["survey_group.id"], name=op.f("fk_survey_group_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_group_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_group")),
    )
    op.create_index("ix_survey_group_round", "survey_group", ["round_id", "position"])
    for column in ("organization_id", "parent_id"):
        op.create_index(op.f(f"ix_survey_group_{column}"), "survey_group", [column])
    op.create_table(
        "survey_tally",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("item_ref", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_survey_tally_count_from_zero")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_survey_tally_level_range")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["survey_group.id"], name=op.f("fk_survey_tally_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "item_ref", "level", name=op.f("pk_survey_tally")),
    )
    op.create_table(
        "survey_invitation",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("grade_id", sa.Uuid(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grade_id"], ["survey_group.id"], name=op.f("fk_survey_invitation_grade_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_invitation_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["survey_group.id"], name=op.f("fk_survey_invitation_section_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_survey_invitation_user_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_survey_invitation")),
    )
    for column in ("user_id", "section_id", "grade_id"):
        op.create_index(op.f(f"ix_survey_invitation_{column}"), "survey_invitation", [column])


def downgrade() -> None:
    for table in ("survey_invitation", "survey_tally", "survey_group", "survey_round"):
        op.drop_table(table)
