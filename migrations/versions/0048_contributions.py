"""Needs and offers: もとむ／できる."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(challenge_id IS NULL) <> (project_id IS NULL)",
            name=op.f("ck_need_of_one_of_the_two"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_on IS NULL)", name=op.f("ck_need_closed_has_its_day")
        ),
        sa.CheckConstraint("hours BETWEEN 1 AND 999", name=op.f("ck_need_whole_hours")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_need_challenge_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_need_project_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_need_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_need_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        for column in ("challenge_id", "project_id", "organization_id", "created_by_id"):
            batch_op.create_index(batch_op.f(f"ix_need_{column}"), [column], unique=False)
        batch_op.create_index("ix_need_state_created", ["state", "created_at"], unique=False)
    op.create_table(
        "offer",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=400), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("done_minutes", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("thanks", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(pupils IS NULL) = (organization_id IS NULL)",
            name=op.f("ck_offer_school_says_how_many"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('done', 'thanked') OR"
            " (done_on IS NOT NULL AND done_minutes IS NOT NULL)",
            name=op.f("ck_offer_done_has_its_day"),
        ),
        sa.CheckConstraint("done_minutes >= 0", name=op.f("ck_offer_hours_given")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_offer_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_offer_person_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_offer_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_offer_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        for column in ("need_id", "organization_id", "answered_by_id"):
            batch_op.create_index(batch_op.f(f"ix_offer_{column}"), [column], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_offer_under_way",
            ["need_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('offered', 'accepted')"),
            postgresql_where=sa.text("state IN ('offered', 'accepted')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_under_way",
            sqlite_where=sa.text("state IN ('offered', 'accepted')"),
            postgresql_where=sa.text("state IN ('offered', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_offer_person_id"))
        for column in ("answered_by_id", "organization_id", "need_id"):
            batch_op.drop_index(batch_op.f(f"ix_offer_{column}"))
    op.drop_table("offer")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_state_created")
        for column in ("created_by_id", "organization_id", "project_id", "challenge_id"):
            batch_op.drop_index(batch_op.f(f"ix_need_{column}"))
    op.drop_table("need")
