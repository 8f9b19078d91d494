"""The register of staff: employee numbers, and stretches of employment."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employee",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_employee_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
        sa.UniqueConstraint("number", name=op.f("uq_employee_number")),
        sa.UniqueConstraint("user_id", name=op.f("uq_employee_user_id")),
    )
    op.create_table(
        "employment",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.String(length=40), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("leave", sa.String(length=32), nullable=True),
        sa.Column("leave_from", sa.Date(), nullable=True),
        sa.Column("leave_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(leave IS NULL) = (leave_from IS NULL)", name=op.f("ck_employment_leave_has_a_day")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_employment_ends_after_start")),
        sa.CheckConstraint(
            "leave_until >= leave_from", name=op.f("ck_employment_leave_ends_after_start")
        ),
        sa.CheckConstraint("starts_on >= hired_on", name=op.f("ck_employment_starts_when_hired")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_employment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
        sa.UniqueConstraint("user_id", "starts_on", name=op.f("uq_employment_user_id_starts_on")),
    )
    for column in ("user_id", "kind", "ends_on"):
        op.create_index(op.f(f"ix_employment_{column}"), "employment", [column])


def downgrade() -> None:
    op.drop_table("employment")
    op.drop_table("employee")
