"""Co-run projects: agreements, follows, challenges, and projects with their people and gates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_date",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_date")),
        sa.UniqueConstraint("year", "step", name=op.f("uq_budget_date_year_step")),
    )
    op.create_table(
        "agreement",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purposes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("terms", sa.String(length=2000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_agreement_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_created_by_id"), ["created_by_id"], unique=False
        )

    op.create_table(
        "challenge_proposal",
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("trouble", sa.String(length=400), nullable=False),
        sa.Column("wish", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_challenge_proposal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_challenge_proposal_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_challenge_proposal_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_proposal")),
    )
    with op.batch_alter_table("challenge_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_challenge_proposal_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_challenge_proposal_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_challenge_proposal_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_challenge_proposal_state"), ["state"], unique=False)

    op.create_table(
        "follow",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_follow_user_id")),
        sa.PrimaryKeyConstraint("user_id", "subject_kind", "subject_id", name=op.f("pk_follow")),
    )
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.create_index("ix_follow_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "letter_choice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("wants_letters", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_letter_choice_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_letter_choice")),
    )
    op.create_table(
        "notification",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notification_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notification_user_id_key")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_user_told", ["user_id", "told_at"], unique=False)

    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_agreement_party_organization_id"),
        ),
        sa.PrimaryKeyConstraint(
            "agreement_id", "organization_id", name=op.f("pk_agreement_party")
        ),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_party_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "challenge",
        sa.Column("slug", sa.String(length=16), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("fixed", sa.String(length=300), nullable=False),
        sa.Column("decider", sa.String(length=100), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("moved_reason", sa.String(length=200), nullable=False),
        sa.Column("use_of_answers", sa.String(length=300), nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("skills", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (trouble <> '' AND question <> '' AND fixed <> '' AND decider <> '' AND answer_by IS NOT NULL AND use_of_answers <> '' AND opens_on IS NOT NULL AND closes_on IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_challenge_six_lines"),
        ),
        sa.CheckConstraint(
            "closes_on >= opens_on", name=op.f("ck_challenge_closes_after_opening")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_challenge_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_challenge_organization_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_challenge_owner_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["challenge_proposal.id"], name=op.f("fk_challenge_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("slug", name=op.f("uq_challenge_slug")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_challenge_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index("ix_challenge_open", ["state", "closes_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_challenge_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_challenge_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_challenge_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "project",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("deliver_on", sa.Date(), nullable=True),
        sa.Column("asks_peers", sa.Boolean(), nullable=False),
        sa.Column("successor_of_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_project_ended_has_its_day")
        ),
        sa.CheckConstraint(
            "deliver_on >= starts_on", name=op.f("ck_project_delivers_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_project_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_project_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_of_id"], ["project.id"], name=op.f("fk_project_successor_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("key", name=op.f("uq_project_key")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_challenge_id"), ["challenge_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_successor_of_id"), ["successor_of_id"], unique=False
        )
        batch_op.create_index("ix_project_year_state", ["year", "state"], unique=False)

    op.create_table(
        "gate_check",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("course", sa.String(length=80), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('check', 'fact', 'courses', 'consents')", name=op.f("ck_gate_check_kinds")
        ),
        sa.ForeignKeyConstraint(["met_by_id"], ["user.id"], name=op.f("fk_gate_check_met_by_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_gate_check_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_check")),
        sa.UniqueConstraint(
            "project_id", "stage", "key", name=op.f("uq_gate_check_project_id_stage_key")
        ),
    )
    with op.batch_alter_table("gate_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gate_check_met_by_id"), ["met_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gate_check_project_id"), ["project_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_activity",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_project_activity_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_activity_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_project_activity_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_activity")),
    )
    with op.batch_alter_table("project_activity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_activity_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index("ix_project_activity_project_at", ["project_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_activity_user_id"), ["user_id"], unique=False)

    op.create_table(
        "project_member",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "left_on >= joined_on", name=op.f("ck_project_member_left_after_joining")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_project_member_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_member_project_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_project_member_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_member")),
    )
    with op.batch_alter_table("project_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_member_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_member_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_member_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_project_member_open",
            ["project_id", "user_id", "role"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "project_partner",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_project_partner_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_partner_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "organization_id", name=op.f("pk_project_partner")),
    )
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_partner_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "project_stage",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("passed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["passed_by_id"], ["user.id"], name=op.f("fk_project_stage_passed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_stage_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "key", name=op.f("pk_project_stage")),
    )
    with op.batch_alter_table("project_stage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_stage_passed_by_id"), ["passed_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("project_stage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_stage_passed_by_id"))

    op.drop_table("project_stage")
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_partner_organization_id"))

    op.drop_table("project_partner")
    with op.batch_alter_table("project_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_project_member_open",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_project_member_user_id"))
        batch_op.drop_index(batch_op.f("ix_project_member_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_member_organization_id"))

    op.drop_table("project_member")
    with op.batch_alter_table("project_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_activity_user_id"))
        batch_op.drop_index("ix_project_activity_project_at")
        batch_op.drop_index(batch_op.f("ix_project_activity_organization_id"))

    op.drop_table("project_activity")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_project_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("gate_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gate_check_project_id"))
        batch_op.drop_index(batch_op.f("ix_gate_check_met_by_id"))

    op.drop_table("gate_check")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index("ix_project_year_state")
        batch_op.drop_index(batch_op.f("ix_project_successor_of_id"))
        batch_op.drop_index(batch_op.f("ix_project_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_project_challenge_id"))

    op.drop_table("project")
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_challenge_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_challenge_owner_id"))
        batch_op.drop_index(batch_op.f("ix_challenge_organization_id"))
        batch_op.drop_index("ix_challenge_open")
        batch_op.drop_index(batch_op.f("ix_challenge_created_by_id"))

    op.drop_table("challenge")
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_party_organization_id"))

    op.drop_table("agreement_party")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_user_told")

    op.drop_table("notification")
    op.drop_table("letter_choice")
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_subject")

    op.drop_table("follow")
    with op.batch_alter_table("challenge_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_challenge_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_challenge_proposal_person_id"))
        batch_op.drop_index(batch_op.f("ix_challenge_proposal_organization_id"))
        batch_op.drop_index(batch_op.f("ix_challenge_proposal_decided_by_id"))

    op.drop_table("challenge_proposal")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_created_by_id"))

    op.drop_table("agreement")
    op.drop_table("budget_date")
