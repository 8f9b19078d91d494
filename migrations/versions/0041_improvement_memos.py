"""Tables of staff that HR brings; memos of what was tried at work after a course."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("of_staff", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "improvement_memo",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("course_title", sa.String(length=200), nullable=False),
        sa.Column("tried", sa.String(length=200), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "before BETWEEN 0 AND 6000 AND after BETWEEN 0 AND 6000",
            name=op.f("ck_improvement_memo_minutes_of_one_time"),
        ),
        sa.CheckConstraint(
            "times BETWEEN 1 AND 999", name=op.f("ck_improvement_memo_times_a_month")
        ),
        sa.CheckConstraint(
            "people BETWEEN 1 AND 999", name=op.f("ck_improvement_memo_people_who_do_it")
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR confirmed_on IS NOT NULL",
            name=op.f("ck_improvement_memo_confirmed_has_its_day"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)",
            name=op.f("ck_improvement_memo_withdrawn_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_improvement_memo_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_improvement_memo_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_improvement_memo_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_improvement_memo_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_memo")),
    )
    for column in ("asked_by_id", "confirmed_by_id", "person_id", "state"):
        op.create_index(op.f(f"ix_improvement_memo_{column}"), "improvement_memo", [column])
    op.create_index(
        "ix_improvement_memo_counted", "improvement_memo", ["organization_id", "confirmed_on"]
    )


def downgrade() -> None:
    op.drop_table("improvement_memo")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_column("of_staff")
